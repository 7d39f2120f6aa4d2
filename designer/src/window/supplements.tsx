import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { dayTime } from '../shared/format';
import { Notice } from '../shared/form/notice';
import { Supplement } from '../shared/form/supplement';
import { fill, language, pick, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { awaitingSupplement, caseHead, jointItem, jointItems, type CaseSummary } from './api';
import { windowTexts } from './texts';

/** Cases that await a supplement; what the applicant brings is handed in here in its name. */
export function Supplements() {
  const t = useTexts(windowTexts);
  const wanted = language.use();
  const [q, setQ] = useState('');
  const items = useQuery({ queryKey: ['joint-items'], queryFn: jointItems });
  const asked = useDeferredValue(q.trim());
  const list = useInfiniteQuery({
    queryKey: ['cases', 'awaiting-supplement', asked],
    queryFn: ({ pageParam }) => awaitingSupplement(asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
  const [receiving, setReceiving] = useState<CaseSummary | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const rows = list.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <section className="panel" aria-labelledby="supplements-title">
      <h2 id="supplements-title">{t.supplements}</h2>
      {done !== null && <Notice tone="good">{fill(t.received, { number: done })}</Notice>}
      <label className="visually-hidden" htmlFor="supplement-search">{t.supplementSearch}</label>
      <input id="supplement-search" className="f-input" type="search" autoComplete="off" placeholder={t.supplementSearch} value={q} onChange={(e) => setQ(e.target.value)} />
      {list.error !== null ? <Failed error={list.error} onRetry={() => void list.refetch()} /> : list.data === undefined ? <Loading /> : rows.length === 0 ? <p className="desk-quiet" role="status">{t.supplementsNone}</p> : (
        <table className="desk-table">
          <thead><tr><th scope="col">{t.number}</th><th scope="col">{t.applicant}</th><th scope="col">{t.item}</th><th scope="col">{t.time}</th><th scope="col">{t.receive}</th></tr></thead>
          <tbody>
            {rows.map((c) => (
              <tr key={c.caseId}>
                <td><Link href={`/cases/${c.caseId}`}>{c.caseNumber}</Link></td>
                <td>{c.applicantName}</td>
                <td>{pick(items.data?.find((i) => i.code === c.jointItem)?.name, wanted) || c.title}</td>
                <td>{dayTime(c.changedAt)}</td>
                <td><button type="button" className="f-link" aria-label={fill(t.receiveOf, { number: c.caseNumber })} onClick={() => (setDone(null), setReceiving(c))}>{t.receive}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage && <button type="button" className="f-button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.more}</button>}
      {receiving !== null && <Receive summary={receiving} onClose={(isDone) => (setDone(isDone ? receiving.caseNumber : null), setReceiving(null))} />}
    </section>
  );
}

function Receive({ summary, onClose }: { summary: CaseSummary; onClose: (isDone: boolean) => void }) {
  const t = useTexts(windowTexts);
  const client = useQueryClient();
  const head = useQuery({ queryKey: ['case', summary.caseId, 'head'], queryFn: () => caseHead(summary.caseId) });
  const item = useQuery({ queryKey: ['joint-item', summary.jointItem], queryFn: () => jointItem(summary.jointItem) });
  const nameOf = (code: string) => item.data?.item.materials.find((m) => m.code === code)?.name ?? { zh: code, en: code };

  const sent = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ['cases'] }), client.invalidateQueries({ queryKey: ['case', summary.caseId] })]);
    onClose(true);
  };
  const failed = head.error ?? item.error;
  return (
    <Drawer open title={`${t.receive} ${summary.caseNumber}`} onClose={() => onClose(false)} size={640}>
      {failed !== null ? <Failed error={failed} onRetry={() => (void head.refetch(), void item.refetch())} />
        : head.data === undefined || item.data === undefined ? <Loading />
        : !head.data.actions.includes('supplement') ? <Notice tone="note">{t.notAwaited}</Notice>
        : (
          <>
            <p><strong>{pick(item.data.item.name)}</strong> · {summary.applicantName}</p>
            {head.data.missingNote && <Notice tone="note">{head.data.missingNote}</Notice>}
            <Supplement caseId={summary.caseId} missing={head.data.missing.map((m) => ({ ...m, name: nameOf(m.material) }))} onSent={() => void sent()} />
          </>
        )}
    </Drawer>
  );
}
