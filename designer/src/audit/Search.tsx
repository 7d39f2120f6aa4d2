import { Button } from 'antd';
import { useDeferredValue } from 'react';
import { Link } from 'wouter';
import { ChoiceField, TextField } from '../parts/Field';
import { download } from '../parts/csv';
import { JointItemField, nameOf, RegionField, useCaseTitle, useRegions } from '../parts/places';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { exact } from '../shared/format';
import { store } from '../shared/store';
import { pick, useTexts, type Text } from '../shared/texts';
import { Empty } from '../staff/states';
import { auditTexts } from './texts';

interface CaseLine {
  caseId: string;
  caseNumber: string;
  region: string;
  jointItem: string;
  title: string;
  statusName: Text;
  filedAt: string;
  changedAt: string;
}

const none = { q: '', region: '', jointItem: '', status: '', from: '', to: '' };
// Kept while the page is open: coming back from a case finds the search as it was.
const filters = store<typeof none>(null, none);
const statuses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const;

export function Search() {
  const t = useTexts(auditTexts);
  const p = useTexts(partTexts);
  const regions = useRegions().data;
  const wanted = filters.use();
  const asked = useDeferredValue(wanted);
  const change = (next: Partial<typeof none>) => filters.set({ ...filters.get(), ...next });
  const pages = usePages<CaseLine>(['cases', 'audit'], '/api/cases', { ...asked, q: asked.q.trim() });
  const rows = rowsOf(pages);
  const titleOf = useCaseTitle();
  const columns: Column<CaseLine>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (c) => <Link href={`/audit/${c.caseId}`}>{c.caseNumber}</Link>, cell: (c) => c.caseNumber },
    { key: 'title', title: t.title, show: titleOf, cell: titleOf },
    { key: 'region', title: t.region, show: (c) => nameOf(regions, c.region), cell: (c) => c.region },
    { key: 'status', title: t.status, show: (c) => pick(c.statusName), cell: (c) => pick(c.statusName) },
    { key: 'filed', title: t.filedAt, show: (c) => exact(c.filedAt), cell: (c) => c.filedAt },
    { key: 'changed', title: t.changedAt, show: (c) => exact(c.changedAt), cell: (c) => c.changedAt },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.search}</h2>
        <div className="bar">
          <CsvButton name="cases" columns={columns} rows={rows} />
          <Button disabled={rows.length === 0} onClick={() => download('cases.json', 'application/json', JSON.stringify(rows, null, 2))}>{p.json}</Button>
        </div>
      </div>
      <div className="bar bar-end" role="search" aria-label={t.search}>
        <TextField label={t.q} type="search" maxLength={100} value={wanted.q} onChange={(q) => change({ q })} />
        <RegionField label={t.region} isFilter none={t.any} value={wanted.region} onChange={(region) => change({ region })} />
        <JointItemField label={t.jointItem} isFilter none={t.any} value={wanted.jointItem} onChange={(jointItem) => change({ jointItem })} />
        <ChoiceField label={t.status} isFilter none={t.any} value={wanted.status} onChange={(status) => change({ status })} choices={statuses.map((s) => ({ value: String(s), label: t[`status${s}`] }))} />
        <TextField label={t.from} isFilter type="date" max={wanted.to || undefined} value={wanted.from} onChange={(from) => change({ from })} />
        <TextField label={t.to} isFilter type="date" min={wanted.from || undefined} value={wanted.to} onChange={(to) => change({ to })} />
      </div>
      <PageList pages={pages}>{(shown) => <Rows caption={t.cases} columns={columns} rows={shown} rowKey={(c) => c.caseId} empty={<Empty>{t.noCases}</Empty>} />}</PageList>
    </section>
  );
}
