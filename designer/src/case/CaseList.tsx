import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { api, query, type Page } from '../shared/api';
import { day, dueDay } from '../shared/format';
import { store } from '../shared/store';
import { fill, language, pick, useTexts } from '../shared/texts';
import { CardMark, StateMark, TestClockMark } from '../staff/marks';
import { Empty, Failed, Loading } from '../staff/states';
import { shellTexts } from '../staff/texts';
import type { CaseSummary } from './api';
import { useJointItems } from './names';
import { caseTexts } from './texts';
import './actions/actions.css';
import './case.css';

interface Filter {
  q: string;
  jointItem: string;
  status: string;
  card: string;
}

const nothing: Filter = { q: '', jointItem: '', status: '', card: '' };
const filter = store<Filter>('cases.filter', nothing);

const groups: readonly { key: 'statusOpen' | 'statusSupplement' | 'statusSpecial' | 'statusGranted' | 'statusDenied' | 'statusWithdrawn'; codes: string }[] = [
  { key: 'statusOpen', codes: '1,3,6,7,8,9,10' },
  { key: 'statusSupplement', codes: '6' },
  { key: 'statusSpecial', codes: '9' },
  { key: 'statusGranted', codes: '11,12' },
  { key: 'statusDenied', codes: '4,5,13' },
  { key: 'statusWithdrawn', codes: '2,14,15' },
];

const TYPING_MS = 300;

/** 办件: every case that the caller may see, newest first. */
export default function CaseList() {
  const t = useTexts(caseTexts);
  const shell = useTexts(shellTexts);
  const kept = filter.use();
  const [q, setQ] = useState(kept.q);
  const items = useJointItems();
  language.use();

  useEffect(() => {
    const timer = setTimeout(() => q !== filter.get().q && filter.set({ ...filter.get(), q }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [q]);

  const found = useInfiniteQuery({
    queryKey: ['cases', 'list', kept],
    queryFn: ({ pageParam, signal }) => api.get<Page<CaseSummary>>(query('/api/cases', { ...kept, q: kept.q.trim(), cursor: pageParam, limit: 50 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.pages.flatMap((p) => p.items) ?? [];
  const change = (to: Partial<Filter>) => filter.set({ ...kept, ...to });
  const filtered = JSON.stringify(kept) !== JSON.stringify(nothing);

  return (
    <div className="panel">
      <h1>{t.casesTitle}</h1>
      <form className="case-filter" role="search" onSubmit={(e) => {
        e.preventDefault();
        change({ q });
      }}>
        <div className="act-field"><label htmlFor="cases-q">{t.casesSearch}</label><Input id="cases-q" type="search" value={q} maxLength={100} onChange={(e) => setQ(e.target.value)} /></div>
        <div className="act-field">
          <label htmlFor="cases-item">{t.jointItem}</label>
          <select id="cases-item" value={kept.jointItem} onChange={(e) => change({ jointItem: e.target.value })}>
            <option value="">{t.all}</option>
            {items.data?.map((i) => <option key={i.code} value={i.code}>{pick(i.name)}</option>)}
          </select>
        </div>
        <div className="act-field">
          <label htmlFor="cases-status">{t.status}</label>
          <select id="cases-status" value={kept.status} onChange={(e) => change({ status: e.target.value })}>
            <option value="">{t.all}</option>
            {groups.map((g) => <option key={g.key} value={g.codes}>{t[g.key]}</option>)}
          </select>
        </div>
        <div className="act-field">
          <label htmlFor="cases-card">{t.card}</label>
          <select id="cases-card" value={kept.card} onChange={(e) => change({ card: e.target.value })}>
            <option value="">{t.all}</option>
            <option value="yellow">{shell.cardYellow}</option>
            <option value="red">{shell.cardRed}</option>
          </select>
        </div>
        {filtered && <Button onClick={() => {
          setQ('');
          filter.set(nothing);
        }}>{t.filterClear}</Button>}
      </form>
      {found.isPending ? <Loading />
        : found.isError && found.data === undefined ? <Failed error={found.error} onRetry={() => void found.refetch()} />
        : rows.length === 0 ? <Empty>{filtered ? t.casesNoneFound : t.casesNone}</Empty>
        : <Rows rows={rows} />}
      {found.isError && found.data !== undefined && <Failed error={found.error} onRetry={() => void found.refetch()} />}
      {found.hasNextPage && <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{shell.more}</Button>}
      <p className="quiet" role="status">{rows.length > 0 && fill(found.hasNextPage ? t.casesShown : t.casesAll, { n: rows.length })}</p>
    </div>
  );
}

function Rows({ rows }: { rows: CaseSummary[] }) {
  const t = useTexts(caseTexts);
  const items = useJointItems();
  return (
    <table className="case-table">
      <caption className="visually-hidden">{t.casesTitle}</caption>
      <thead><tr><th scope="col">{t.number}</th><th scope="col">{t.title}</th><th scope="col">{t.applicant}</th><th scope="col">{t.status}</th><th scope="col">{t.filedAt}</th><th scope="col">{t.dueAt}</th></tr></thead>
      <tbody>
        {rows.map((c) => (
          <tr key={c.caseId}>
            <th scope="row"><Link href={`/cases/${c.caseId}`}>{c.caseNumber}</Link></th>
            <td data-label={t.title}>{language.get() === 'zh' ? c.title : pick(items.data?.find((i) => i.code === c.jointItem)?.name) || c.title}</td>
            <td data-label={t.applicant}>{c.applicantName ?? <span className="quiet">{t.nameHidden}</span>}</td>
            <td data-label={t.status}>
              <span className="case-marks">
                <StateMark tone={[11, 12].includes(c.status) ? 'good' : [4, 5, 13].includes(c.status) ? 'bad' : [2, 14, 15].includes(c.status) ? 'quiet' : 'now'}>{pick(c.statusName)}</StateMark>
                <CardMark card={c.card} />
                {c.testClock && <TestClockMark />}
              </span>
            </td>
            <td data-label={t.filedAt}>{day(c.filedAt)}</td>
            <td data-label={t.dueAt}>{dueDay(c.dueAt) || <span className="quiet">—</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
