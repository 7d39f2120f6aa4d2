import { reusable, isSame, type ReusableMaterial } from '../shared/form/reuse';
import type { Draft } from '../shared/form/draft';
import { neededMaterials } from '../shared/form/inputs';
import { fill, language, pick, useTexts } from '../shared/texts';
import { useLoad } from './load';
import { Notice } from './states';
import { reuseTexts } from './texts';
import type { StepProps } from './wizard';

/** Offered for one material at most; the most trusted come first. */
const offersMax = 3;

type Props = Pick<StepProps, 'item' | 'draft' | 'change' | 'checked' | 'errorOf'>;

/** Answers given before, for the fields that are still empty. */
export function FillIn({ item, draft, change }: Pick<Props, 'item' | 'draft' | 'change'>) {
  const t = useTexts(reuseTexts);
  const before = useLoad(`reusable ${item.code}`, (signal) => reusable(item.code, signal)).data;
  const empty = (before?.fields ?? []).filter((f) => draft.inputs[f.name] === undefined || draft.inputs[f.name] === '');
  if (empty.length === 0) return null;
  const take = () => change((d) => ({ ...d, inputs: { ...d.inputs, ...Object.fromEntries(empty.map((f) => [f.name, typeof f.value === 'number' ? String(f.value) : f.value])) } }));
  return (
    <div className="card">
      <p>{fill(t.fillInHint, { n: empty.length, case: empty[0]!.caseNumber })}</p>
      <button type="button" className="f-button" onClick={take}>{t.fillIn}</button>
    </div>
  );
}

/** 复用: papers of earlier cases and certificates, and the one sheet on which the applicant agrees, purpose by purpose. */
export function Reuse({ item, draft, change, checked, errorOf }: Props) {
  const t = useTexts(reuseTexts);
  const wanted = language.use();
  const before = useLoad(`reusable ${item.code}`, (signal) => reusable(item.code, signal)).data;
  const needed = new Set(neededMaterials(item, checked.check).map((n) => n.material.code));
  const offers = (before?.materials ?? []).filter((m) => m.usable && needed.has(m.material));
  const few = offers.filter((m) => offers.filter((o) => o.material === m.material).indexOf(m) < offersMax);
  if (few.length === 0) return null;

  const chosen = draft.reuse ?? [];
  const consents = draft.consents ?? [];
  const asked = (before?.purposes ?? []).filter((p) => offers.some((o) => o.purpose === p.purpose && chosen.some((c) => isSame(c, o))));
  const toggle = (offer: ReusableMaterial, on: boolean) => change((d) => ({ ...d, reuse: withReuse(d, offer, on) }));
  const agree = (purpose: string, on: boolean) => change((d) => ({ ...d, consents: [...(d.consents ?? []).filter((c) => c !== purpose), ...(on ? [purpose] : [])] }));
  const wrong = errorOf('$.consents');
  const grades = { A: t.gradeA, B: t.gradeB, C: t.gradeC, D: t.gradeD };
  return (
    <section className="card" aria-labelledby="reuse-title">
      <h2 id="reuse-title">{t.reuseTitle}</h2>
      <p className="quiet">{t.reuseHint}</p>
      <ul className="reuse">
        {few.map((o) => (
          <li key={`${o.material} ${o.fileId}`}>
            <label className="reuse-line">
              <input type="checkbox" checked={chosen.some((c) => isSame(c, o))} onChange={(e) => toggle(o, e.target.checked)} />
              <span>
                <strong>{pick(o.name, wanted)}</strong> {o.number ? fill(t.certificate, { number: o.number }) : o.fileName}
                <span className="quiet"> · {grades[o.grade]} · {fill(t.fromCase, { case: o.caseNumber })}{o.validUntil ? ` · ${fill(t.validUntil, { day: o.validUntil })}` : ''}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {asked.length > 0 && (
        <fieldset className="consent">
          <legend>{t.consentTitle}</legend>
          {asked.map((p) => (
            <label key={p.purpose} className="reuse-line">
              <input type="checkbox" checked={consents.includes(p.purpose)} aria-describedby={wrong ? 'consent-wrong' : undefined} onChange={(e) => agree(p.purpose, e.target.checked)} />
              <span>{pick(p.text, wanted)}</span>
            </label>
          ))}
          {wrong !== null && <div className="f-error" id="consent-wrong"><span aria-hidden="true">✕ </span>{wrong}</div>}
        </fieldset>
      )}
      {chosen.some((c) => !offers.some((o) => isSame(c, o))) && <Notice tone="note">{t.reuseGone} <button type="button" className="f-link" onClick={() => change((d) => ({ ...d, reuse: (d.reuse ?? []).filter((c) => offers.some((o) => isSame(c, o))) }))}>{t.reuseForget}</button></Notice>}
    </section>
  );
}

function withReuse(draft: Draft, offer: ReusableMaterial, on: boolean) {
  const others = (draft.reuse ?? []).filter((one) => !isSame(one, offer));
  return on ? [...others, { material: offer.material, caseId: offer.caseId, fileId: offer.fileId }] : others;
}
