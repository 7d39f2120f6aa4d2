import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { ChoiceField } from '../parts/Field';
import { PagedRows, type Column } from '../parts/Rows';
import { api, query } from '../shared/api';
import { day, exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import type { Calendar, Notice } from './api';
import { Adoption } from './Adoption';
import { calendarTexts } from './calendarTexts';
import { NewNotice } from './NewNotice';
import { YearView } from './YearView';

const fetchCalendar = (code: string, version: string | number, signal: AbortSignal) =>
  api.get<Calendar>(query(`/api/calendars/${code}`, { version }), { signal });

/** A calendar: the days of its years, its notices, and a new notice with what it would move. */
export default function CalendarPage({ code }: { code: string }) {
  const t = useTexts(calendarTexts);
  const [version, setVersion] = useState('');
  const [year, setYear] = useState('');
  const [entering, setEntering] = useState(false);
  const latest = useQuery({ queryKey: ['calendar', code], queryFn: ({ signal }) => fetchCalendar(code, '', signal) });
  const older = useQuery({ queryKey: ['calendar', code, version], enabled: version !== '', queryFn: ({ signal }) => fetchCalendar(code, version, signal), staleTime: Infinity });
  const shown = version === '' ? latest.data : older.data;
  const base = useQuery({
    queryKey: ['calendar', shown?.base, shown?.baseVersion],
    enabled: shown !== undefined && shown.base !== null,
    queryFn: ({ signal }) => fetchCalendar(shown!.base!, shown!.baseVersion, signal),
    staleTime: Infinity,
  });
  const back = <Link href="/admin/calendars">← {t.back}</Link>;
  if (latest.isPending) return <Loading />;
  if (latest.data === undefined) return <>{back}<Failed error={latest.error} onRetry={() => void latest.refetch()} /></>;

  const notices = shown === undefined ? [] : [...(base.data?.notices ?? []), ...shown.notices];
  const thisYear = new Date().getFullYear();
  const years = [...new Set([...notices.map((n) => n.year), thisYear, thisYear + 1])].sort((a, b) => b - a);
  const columns: Column<Notice>[] = [
    { key: 'year', title: t.year, isName: true, show: (n) => n.year },
    { key: 'published', title: t.published, show: (n) => (n.published ? day(n.published) : '—') },
    { key: 'off', title: t.off, show: (n) => n.off.map((range) => range.replace('/', ' – ')).join('、') || '—' },
    { key: 'makeUp', title: t.makeUp, show: (n) => n.makeUp.join('、') || '—' },
    { key: 'half', title: t.half, show: (n) => n.half.join('、') || '—' },
    { key: 'source', title: t.source, show: (n) => n.source ?? '—' },
  ];
  const hours = shown?.hours ? shown.hours.full.map((stretch) => stretch.replace('/', '–')).join('、') : t.usualHours;

  return (
    <>
      {back}
      <section className="panel">
        <div className="panel-head">
          <h2>{pick(latest.data.name)} <span className="muted">{code}</span></h2>
          {!entering && <Button type="primary" onClick={() => setEntering(true)}>{t.addNotice}</Button>}
        </div>
        <div className="bar bar-end">
          <ChoiceField
            label={t.version} value={version === '' ? String(latest.data.version) : version} onChange={(v) => setVersion(v === String(latest.data.version) ? '' : v)}
            choices={Array.from({ length: latest.data.version }, (_, i) => latest.data.version - i).map((v) => ({ value: String(v), label: fill(t.versionN, { n: v }) + (v === latest.data.version ? t.latest : '') }))}
          />
          <ChoiceField label={t.year} value={year || String(thisYear)} onChange={setYear} choices={years.map((y) => ({ value: String(y), label: String(y) }))} />
        </div>
        {shown && (
          <dl className="fact-grid">
            <div><dt>{t.publishedAt}</dt><dd>{exact(shown.publishedAt)}</dd></div>
            <div><dt>{t.base}</dt><dd>{shown.base === null ? t.noBase : `${shown.base} · ${fill(t.versionN, { n: shown.baseVersion })}`}</dd></div>
            <div><dt>{t.hours}</dt><dd>{hours}</dd></div>
            <div><dt>{t.publishedYears}</dt><dd>{(shown.publishedYears ?? []).length === 0 ? '—' : `${shown.publishedYears![0]} – ${shown.publishedYears!.at(-1)}`}</dd></div>
          </dl>
        )}
        <Adoption code={code} version={latest.data.version} />
      </section>
      {entering && <NewNotice calendar={latest.data} onClose={() => setEntering(false)} />}
      {shown === undefined ? (older.error ? <Failed error={older.error} onRetry={() => void older.refetch()} /> : <Loading />) : (
        <>
          <section className="panel">
            <h3>{fill(t.yearView, { year: year || thisYear })}</h3>
            <YearView year={Number(year || thisYear)} notices={notices} />
          </section>
          <section className="panel">
            <h3>{t.notices}</h3>
            <PagedRows caption={t.notices} columns={columns} rows={[...shown.notices].reverse()} rowKey={(n) => String(shown.notices.indexOf(n))} empty={<Empty>{t.noNotices}</Empty>} />
          </section>
        </>
      )}
    </>
  );
}
