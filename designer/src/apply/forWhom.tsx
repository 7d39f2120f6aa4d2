import type { Draft } from '../shared/form/draft';
import { FieldFrame } from '../shared/form/field';
import { fill, useTexts } from '../shared/texts';
import { intakeTexts } from './intakeTexts';
import { useLoad } from './load';
import { mandates } from './mandateApi';

/** 代办: for whom an application is made; asked only of those who may act for somebody. */
export function ForWhom({ code, draft, change, error }: { code: string; draft: Draft; change: (make: (draft: Draft) => Draft) => void; error: string | null }) {
  const t = useTexts(intakeTexts);
  const all = useLoad('mandates', mandates).data ?? [];
  const mine = all.filter((m) => m.role === 'agent' && m.holds && (m.jointItems.length === 0 || m.jointItems.includes(code)));
  if (mine.length === 0 && !draft.mandate) return null;
  return (
    <FieldFrame id="mandate" label={t.forWhom} hint={draft.mandate ? t.forOtherHint : undefined} error={error}>
      {(described) => (
        <select id="mandate" className="f-input" value={draft.mandate ?? ''} onChange={(e) => change((d) => ({ ...d, mandate: e.target.value === '' ? undefined : e.target.value }))} {...described}>
          <option value="">{t.forMyself}</option>
          {mine.map((m) => <option key={m.id} value={m.id}>{fill(t.forOther, { who: m.principal ?? t.somebody, basis: m.basis, day: m.to })}</option>)}
        </select>
      )}
    </FieldFrame>
  );
}
