import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import { ChoiceField, TextField } from '../parts/Field';
import { JointItemField, nameOf, useDepartmentsWithin, useJointItems } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { api, query } from '../shared/api';
import { count } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import type { Heat, HeatElement } from './api';
import { heatLevel, heatOf, hoursAndMinutes, type HeatBy } from './figures';
import { heatTexts } from './texts';
import '../parts/parts.css';
import './board.css';

const Diagram = lazy(() => import('../bpmn/Diagram'));

/** Where work gathers and where time goes, drawn on the definition, with the same as a table. */
export default function HeatMap() {
  const t = useTexts(heatTexts);
  const [, params] = useRoute('/heat/:jointItem?');
  const [, go] = useLocation();
  const items = useJointItems();
  const jointItem = params?.jointItem ?? items.data?.[0]?.code ?? '';
  const [filters, setFilters] = useState({ version: '', from: '', to: '' });
  const change = (next: Partial<typeof filters>) => setFilters({ ...filters, ...next });
  const heat = useQuery({
    queryKey: ['heat', jointItem, filters],
    enabled: jointItem !== '',
    queryFn: ({ signal }) => api.get<Heat>(query(`/api/heat/${jointItem}`, filters), { signal }),
    placeholderData: keepPreviousData,
  });
  const definition = useQuery({
    queryKey: ['definition', heat.data?.definition],
    enabled: heat.data !== undefined,
    queryFn: ({ signal }) => api.get<{ versions: { version: number }[] }>(`/api/definitions/${heat.data!.definition}`, { signal }),
  });
  const versions = (definition.data?.versions ?? []).map((v) => v.version).toReversed();
  if (!items.data?.length) {
    return (
      <>
        <h1>{t.heat}</h1>
        {items.isPending ? <Loading /> : items.isError ? <Failed error={items.error} onRetry={() => void items.refetch()} /> : <Empty>{t.noItems}</Empty>}
      </>
    );
  }
  return (
    <div className="stack">
      <h1>{t.heat}</h1>
      <div className="bar bar-end">
        <JointItemField label={t.jointItem} isFilter value={jointItem} onChange={(code) => { if (code !== '') { change({ version: '' }); go(`/heat/${code}`); } }} />
        <ChoiceField label={t.version} isFilter none={t.latest} value={filters.version} onChange={(version) => change({ version })} choices={versions.map((v) => ({ value: String(v), label: fill(t.versionN, { n: v }) }))} />
        <TextField label={t.from} isFilter type="date" value={filters.from} max={filters.to || undefined} onChange={(from) => change({ from })} />
        <TextField label={t.to} isFilter type="date" value={filters.to} min={filters.from || undefined} onChange={(to) => change({ to })} />
      </div>
      {heat.isPending ? <Loading />
        : heat.data === undefined || heat.isError ? <Failed error={heat.error} onRetry={() => void heat.refetch()} />
        : <HeatOf heat={heat.data} jointItem={jointItem} region={items.data.find((i) => i.code === jointItem)?.region ?? ''} />}
    </div>
  );
}

function HeatOf({ heat, jointItem, region }: { heat: Heat; jointItem: string; region: string }) {
  const t = useTexts(heatTexts);
  const [by, setBy] = useState<HeatBy>('count');
  const [selected, setSelected] = useState<string | null>(null);
  const departments = useDepartmentsWithin(region);

  const time = (minutes: number | null, pattern = t.time) => {
    if (minutes === null) return '—';
    const told = hoursAndMinutes(minutes);
    return fill(pattern, { h: told.hours, m: told.minutes });
  };
  const greatest = Math.max(0, ...heat.elements.map((e) => heatOf(e, by) ?? 0));
  const marks = useMemo(() => heat.elements.flatMap((e) => {
    const value = heatOf(e, by);
    if (value === null || e.done + e.open === 0) return [];
    return [{
      element: e.element,
      tone: `heat${heatLevel(value, greatest)}` as const,
      label: by === 'count' ? String(value) : time(value, t.shortTime),
      state: by === 'count' ? fill(t.markCount, { n: e.done, open: e.open }) : fill(t.markTime, { time: time(value) }),
    }];
  }), [heat.elements, by, greatest, t]);

  const rows = useMemo(() => heat.elements.toSorted((a, b) => (heatOf(b, by) ?? -1) - (heatOf(a, by) ?? -1)), [heat.elements, by]);
  const departmentOf = (e: HeatElement) => (e.department === null ? '' : nameOf(departments, e.department));
  const columns: Column<HeatElement>[] = [
    { key: 'step', title: t.step, isName: true, show: (e) => <button type="button" className="link-button" aria-pressed={selected === e.element} onClick={() => setSelected(e.element)}>{e.name || e.element}</button>, cell: (e) => e.name || e.element },
    { key: 'department', title: t.department, show: (e) => departmentOf(e) || '—', cell: departmentOf },
    { key: 'done', title: t.done, isNumber: true, show: (e) => count(e.done), cell: (e) => e.done },
    { key: 'open', title: t.open, isNumber: true, show: (e) => count(e.open), cell: (e) => e.open },
    { key: 'mean', title: t.mean, isNumber: true, show: (e) => time(e.meanMinutes), cell: (e) => e.meanMinutes },
    { key: 'median', title: t.median, isNumber: true, show: (e) => time(e.medianMinutes), cell: (e) => e.medianMinutes },
    { key: 'p90', title: t.p90, isNumber: true, show: (e) => time(e.p90Minutes), cell: (e) => e.p90Minutes },
  ];
  return (
    <>
      <section className="panel stack">
        <div className="panel-head">
          <h2>{t.drawing}</h2>
          <fieldset className="tasks">
            <legend className="visually-hidden">{t.by}</legend>
            <div className="row-of-choices">
              {(['count', 'time'] as const).map((one) => (
                <label key={one}><input type="radio" name="heat-by" checked={by === one} onChange={() => setBy(one)} />{one === 'count' ? t.byCount : t.byTime}</label>
              ))}
            </div>
          </fieldset>
        </div>
        <div role="status">
          {heat.counted === 0 ? t.none : fill(t.counted, { n: count(heat.counted), definition: heat.definition, version: heat.version })}
          {heat.hasMore && <> {fill(t.countedNewest, { n: count(heat.counted) })}</>}
        </div>
        <Suspense fallback={<Loading />}><Diagram xml={heat.xml} marks={marks} selected={selected} onSelect={setSelected} /></Suspense>
      </section>
      <section className="panel">
        <div className="panel-head"><h2>{t.table}</h2><CsvButton name={`heat-${jointItem}-v${heat.version}`} columns={columns} rows={rows} /></div>
        <p className="muted">{t.unit}</p>
        <PagedRows caption={t.table} columns={columns} rows={rows} rowKey={(e) => e.element} />
      </section>
    </>
  );
}
