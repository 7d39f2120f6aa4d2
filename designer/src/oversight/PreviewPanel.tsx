import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { Rows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { api } from '../shared/api';
import { count, dueDay } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { CardMark } from '../staff/marks';
import { ProblemText } from '../staff/states';
import { sentRule, sentTarget, type Named, type Preview, type Rule, type Target } from './api';
import { addPage, nothing, type PreviewSum } from './figures';
import { oversightTexts } from './texts';

/** What the rules would have done to the log so far, then their publication. */
export function PreviewPanel({ region, rules, targets, kinds }: { region: string; rules: Rule[]; targets: Target[]; kinds: Named[] }) {
  const t = useTexts(oversightTexts);
  const [from, setFrom] = useState('');
  const [sum, setSum] = useState<PreviewSum | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState(false);
  const content = { rules: rules.map(sentRule), targets: targets.map(sentTarget), ...(from === '' ? {} : { appliesFrom: `${from}T00:00:00+08:00` }) };

  const preview = async () => {
    setBusy(true);
    setError(null);
    try {
      let total = nothing;
      let cursor: string | null = null;
      do {
        const page: Preview = await api.post<Preview>('/api/card-rules/preview', { region, ...content, ...(cursor === null ? {} : { cursor }) });
        total = addPage(total, page);
        setSum(total);
        cursor = page.nextCursor;
      } while (cursor !== null);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="panel">
      <h2>{t.preview}</h2>
      <div className="bar bar-end">
        <TextField label={t.appliesFrom} type="date" isFilter value={from} onChange={setFrom} />
        <Button loading={busy} onClick={() => void preview()}>{t.preview}</Button>
        <Button type="primary" onClick={() => setAsked(true)}>{t.publish}</Button>
      </div>
      {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
      {sum && <Told sum={sum} busy={busy} kinds={kinds} />}
      {asked && <PublishDialog region={region} content={content} onClose={() => setAsked(false)} />}
    </section>
  );
}

function Told({ sum, busy, kinds }: { sum: PreviewSum; busy: boolean; kinds: Named[] }) {
  const t = useTexts(oversightTexts);
  type Line = PreviewSum['departments'][number];
  type Change = PreviewSum['changes'][number];
  const number = (key: 'appear' | 'disappear' | 'change', title: string): Column<Line> => ({ key, title, isNumber: true, show: (d) => count(d[key]), cell: (d) => d[key] });
  const departments: Column<Line>[] = [
    { key: 'name', title: t.department, isName: true, show: (d) => `${d.region} · ${d.department}` }, number('appear', t.appear), number('disappear', t.disappear), number('change', t.change),
  ];
  const side = (card: string | null, at: string | null) => (card === null ? '—' : <><CardMark card={card} /> {dueDay(at)}</>);
  const changes: Column<Change>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (c) => <Link href={`/cases/${c.caseId}`}>{c.caseNumber}</Link> },
    { key: 'rule', title: t.rule, show: (c) => pick(kinds.find((k) => k.code === c.rule)?.name) },
    { key: 'department', title: t.department, show: (c) => c.department },
    { key: 'old', title: t.oldCard, show: (c) => side(c.oldCard, c.oldAt) },
    { key: 'new', title: t.newCard, show: (c) => side(c.newCard, c.newAt) },
  ];
  return (
    <>
      <p role="status">{busy ? fill(t.previewing, { n: count(sum.checked) }) : fill(t.previewed, { n: count(sum.checked), appear: count(sum.appear), disappear: count(sum.disappear), change: count(sum.change) })}</p>
      {sum.departments.length > 0 && (
        <>
          <h3>{t.perDepartment}</h3>
          <Rows caption={t.perDepartment} columns={departments} rows={sum.departments} rowKey={(d) => `${d.region}/${d.department}`} />
          <h3>{t.samples}</h3>
          <Rows caption={t.samples} columns={changes} rows={sum.changes} rowKey={(c) => `${c.caseId} ${c.rule} ${c.subject} ${c.oldAt ?? ''} ${c.newAt ?? ''}`} />
        </>
      )}
    </>
  );
}

function PublishDialog({ region, content, onClose }: { region: string; content: object; onClose: () => void }) {
  const t = useTexts(oversightTexts);
  const done = useDone();
  const send = async (key: string) => {
    await api.put(`/api/card-rules/${region}`, content, { key });
    await done(t.published, ['card-rules'], ['cards'], ['indicators']);
    onClose();
  };
  return (
    <FormDialog title={t.publishTitle} submit={t.publish} onClose={onClose} onSubmit={send}>
      <p>{t.publishMeans}</p>
    </FormDialog>
  );
}
