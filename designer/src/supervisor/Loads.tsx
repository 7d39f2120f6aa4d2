import { lazy, Suspense, useMemo } from 'react';
import { nameOf, useRegions } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { count, dayTime, dueDay, exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { Empty, Loading } from '../staff/states';
import type { Board, DepartmentLoad } from './api';
import { Beside } from './Beside';
import { chartColours } from './colours';
import { meanLevel } from './figures';
import { boardTexts } from './texts';

const Chart = lazy(() => import('./Chart'));

// More bars than these are no picture any more; the table has all.
const barsMost = 20;

function useLoadSeries(rows: readonly { open: number; yellow: number; red: number }[]) {
  const t = useTexts(boardTexts);
  return useMemo(() => [
    { name: t.inTime, colour: chartColours.inTime, values: rows.map((r) => Math.max(0, r.open - r.yellow - r.red)) },
    { name: t.yellow, colour: chartColours.yellow, values: rows.map((r) => r.yellow) },
    { name: t.red, colour: chartColours.red, values: rows.map((r) => r.red) },
  ], [rows, t]);
}

export function Departments({ board }: { board: Board }) {
  const t = useTexts(boardTexts);
  const regions = useRegions().data;
  const rows = board.departments;
  const isOneRegion = new Set(rows.map((d) => d.region)).size <= 1;
  const named = (d: DepartmentLoad) => (isOneRegion ? pick(d.name) : `${nameOf(regions, d.region)} · ${pick(d.name)}`);
  const shown = useMemo(() => rows.slice(0, barsMost), [rows]);
  const series = useLoadSeries(shown);
  // In the picture the name comes first and its region below it.
  const names = useMemo(() => shown.map((d) => (isOneRegion ? pick(d.name) : `${pick(d.name)}\n${nameOf(regions, d.region)}`)), [shown, regions, t]);
  const number = (key: 'open' | 'claimed' | 'yellow' | 'red', title: string): Column<DepartmentLoad> => ({ key, title, isNumber: true, show: (d) => count(d[key]), cell: (d) => d[key] });
  const columns: Column<DepartmentLoad>[] = [
    { key: 'name', title: t.department, isName: true, show: named, cell: named },
    number('open', t.openTasks), number('claimed', t.claimed), number('yellow', t.yellow), number('red', t.red),
    { key: 'oldest', title: t.oldest, show: (d) => dayTime(d.oldestOpenedAt), cell: (d) => exact(d.oldestOpenedAt) },
    { key: 'due', title: t.nextDue, show: (d) => dueDay(d.nextDueAt) || '—', cell: (d) => exact(d.nextDueAt) },
  ];
  return (
    <Beside title={t.departments} actions={<CsvButton name="departments" columns={columns} rows={rows} />}
      chart={rows.length === 0 ? null : { label: t.departmentChart, kind: 'bars', names, series }}>
      <PagedRows caption={t.departments} columns={columns} rows={rows} rowKey={(d) => `${d.region}.${d.department}`} empty={<Empty>{t.noDepartments}</Empty>} />
    </Beside>
  );
}

type JointItemLoad = Board['jointItems'][number];

export function JointItems({ board }: { board: Board }) {
  const t = useTexts(boardTexts);
  const rows = board.jointItems;
  const shown = useMemo(() => rows.slice(0, barsMost), [rows]);
  const series = useLoadSeries(shown);
  const names = useMemo(() => shown.map((i) => pick(i.name)), [shown, t]);
  const number = (key: 'open' | 'yellow' | 'red', title: string): Column<JointItemLoad> => ({ key, title, isNumber: true, show: (i) => count(i[key]), cell: (i) => i[key] });
  const columns: Column<JointItemLoad>[] = [
    { key: 'name', title: t.jointItem, isName: true, show: (i) => pick(i.name), cell: (i) => pick(i.name) },
    number('open', t.open), number('yellow', t.yellow), number('red', t.red),
  ];
  return (
    <Beside title={t.jointItems} actions={<CsvButton name="joint-items" columns={columns} rows={rows} />}
      chart={rows.length === 0 ? null : { label: t.jointItemChart, kind: 'bars', names, series }}>
      <PagedRows caption={t.jointItems} columns={columns} rows={rows} rowKey={(i) => i.code} empty={<Empty>{t.noCases}</Empty>} />
    </Beside>
  );
}

type StatusLine = Board['byStatus'][number];

export function Statuses({ board }: { board: Board }) {
  const t = useTexts(boardTexts);
  const columns: Column<StatusLine>[] = [
    { key: 'name', title: t.status, isName: true, show: (s) => pick(s.name), cell: (s) => pick(s.name) },
    { key: 'count', title: t.count, isNumber: true, show: (s) => count(s.count), cell: (s) => s.count },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.statuses}</h2><CsvButton name="statuses" columns={columns} rows={board.byStatus} /></div>
      <PagedRows caption={t.statuses} columns={columns} rows={board.byStatus} rowKey={(s) => String(s.status)} empty={<Empty>{t.noCases}</Empty>} />
    </section>
  );
}

export function Ratings({ board }: { board: Board }) {
  const t = useTexts(boardTexts);
  const { levels } = board.ratings;
  const mean = meanLevel(levels);
  const rows = useMemo(() => [t.level1, t.level2, t.level3, t.level4, t.level5].map((name, i) => ({ name, value: levels[i] ?? 0 })).reverse(), [levels, t]);
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'level', title: t.level, isName: true, show: (r) => r.name, cell: (r) => r.name },
    { key: 'count', title: t.count, isNumber: true, show: (r) => count(r.value), cell: (r) => r.value },
  ];
  const chart = useMemo(() => ({ names: rows.map((r) => r.name), series: [{ name: t.count, colour: chartColours.rating, values: rows.map((r) => r.value) }] }), [rows, t]);
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.ratings}</h2><CsvButton name="ratings" columns={columns} rows={rows} /></div>
      {mean === null ? <Empty>{t.noRatings}</Empty> : (
        <>
          <p>{fill(t.ratingMean, { n: count(board.ratings.count), mean: mean.toFixed(1) })}</p>
          <Suspense fallback={<Loading />}><Chart label={t.ratingChart} kind="bars" {...chart} /></Suspense>
          <PagedRows caption={t.ratings} columns={columns} rows={rows} rowKey={(r) => r.name} />
        </>
      )}
    </section>
  );
}
