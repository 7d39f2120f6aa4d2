import { useContext, useState } from 'react';
import { Link } from 'wouter';
import { day } from '../shared/format';
import { removeDraft } from '../shared/form/draftKeeper';
import { isStarted } from '../shared/form/draft';
import { FormManner, Need } from '../shared/form/field';
import { formTexts } from '../shared/form/texts';
import type { JointItem, Limit, Place } from '../shared/form/types';
import { hasRole, session } from '../shared/session';
import { fill, pick, useTexts } from '../shared/texts';
import { draftPrefix, departments, savedDraft } from './api';
import { ItemTitle } from './application';
import { useLoad } from './load';
import { Notice, ProblemText } from './states';
import { applyTexts } from './texts';

export const limitText = (limit: Limit, t: { workingDays: string; workingHours: string }): string => fill(t[limit.unit], { n: limit.amount });

/** What a joint item is, what is needed for it, and the way in. */
export function About({ item, places }: { item: JointItem; places: readonly Place[] }) {
  const t = useTexts(applyTexts);
  const f = useTexts(formTexts);
  const { manner } = useContext(FormManner);
  const names = useLoad(`departments ${places[0]?.code ?? item.region}`, (signal) => departments(places.find((p) => p.code !== item.region)?.code ?? item.region, signal));
  const departmentOf = (code: string) => pick(names.data?.find((d) => d.code === code)?.name) || code;
  return (
    <>
      <ItemTitle item={item} />
      <dl className="facts">
        <div><dt>{t.aboutLimit}</dt><dd>{limitText(item.promised, f)}{manner !== 'simple' && <span className="quiet"> {fill(t.aboutStatutory, { n: limitText(item.statutory, f) })}</span>}</dd></div>
        <div><dt>{t.aboutPlace}</dt><dd>{places.map((p) => pick(p.name)).join(f.comma)}</dd></div>
      </dl>
      <Begin item={item} />
      <section className="card">
        <h2>{t.aboutItems}</h2>
        <p className="quiet">{t.aboutItemsHint}</p>
        <ul className="lines">
          {item.items.map((i) => (
            <li key={i.code} className="line">
              <span className="line-main">
                <strong>{pick(i.name)}</strong>
                <span className="quiet">{departmentOf(i.department)} · {limitText(i.promised, f)}</span>
                {manner !== 'simple' && i.basis && <span className="quiet">{fill(t.aboutBasis, { basis: i.basis })}</span>}
              </span>
              <span className="quiet">{i.appliesWhen === null ? t.aboutAlways : t.aboutSometimes}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card">
        <h2>{t.aboutMaterials}</h2>
        <p className="quiet">{t.aboutMaterialsHint}</p>
        <ul className="lines">
          {item.materials.map((m) => (
            <li key={m.code} className="line">
              <span className="line-main">
                <strong>{pick(m.name)}</strong>
                {m.hint && <span className="quiet">{pick(m.hint)}</span>}
                {manner !== 'simple' && <Need codes={m.neededBy} />}
              </span>
              <span className="quiet">{m.required ? f.materialRequired : t.aboutSometimes}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** The way in, or back into what was begun. */
function Begin({ item }: { item: JointItem }) {
  const t = useTexts(applyTexts);
  const who = session.use();
  const mine = hasRole(who, 'applicant');
  const saved = useLoad(mine ? `draft ${item.code}` : null, (signal) => savedDraft(item.code, signal));
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const first = `/items/${item.code}/questions`;
  const draft = saved.data;
  if (!mine || !draft || !isStarted(draft.value)) return <p><Link className="f-button f-primary" href={first}>{t.start}</Link></p>;

  const remove = async () => {
    setError(null);
    try {
      await removeDraft(who!.account!, draftPrefix + item.code);
      setAsking(false);
      saved.reload();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Notice tone="note">
      <p><strong>{t.draftFound}</strong> <span className="quiet">{fill(t.draftOf, { day: day(draft.savedAt) })}</span></p>
      {error !== null && <p role="alert"><ProblemText error={error} /></p>}
      <div className="row">
        <Link className="f-button f-primary" href={draft.value.step === '' ? first : `/items/${item.code}/${draft.value.step}`}>{t.goOn}</Link>
        {asking ? (
          <>
            <span role="status">{t.startAnewSure}</span>
            <button type="button" className="f-button f-danger" onClick={() => void remove()}>{t.delete}</button>
            <button type="button" className="f-button" onClick={() => setAsking(false)}>{t.keep}</button>
          </>
        ) : <button type="button" className="f-link" onClick={() => setAsking(true)}>{t.startAnew}</button>}
      </div>
    </Notice>
  );
}
