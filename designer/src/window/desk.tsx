import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { dayTime } from '../shared/format';
import { removeDraft } from '../shared/form/draftKeeper';
import { useMine } from '../shared/my';
import { session } from '../shared/session';
import { fill, language, pick, useTexts } from '../shared/texts';
import { ProblemText } from '../shared/form/notice';
import { Empty, Failed, Loading } from '../staff/states';
import { draftKey, drafts, filedOn, jointItems, today, type FiledEntry } from './api';
import { ReceiptDrawer } from './receiptDrawer';
import { Supplements } from './supplements';
import { windowTexts } from './texts';

/** What a clerk starts from. */
export function Desk() {
  const t = useTexts(windowTexts);
  return (
    <>
      <h1>{t.title}</h1>
      <div className="desk">
        <Choose />
        <Drafts />
        <div className="wide"><Today /></div>
        <div className="wide"><Supplements /></div>
      </div>
    </>
  );
}

/** The joint items; the first one found opens with Enter. */
function Choose() {
  const t = useTexts(windowTexts);
  const wanted = language.use();
  const [, go] = useLocation();
  const [q, setQ] = useState('');
  const items = useQuery({ queryKey: ['joint-items'], queryFn: jointItems });
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = (items.data ?? []).filter((i) => words.every((w) => `${i.name.zh} ${i.name.en} ${i.code}`.toLowerCase().includes(w)));
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && found[0]) go(`/window/${found[0].code}`);
  };
  return (
    <section className="panel" aria-labelledby="choose-title">
      <h2 id="choose-title">{t.choose}</h2>
      {items.error !== null ? <Failed error={items.error} onRetry={() => void items.refetch()} /> : items.data === undefined ? <Loading /> : items.data.length === 0 ? <Empty>{t.itemsNone}</Empty> : (
        <>
          <label className="visually-hidden" htmlFor="window-search">{t.search}</label>
          <input id="window-search" className="f-input" type="search" autoComplete="off" placeholder={t.search} value={q} onChange={(e) => setQ(e.target.value)} onKeyDown={onKey} />
          <ul className="desk-list">{found.map((i) => <li key={i.code}><Link className="desk-line" href={`/window/${i.code}`}>{pick(i.name, wanted)}</Link></li>)}</ul>
          {found.length === 0 && <p role="status" className="desk-quiet">{fill(t.searchNone, { q })}</p>}
        </>
      )}
    </section>
  );
}

function Drafts() {
  const t = useTexts(windowTexts);
  const wanted = language.use();
  const client = useQueryClient();
  const items = useQuery({ queryKey: ['joint-items'], queryFn: jointItems });
  const mine = useQuery({ queryKey: ['window-drafts'], queryFn: drafts, staleTime: 0 });
  const [asking, setAsking] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const remove = async (id: string) => {
    setError(null);
    try {
      await removeDraft(session.get()?.account ?? '', draftKey(id));
      setAsking(null);
      await client.invalidateQueries({ queryKey: ['window-drafts'] });
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <section className="panel" aria-labelledby="drafts-title">
      <h2 id="drafts-title">{t.drafts}</h2>
      {error !== null && <p role="alert"><ProblemText error={error} /></p>}
      {mine.error !== null ? <Failed error={mine.error} onRetry={() => void mine.refetch()} /> : mine.data === undefined ? <Loading /> : mine.data.length === 0 ? <p className="desk-quiet">{t.draftsNone}</p> : (
        <ul className="desk-list">
          {mine.data.map(({ id, savedAt, draft }) => {
            const name = draft.applicant.name || t.noName;
            return (
              <li key={id}>
                <span className="desk-main">
                  <strong>{pick(items.data?.find((i) => i.code === draft.jointItem)?.name, wanted) || draft.jointItem}</strong>
                  <br /><span className="desk-quiet">{fill(t.draftBy, { name, at: dayTime(savedAt) })}</span>
                </span>
                {asking === id ? (
                  <>
                    <span role="status">{t.removeSure}</span>
                    <button type="button" className="f-button f-danger" onClick={() => void remove(id)}>{t.remove}</button>
                    <button type="button" className="f-button" onClick={() => setAsking(null)}>{t.keep}</button>
                  </>
                ) : (
                  <>
                    <Link className="f-button" href={`/window/${draft.jointItem}?draft=${id}`} aria-label={fill(t.openOf, { name })}>{t.open}</Link>
                    <button type="button" className="f-link" aria-label={fill(t.removeOf, { name })} onClick={() => setAsking(id)}>{t.remove}</button>
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

const noEntries: FiledEntry[] = [];
const rowsAtOnce = 20;

/** What this clerk filed today, with its state now. */
function Today() {
  const t = useTexts(windowTexts);
  const wanted = language.use();
  const date = today();
  const [{ value: entries, saving }] = useMine<FiledEntry[]>('window.filed', noEntries);
  const mine = entries.filter((e) => e.day === date);
  const items = useQuery({ queryKey: ['joint-items'], queryFn: jointItems });
  const cases = useQuery({ queryKey: ['cases', 'filed-on', date], queryFn: () => filedOn(date), enabled: mine.length > 0 });
  const [shown, setShown] = useState<FiledEntry | null>(null);
  const [rows, setRows] = useState(rowsAtOnce);
  const caseOf = (id: string) => cases.data?.find((c) => c.caseId === id);
  return (
    <section className="panel" aria-labelledby="today-title">
      <h2 id="today-title">{t.today}</h2>
      {cases.error !== null && <Failed error={cases.error} onRetry={() => void cases.refetch()} />}
      {mine.length === 0 ? (saving === 'loading' ? <Loading /> : <p className="desk-quiet">{t.todayNone}</p>) : (
        <table className="desk-table">
          <thead><tr><th scope="col">{t.number}</th><th scope="col">{t.applicant}</th><th scope="col">{t.item}</th><th scope="col">{t.time}</th><th scope="col">{t.status}</th><th scope="col">{t.receipt}</th></tr></thead>
          <tbody>
            {[...mine].reverse().slice(0, rows).map((e) => (
              <tr key={e.caseId}>
                <td><Link href={`/cases/${e.caseId}`}>{e.caseNumber}</Link></td>
                <td>{caseOf(e.caseId)?.applicantName ?? ''}</td>
                <td>{pick(items.data?.find((i) => i.code === e.jointItem)?.name, wanted) || e.jointItem}</td>
                <td>{dayTime(caseOf(e.caseId)?.filedAt)}</td>
                <td>{pick(caseOf(e.caseId)?.statusName, wanted)}</td>
                <td><button type="button" className="f-link" aria-label={fill(t.receiptOf, { number: e.caseNumber })} onClick={() => setShown(e)}>{t.receipt}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mine.length > rows && <p><button type="button" className="f-button" onClick={() => setRows(rows + rowsAtOnce)}>{t.more}</button></p>}
      {shown !== null && <ReceiptDrawer caseId={shown.caseId} onClose={() => setShown(null)} />}
    </section>
  );
}
