import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { moveTexts } from '../case/moveTexts';
import { nameOf, useDepartments } from '../parts/places';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api, newKey, query } from '../shared/api';
import { exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading, ProblemText } from '../staff/states';

interface Copy {
  caseId: string;
  copy: number;
  caseNumber: string;
  region: string;
  title: string;
  department: string;
  to: string | null;
  note: string;
  by: string;
  sentAt: string;
  readBy: string | null;
  readAt: string | null;
}

/** 抄送: cases that others let the caller or the caller's department read. */
export default function Copies() {
  const t = useTexts(moveTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [all, setAll] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const copies = useQuery({
    queryKey: ['copies', all],
    queryFn: ({ signal }) => api.get<Copy[]>(query('/api/copies', { state: all ? 'all' : 'unread' }), { signal }),
  });
  const keyOf = (c: Copy) => `${c.caseId}/${c.copy}`;
  const read = async (c: Copy) => {
    setBusy(keyOf(c));
    setProblem(null);
    try {
      await api.post(`/api/cases/${encodeURIComponent(c.caseId)}/copies/${c.copy}/read`, undefined, { key: newKey() });
      await done(t.readTold, ['copies'], ['case', c.caseId]);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(null);
    }
  };
  const columns: Column<Copy>[] = [
    { key: 'case', title: t.copiedCase, isName: true, show: (c) => <><Link href={`/cases/${c.caseId}`}>{c.caseNumber}</Link><div className="muted">{c.title}</div></> },
    { key: 'note', title: t.copiedWhy, show: (c) => c.note },
    { key: 'to', title: t.copiedTo, show: (c) => c.to ?? <DepartmentName region={c.region} code={c.department} /> },
    { key: 'by', title: t.copiedBy, show: (c) => <>{c.by}<div className="muted">{exact(c.sentAt)}</div></> },
    {
      key: 'act', title: p.actions,
      show: (c) => (c.readBy === null
        ? <Button loading={busy === keyOf(c)} onClick={() => void read(c)}>{t.read}<span className="visually-hidden"> {c.caseNumber}</span></Button>
        : fill(t.readBy, { who: c.readBy })),
    },
  ];
  return (
    <div className="stack">
      <h1>{t.copies}</h1>
      <label className="check"><input type="checkbox" checked={all} onChange={(e) => setAll(e.target.checked)} />{t.showRead}</label>
      {problem !== null && <Alert type="error" role="alert" title={<ProblemText error={problem} />} />}
      <section className="panel">
        {copies.isPending ? <Loading /> : copies.data === undefined ? <Failed error={copies.error} onRetry={() => void copies.refetch()} />
          : <Rows caption={t.copies} columns={columns} rows={copies.data} rowKey={keyOf} empty={<Empty>{all ? t.noCopiesEver : t.noCopies}</Empty>} />}
      </section>
    </div>
  );
}

function DepartmentName({ region, code }: { region: string; code: string }) {
  return <>{nameOf(useDepartments(region).data, code)}</>;
}
