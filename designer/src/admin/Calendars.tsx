import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField, TextPair } from '../parts/Field';
import { RegionField, useUsualRegion } from '../parts/places';
import { PagedRows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { api, query } from '../shared/api';
import { exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import type { Calendar } from './api';
import { calendarTexts } from './calendarTexts';

export default function Calendars() {
  const t = useTexts(calendarTexts);
  const [adding, setAdding] = useState(false);
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: ({ signal }) => api.get<Calendar[]>('/api/calendars', { signal }) });
  const yearsOf = (c: Calendar) => {
    const years = [...new Set(c.notices.map((n) => n.year))].sort();
    return years.length === 0 ? '—' : years.length > 2 ? `${years[0]}–${years.at(-1)}` : years.join('、');
  };
  const columns: Column<Calendar>[] = [
    { key: 'name', title: t.name, isName: true, show: (c) => <Link href={`/admin/calendars/${c.code}`}>{pick(c.name)}</Link> },
    { key: 'code', title: t.code, show: (c) => c.code },
    { key: 'version', title: t.version, isNumber: true, show: (c) => c.version },
    { key: 'base', title: t.base, show: (c) => c.base ?? t.noBase },
    { key: 'years', title: t.years, show: yearsOf },
    { key: 'at', title: t.publishedAt, show: (c) => exact(c.publishedAt) },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.calendars}</h2>
        <Button type="primary" onClick={() => setAdding(true)}>{t.addCalendar}</Button>
      </div>
      {calendars.isPending ? <Loading />
        : calendars.data === undefined ? <Failed error={calendars.error} onRetry={() => void calendars.refetch()} />
        : <PagedRows caption={t.calendars} columns={columns} rows={calendars.data} rowKey={(c) => c.code} empty={<Empty>{t.noCalendars}</Empty>} />}
      {adding && <AddDialog calendars={calendars.data ?? []} onClose={() => setAdding(false)} />}
    </section>
  );
}

function AddDialog({ calendars, onClose }: { calendars: Calendar[]; onClose: () => void }) {
  const t = useTexts(calendarTexts);
  const done = useDone();
  const [, go] = useLocation();
  const usual = useUsualRegion('administrator', 'designer');
  const [code, setCode] = useState('');
  const [name, setName] = useState({ zh: '', en: '' });
  const [region, setRegion] = useState(usual);
  const [base, setBase] = useState(calendars.some((c) => c.code === 'cn') ? 'cn' : '');
  const save = async (key: string) => {
    const answer = await api.put<{ version: number }>(query(`/api/calendars/${code}`, { region }), { name, notices: [], base: base === '' ? null : base }, { key });
    await done(fill(t.publishedN, { n: answer.version }), ['calendars']);
    go(`/admin/calendars/${code}`);
  };
  return (
    <FormDialog title={t.addCalendar} submit={t.publish} isDisabled={calendars.some((c) => c.code === code)} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <TextField label={t.code} hint={t.codeHint} pattern="[a-z][a-z0-9_\-]{0,59}" value={code} onChange={setCode} error={error} at="?code" />
          <TextPair label={t.name} value={name} onChange={setName} error={error} at="$.name" />
          <RegionField label={t.region} value={region} onChange={setRegion} withCountry error={error} at="?region" />
          <ChoiceField label={t.base} required={false} hint={t.baseHint} none={t.noBase} value={base} onChange={setBase} choices={calendars.map((c) => ({ value: c.code, label: `${pick(c.name)} (${c.code})` }))} error={error} at="$.base" />
        </>
      )}
    </FormDialog>
  );
}
