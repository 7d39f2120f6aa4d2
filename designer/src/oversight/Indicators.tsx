import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ChoiceField, TextField } from '../parts/Field';
import { JointItemField, RegionField } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { api, query } from '../shared/api';
import { count } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty, Failed, Loading } from '../staff/states';
import { Beside } from '../supervisor/Beside';
import { chartColours } from '../supervisor/colours';
import { dayBefore, today } from '../supervisor/figures';
import type { IndicatorDefinition, IndicatorLine, Indicators as Answer, IndicatorValue } from './api';
import { valueOf } from './figures';
import { oversightTexts } from './texts';
import '../parts/parts.css';
import '../supervisor/board.css';

// More bars than these are no picture any more; the table has all.
const barsMost = 20;

const groups = ['all', 'region', 'jointItem', 'department', 'item'] as const;
const periods = ['none', 'day', 'week', 'month'] as const;

/** Indicators (效能指标) in three colours, in a table and a picture. */
export default function Indicators() {
  const t = useTexts(oversightTexts);
  const to = today(new Date());
  const [asked, setAsked] = useState({ by: 'department' as (typeof groups)[number], period: 'none' as (typeof periods)[number], from: dayBefore(to, 30), to, region: '', jointItem: '' });
  const set = (change: Partial<typeof asked>) => setAsked({ ...asked, ...change });
  const found = useQuery({
    queryKey: ['indicators', asked],
    queryFn: ({ signal }) => api.get<Answer>(query('/api/indicators', asked), { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="stack">
      <h1>{t.indicators}</h1>
      <div className="bar bar-end" role="group" aria-label={t.filters}>
        <ChoiceField label={t.by} isFilter value={asked.by} onChange={(by) => set({ by: by as typeof asked.by })} choices={groups.map((value) => ({ value, label: t[`by_${value}`] }))} />
        <ChoiceField label={t.period} isFilter value={asked.period} onChange={(period) => set({ period: period as typeof asked.period })} choices={periods.map((value) => ({ value, label: t[`period_${value}`] }))} />
        <TextField label={t.from} type="date" isFilter value={asked.from} onChange={(from) => set({ from })} />
        <TextField label={t.to} type="date" isFilter value={asked.to} onChange={(day) => set({ to: day })} />
        <RegionField label={t.region} none={t.allRegions} isFilter value={asked.region} onChange={(region) => set({ region })} />
        <JointItemField label={t.jointItem} none={t.allJointItems} isFilter value={asked.jointItem} onChange={(jointItem) => set({ jointItem })} />
      </div>
      {found.isPending ? <Loading /> : found.data === undefined ? <Failed error={found.error} onRetry={() => void found.refetch()} />
        : <Figures answer={found.data} by={asked.by} period={asked.period} />}
    </div>
  );
}

function Figures({ answer, by, period }: { answer: Answer; by: (typeof groups)[number]; period: (typeof periods)[number] }) {
  const t = useTexts(oversightTexts);
  const [chosen, setChosen] = useState('timeliness');
  const shown = answer.definitions.find((d) => d.code === chosen) ?? answer.definitions[0]!;
  const { lines } = answer;
  const chart = useMemo(() => {
    const some = lines.slice(0, barsMost).map((l) => ({ name: nameOf(l, by), value: valueOf(l, shown.code)?.value ?? 0 }));
    return { names: some.map((s) => s.name), series: [{ name: pick(shown.name), colour: chartColours.inTime, values: some.map((s) => s.value) }] };
  }, [lines, shown, by, t]);
  const columns: Column<IndicatorLine>[] = [
    { key: 'name', title: t.group, isName: true, show: (l) => pick(l.name), cell: (l) => pick(l.name) },
    ...(period === 'none' ? [] : [{ key: 'period', title: t.periodStart, show: (l: IndicatorLine) => l.periodStart ?? '', cell: (l: IndicatorLine) => l.periodStart }]),
    ...answer.definitions.map((d): Column<IndicatorLine> => ({
      key: d.code, title: pick(d.name), isNumber: true, show: (l) => <Figure definition={d} value={valueOf(l, d.code)} />, cell: (l) => valueOf(l, d.code)?.value ?? null,
    })),
  ];
  const actions = (
    <div className="bar">
      <ChoiceField label={t.picture} isFilter value={shown.code} onChange={setChosen} choices={answer.definitions.map((d) => ({ value: d.code, label: pick(d.name) }))} />
      <CsvButton name="indicators" columns={columns} rows={lines} />
    </div>
  );
  if (lines.length === 0) return <Empty>{t.noFigures}</Empty>;
  return (
    <>
      {answer.waiting > 0 && <p role="status">{fill(t.waiting, { n: count(answer.waiting) })}</p>}
      <Beside isWide title={pick(shown.name)} actions={actions} chart={{ label: fill(t.chart, { name: pick(shown.name), by: t[`by_${by}`] }), kind: by === 'all' && period !== 'none' ? 'lines' : 'bars', ...chart }}>
        <p>{fill(t.target, { green: measure(t, shown, shown.green), yellow: measure(t, shown, shown.yellow) })}</p>
      </Beside>
      <section className="panel">
        <PagedRows caption={t.indicators} columns={columns} rows={lines} rowKey={(l) => `${l.key} ${l.periodStart ?? ''}`} />
      </section>
    </>
  );
}

const nameOf = (line: IndicatorLine, by: string): string => (line.periodStart === null ? pick(line.name) : by === 'all' ? line.periodStart : `${pick(line.name)} ${line.periodStart}`);

type Words = { readonly [K in keyof typeof oversightTexts]: string };

const measure = (t: Words, definition: IndicatorDefinition, value: number): string => fill(t[`unit_${definition.unit}`], { n: count(value) });

function Figure({ definition, value }: { definition: IndicatorDefinition; value: IndicatorValue | undefined }) {
  const t = useTexts(oversightTexts);
  if (value === undefined || value.value === null || value.colour === 'none') return <>—</>;
  const text = measure(t, definition, value.value);
  // Told by shape and words: on target, near, off target.
  const marks = { green: { tone: 'good', shape: '●' }, yellow: { tone: 'quiet', shape: '▲' }, red: { tone: 'bad', shape: '■' } } as const;
  const mark = marks[value.colour];
  return <StateMark tone={mark.tone} shape={mark.shape}>{text}<span className="visually-hidden"> {t[value.colour]}</span></StateMark>;
}
