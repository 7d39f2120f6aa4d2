import { dayTime } from '../shared/format';
import { fill, language, pick, useTexts, type Text } from '../shared/texts';
import type { Case } from './api';
import { instantTexts } from './instantTexts';

/** What rules decided (秒批), on what, and what people made of it afterwards. */
export function Instant({ shown }: { shown: Case }) {
  const t = useTexts(instantTexts);
  const wanted = language.use();
  const said = shown.instant!;
  const outcomes = { grant: t.outcomeGrant, deny: t.outcomeDeny, person: t.outcomePerson };
  return (
    <dl className="facts">
      <dt>{t.outcome}</dt><dd>{outcomes[said.outcome]} · {dayTime(said.at)}</dd>
      <dt>{t.rule}</dt><dd>{said.rule === null ? t.noRule : <><code>{said.rule}</code> {said.words ? pick(said.words, wanted) : ''}</>} <span className="quiet">{fill(t.ofTable, { table: said.table, n: said.version })}</span></dd>
      {said.inputs && Object.keys(said.inputs).length > 0 && <><dt>{t.inputs}</dt><dd>{Object.entries(said.inputs).map(([name, value]) => <div key={name}><code>{name}</code> = {JSON.stringify(value)}</div>)}</dd></>}
      {said.explanation && <><dt>{t.explanation}</dt><dd><Explanation of={said.explanation} /></dd></>}
      {said.checks.map((c, i) => <Pair key={i} name={t.checked} value={`${c.right ? t.checkRight : t.checkWrong}${c.note ? ` · ${c.note}` : ''} · ${c.officer} · ${dayTime(c.at)}`} />)}
      {said.appeal && <Pair name={t.appeal} value={`${said.appeal.reason} · ${dayTime(said.appeal.at)}`} />}
      {said.reconsidered && <Pair name={t.reconsidered} value={`${said.reconsidered.replaced ? t.replaced : t.confirmed} · ${said.reconsidered.reason} · ${dayTime(said.reconsidered.at)}`} />}
    </dl>
  );
}

/** Which rules matched, with which inputs, and what each decision on the way was. */
export function Explanation({ of }: { of: Text }) {
  const wanted = language.use();
  return <ol className="explanation">{pick(of, wanted).split('\n').filter((line) => line.trim() !== '').map((line, i) => <li key={i}>{line}</li>)}</ol>;
}

function Pair({ name, value }: { name: string; value: string }) {
  return <><dt>{name}</dt><dd>{value}</dd></>;
}

/** What the applicant agreed to when filing, purpose by purpose. */
export function Consents({ shown }: { shown: Case }) {
  const t = useTexts(instantTexts);
  const wanted = language.use();
  return (
    <ul className="parts">
      {(shown.consents ?? []).map((c) => <li key={c.purpose}>{pick(c.text, wanted)}<div className="quiet">{c.what.map((w) => pick(w, wanted)).join(t.comma)} · {dayTime(c.at)}</div></li>)}
    </ul>
  );
}
