import { useState } from 'react';
import { Link } from 'wouter';
import { useElder } from '../shared/elder';
import { day } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, language, pick, useTexts } from '../shared/texts';
import type { JointItemSummary } from '../shared/form/types';
import { jointItems, myCases, myDrafts, regions } from './api';
import { CaseLines } from './caseLines';
import { useChanges, useLoad } from './load';
import { Failed, Loading, Notice } from './states';
import { applyTexts } from './texts';

/** The start: what can be applied for, what was begun, what is under way. */
export function Home() {
  const t = useTexts(applyTexts);
  const who = session.use();
  const isApplicant = hasRole(who, 'applicant');
  return (
    <>
      {who?.account && !isApplicant && <Notice tone="note">{fill(t.notApplicant, { name: who.displayName ?? who.account })}</Notice>}
      <Items />
      {isApplicant && <Mine />}
    </>
  );
}

function Items() {
  const t = useTexts(applyTexts);
  const wanted = language.use();
  const items = useLoad('items', jointItems);
  const places = useLoad('regions', regions);
  const [q, setQ] = useState('');
  const found = search(items.data ?? [], q);
  const placeOf = (code: string) => pick(places.data?.find((p) => p.code === code)?.name, wanted);
  return (
    <section aria-labelledby="home-title">
      <h1 id="home-title">{t.homeTitle}</h1>
      {items.data === undefined && (items.error !== null ? <Failed part error={items.error} onRetry={items.reload} /> : <Loading />)}
      {items.data !== undefined && items.data.length > 0 && (
        <div className="search" role="search">
          <label htmlFor="search">{t.search}</label>
          <input id="search" className="f-input" type="search" autoComplete="off" placeholder={t.searchHint} value={q} onChange={(e) => setQ(e.target.value)} />
        </div>
      )}
      <div className="quiet" role="status">{items.data === undefined ? '' : items.data.length === 0 ? t.itemsNone : found.length === 0 ? fill(t.searchNone, { q }) : q !== '' ? fill(t.itemsFound, { n: found.length }) : ''}</div>
      <ul className="tiles">
        {found.map((item) => (
          <li key={item.code}>
            <Link className="tile" href={`/items/${item.code}`}><strong>{pick(item.name, wanted)}</strong><span className="quiet">{placeOf(item.region)}</span></Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every word of the question stands in the name, in either language, or in the code. */
export function search(items: readonly JointItemSummary[], q: string): JointItemSummary[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const text = `${item.name.zh} ${item.name.en} ${item.code}`.toLowerCase();
    return words.every((w) => text.includes(w));
  });
}

const shownMax = 5;

function Mine() {
  const t = useTexts(applyTexts);
  const elder = useElder();
  const items = useLoad('items', jointItems);
  const drafts = useLoad('drafts', myDrafts);
  const cases = useLoad('cases', (signal) => myCases(null, signal));
  useChanges(null, cases.reload);
  const nameOf = (code: string) => pick(items.data?.find((i) => i.code === code)?.name) || code;
  return (
    <>
      {drafts.data !== undefined && drafts.data.length > 0 && (
        <section aria-labelledby="drafts-title">
          <h2 id="drafts-title">{t.drafts}</h2>
          <ul className="lines">
            {drafts.data.map((d) => (
              <li key={d.jointItem} className="line">
                <span className="line-main"><strong>{nameOf(d.jointItem)}</strong><span className="quiet">{fill(t.draftOf, { day: day(d.savedAt) })}</span></span>
                <Link className="f-button" href={`/items/${d.jointItem}/questions`} aria-label={fill(t.goOnWith, { name: nameOf(d.jointItem) })}>{t.goOn}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="cases-title">
        <h2 id="cases-title">{t.casesTitle}</h2>
        {cases.error !== null && cases.data === undefined ? <Failed part error={cases.error} onRetry={cases.reload} />
          : cases.data === undefined ? <Loading />
          : <CaseLines cases={cases.data.items.slice(0, elder ? 3 : shownMax)} />}
        {(cases.data?.items.length ?? 0) > (elder ? 3 : shownMax) && <Link className="f-button" href="/cases">{t.all}</Link>}
      </section>
    </>
  );
}
