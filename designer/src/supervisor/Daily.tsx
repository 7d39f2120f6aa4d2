import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ChoiceField } from '../parts/Field';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { api, query } from '../shared/api';
import { count } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import type { DailyCount } from './api';
import { Beside } from './Beside';
import { chartColours } from './colours';
import { dailyTotals, dayBefore, today, type DayTotal } from './figures';
import { boardTexts } from './texts';
import { useBoardFilters } from './useBoardFilters';

/** What happened day by day. */
export function Daily({ region, jointItem }: { region: string; jointItem: string }) {
  const t = useTexts(boardTexts);
  const [{ days }, setFilters] = useBoardFilters();
  const to = today(new Date());
  const from = dayBefore(to, days - 1);
  const daily = useQuery({
    queryKey: ['board', 'daily', from, to, jointItem],
    queryFn: ({ signal }) => api.get<{ days: DailyCount[] }>(query('/api/stats/daily', { from, to, jointItem }), { signal }),
    placeholderData: keepPreviousData,
  });
  const totals = useMemo(() => {
    const beginning = region.replace(/(00)+$/, '');
    return dailyTotals((daily.data?.days ?? []).filter((d) => d.region.startsWith(beginning)), from, to);
  }, [daily.data, region, from, to]);
  const chart = useMemo(() => ({
    names: totals.map((d) => d.day.slice(5)),
    series: (['filed', 'accepted', 'concluded'] as const).map((key) => ({ name: t[key], colour: chartColours[key], values: totals.map((d) => d[key]) })),
  }), [totals, t]);
  const number = (key: Exclude<keyof DayTotal, 'day'>, title: string): Column<DayTotal> => ({ key, title, isNumber: true, show: (d) => count(d[key]), cell: (d) => d[key] });
  const columns: Column<DayTotal>[] = [
    { key: 'day', title: t.day, isName: true, show: (d) => d.day, cell: (d) => d.day },
    number('filed', t.filed), number('accepted', t.accepted), number('concluded', t.concluded), number('opinions', t.opinions), number('yellow', t.yellow), number('red', t.red),
  ];
  const actions = (
    <div className="bar">
      <ChoiceField label={t.period} isFilter value={String(days)} onChange={(n) => setFilters({ days: Number(n) })} choices={[7, 30, 90].map((n) => ({ value: String(n), label: fill(t.lastDays, { n }) }))} />
      <CsvButton name={`daily-${from}-${to}`} columns={columns} rows={totals} />
    </div>
  );
  if (daily.data === undefined) {
    return <section className="panel"><h2>{t.daily}</h2>{daily.isPending ? <Loading /> : <Failed error={daily.error} onRetry={() => void daily.refetch()} />}</section>;
  }
  return (
    <Beside title={t.daily} actions={actions} chart={{ label: t.dailyChart, kind: 'lines', ...chart }}>
      <div className="scrolled" tabIndex={0} role="region" aria-label={t.daily}>
        <Rows caption={t.daily} columns={columns} rows={totals.toReversed()} rowKey={(d) => d.day} />
      </div>
    </Beside>
  );
}
