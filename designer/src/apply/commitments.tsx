import type { Draft } from '../shared/form/draft';
import type { CheckAnswer, JointItem } from '../shared/form/types';
import { fill, language, pick, useTexts, type Texts } from '../shared/texts';
import { intakeTexts } from './intakeTexts';

type Limit = { amount: number; unit: string };

export const limitText = (limit: Limit, t: Texts<typeof intakeTexts>): string =>
  fill(limit.unit === 'workingHours' ? t.workingHours : limit.unit === 'halfDays' ? t.halfDays : t.workingDays, { n: limit.amount });

/** Items that apply and offer a promise in place of papers. */
export const offersOf = (item: JointItem, check: CheckAnswer | undefined) =>
  item.items.flatMap((i) => (i.commitment && check?.items.some((c) => c.code === i.code && c.applies === true) ? [{ code: i.code, name: i.name, rule: i.commitment }] : []));

/** Codes of the materials that the promises made stand for. */
export const replacedBy = (item: JointItem, draft: Draft, check: CheckAnswer | undefined): ReadonlySet<string> =>
  new Set(offersOf(item, check).filter((o) => draft.commitments?.includes(o.code)).flatMap((o) => o.rule.replaces));

/** 告知承诺: promises offered while the application is filled in. */
export function Commitments({ item, draft, change, check }: { item: JointItem; draft: Draft; change: (make: (draft: Draft) => Draft) => void; check: CheckAnswer | undefined }) {
  const t = useTexts(intakeTexts);
  const wanted = language.use();
  const offers = offersOf(item, check);
  if (offers.length === 0) return null;
  const toggle = (code: string, on: boolean) => change((d) => ({ ...d, commitments: [...(d.commitments ?? []).filter((c) => c !== code), ...(on ? [code] : [])] }));
  const nameOf = (code: string) => pick(item.materials.find((m) => m.code === code)?.name, wanted) || code;
  return (
    <section className="card" aria-labelledby="commitments-title">
      <h2 id="commitments-title">{t.offered}</h2>
      <p className="quiet">{t.offeredHint}</p>
      <ul className="reuse">
        {offers.map(({ code, name, rule }) => (
          <li key={code}>
            <label className="reuse-line">
              <input type="checkbox" checked={draft.commitments?.includes(code) ?? false} onChange={(e) => toggle(code, e.target.checked)} />
              <span>
                <strong>{pick(name, wanted)}</strong><br />{fill(t.promised, { text: pick(rule.text, wanted) })}
                <span className="quiet"><br />{rule.replaces.length > 0 && `${fill(t.replaces, { materials: rule.replaces.map(nameOf).join(t.comma) })} · `}{fill(t.checkWithin, { limit: limitText(rule.checkWithin, t) })}{rule.basis ? ` · ${rule.basis}` : ''}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}
