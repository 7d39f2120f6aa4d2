import { Button } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { ChoiceField, TextField } from '../parts/Field';
import { useCaseTitle } from '../parts/places';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { dayTime, dueDay, exact } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, pick, useTexts } from '../shared/texts';
import { CardMark, TestClockMark } from '../staff/marks';
import { Empty } from '../staff/states';
import { shellTexts } from '../staff/texts';
import type { CaseLine } from './api';
import { BatchUrge } from './BatchUrge';
import { SuperviseDialog } from './SuperviseDialog';
import { boardTexts } from './texts';
import { useBoardFilters, type BoardFilters } from './useBoardFilters';

/** The cases under way; supervisors step in from here, one by one or many at once. */
export function OpenCases({ region, jointItem }: { region: string; jointItem: string }) {
  const t = useTexts(boardTexts);
  const s = useTexts(shellTexts);
  const [{ card, sort }, setFilters] = useBoardFilters();
  const [search, setSearch] = useState('');
  const q = useDeferredValue(search.trim());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [supervised, setSupervised] = useState<CaseLine | null>(null);
  const [batch, setBatch] = useState<CaseLine[] | null>(null);
  const maySupervise = hasRole(session.use(), 'supervisor');
  const pages = usePages<CaseLine>(['cases', 'open'], '/api/cases', { open: true, region, jointItem, card, sort, q, limit: 25 });
  const rows = rowsOf(pages);
  const titleOf = useCaseTitle();
  // What went out of sight is not acted upon unseen.
  const seen = rows.filter((c) => chosen.has(c.caseId));

  const columns: Column<CaseLine>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (c) => <Link href={`/cases/${c.caseId}`}>{c.caseNumber}</Link>, cell: (c) => c.caseNumber },
    { key: 'title', title: t.title, show: (c) => <>{titleOf(c)} {c.testClock && <TestClockMark />}</>, cell: titleOf },
    { key: 'applicant', title: t.applicant, show: (c) => c.applicantName ?? '—', cell: (c) => c.applicantName },
    { key: 'status', title: t.status, show: (c) => pick(c.statusName), cell: (c) => pick(c.statusName) },
    { key: 'card', title: t.card, show: (c) => (c.card === 'none' ? '—' : <CardMark card={c.card} />), cell: (c) => (c.card === 'yellow' ? s.cardYellow : c.card === 'red' ? s.cardRed : '') },
    { key: 'due', title: t.due, show: (c) => (c.dueAt === null ? t.notRunning : dueDay(c.dueAt)), cell: (c) => exact(c.dueAt) },
    { key: 'filed', title: t.filedAt, show: (c) => dayTime(c.filedAt), cell: (c) => exact(c.filedAt) },
  ];
  if (maySupervise) {
    columns.push({ key: 'act', title: t.what, show: (c) => <Button onClick={() => setSupervised(c)}>{t.supervise}<span className="visually-hidden"> {c.caseNumber}</span></Button> });
  }

  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.cases}</h2>
        <div className="bar">
          {maySupervise && (
            <>
              <span role="status">{seen.length > 0 && fill(t.chosen, { n: seen.length })}</span>
              <Button type="primary" disabled={seen.length === 0} onClick={() => setBatch(seen)}>{t.batchUrge}</Button>
            </>
          )}
          <CsvButton name="open-cases" columns={columns} rows={rows} />
        </div>
      </div>
      <div className="bar bar-end" role="group" aria-label={`${t.cases} · ${t.filters}`}>
        <TextField label={t.search} type="search" value={search} onChange={setSearch} maxLength={100} />
        <ChoiceField label={t.card} isFilter none={t.anyCard} value={card} onChange={(c) => setFilters({ card: c })} choices={[{ value: 'red', label: s.cardRed }, { value: 'yellow', label: s.cardYellow }, { value: 'none', label: t.inTime }]} />
        <ChoiceField label={t.sort} isFilter value={sort} onChange={(o) => setFilters({ sort: o as BoardFilters['sort'] })} choices={[{ value: 'due', label: t.sortDue }, { value: 'filed', label: t.sortFiled }]} />
      </div>
      <PageList pages={pages}>
        {(shown) => (
          <Rows
            caption={t.cases} columns={columns} rows={shown} rowKey={(c) => c.caseId} empty={<Empty>{t.noCases}</Empty>}
            selection={maySupervise ? { chosen, onChange: setChosen, nameOf: (c) => c.caseNumber } : undefined}
          />
        )}
      </PageList>
      {supervised && <SuperviseDialog caseId={supervised.caseId} caseNumber={supervised.caseNumber} onClose={() => setSupervised(null)} />}
      {batch && <BatchUrge cases={batch} onDone={setChosen} onClose={() => setBatch(null)} />}
    </section>
  );
}
