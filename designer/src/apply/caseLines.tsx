import { Link } from 'wouter';
import { day, dueDay } from '../shared/format';
import { fill, language, pick, useTexts } from '../shared/texts';
import { jointItems, type CaseSummary } from './api';
import { useLoad } from './load';
import { applyTexts } from './texts';

/** Codes of the exchange standard after which nothing more happens by itself, and those that wait for the applicant. */
const good = [11, 12];
const bad = [4, 5, 13];
const asked = 6;

/** A case's state in words with a shape before it. */
export function StatusMark({ status, children }: { status: number; children: string }) {
  const tone = status === asked ? 'you' : good.includes(status) ? 'good' : bad.includes(status) ? 'bad' : 'now';
  const shape = { you: '▲', good: '✓', bad: '✕', now: '●' }[tone];
  return <span className={`mark mark-${tone}`}><span aria-hidden="true">{shape}</span>{children}</span>;
}

export function CaseLines({ cases }: { cases: readonly CaseSummary[] }) {
  const t = useTexts(applyTexts);
  const wanted = language.use();
  const items = useLoad('items', jointItems);
  // The list carries the title in the original language; its translation stands with the joint item.
  const titleOf = (c: CaseSummary) => pick(items.data?.find((i) => i.code === c.jointItem)?.name, wanted) || c.title;
  if (cases.length === 0) return <p className="quiet">{t.casesNone}</p>;
  return (
    <ul className="lines">
      {cases.map((c) => (
        <li key={c.caseId}>
          <Link className="line" href={`/cases/${c.caseId}`}>
            <span className="line-main">
              <strong>{titleOf(c)}</strong>
              <span className="quiet">{c.caseNumber} · {fill(t.caseFiled, { day: day(c.filedAt) })}{c.dueAt ? ` · ${fill(t.caseDue, { day: dueDay(c.dueAt) })}` : ''}</span>
            </span>
            <StatusMark status={c.status}>{pick(c.statusName, wanted)}</StatusMark>
          </Link>
        </li>
      ))}
    </ul>
  );
}
