import { Button } from 'antd';
import { ChoiceField, TextField, TextPair } from '../parts/Field';
import { partTexts } from '../parts/texts';
import { fill, pick, useTexts } from '../shared/texts';
import type { InstantRules, JointItem, Material, PreCheckRule, ServiceItem } from './api';
import { LimitFields } from './JointItemRows';
import { tableTexts } from './tableTexts';

interface Part<T> {
  row: T;
  change: (next: Partial<T>) => void;
  error: unknown;
  at: string;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** How far a material has to be trusted, and where else the same paper is asked for. */
export function MaterialTrust({ row, change, error, at }: Part<Material>) {
  const t = useTexts(tableTexts);
  return (
    <div className="pair">
      <TextField label={t.kind} hint={t.kindHint} required={false} value={row.kind ?? ''} onChange={(kind) => change({ kind: orNull(kind) })} error={error} at={`${at}.kind`} />
      <ChoiceField label={t.leastGrade} required={false} none={t.anyGrade} value={row.leastGrade ?? ''} onChange={(grade) => change({ leastGrade: grade === '' ? null : (grade as 'A' | 'B' | 'C') })} error={error} at={`${at}.leastGrade`}
        choices={[{ value: 'A', label: t.gradeA }, { value: 'B', label: t.gradeB }, { value: 'C', label: t.gradeC }]} />
      <ChoiceField label={t.expired} required={false} none={t.expiredRefuse} value={row.expired === 'flag' ? 'flag' : ''} onChange={(rule) => change({ expired: rule === 'flag' ? 'flag' : null })} error={error} at={`${at}.expired`}
        choices={[{ value: 'flag', label: t.expiredFlag }]} />
    </div>
  );
}

/** What a service item's result is good for later, and how often a decision by rules is checked. */
export function ItemTrust({ row, change, error, at }: Part<ServiceItem>) {
  const t = useTexts(tableTexts);
  const issues = row.issues ?? null;
  return (
    <div className="pair">
      <TextField label={t.issues} hint={t.kindHint} required={false} value={issues?.kind ?? ''} onChange={(kind) => change({ issues: kind.trim() === '' ? null : { kind: kind.trim(), validMonths: issues?.validMonths ?? null } })} error={error} at={`${at}.issues`} />
      {issues && <TextField label={t.validMonths} required={false} type="number" min={1} max={1200} value={issues.validMonths === null ? '' : String(issues.validMonths)} onChange={(n) => change({ issues: { ...issues, validMonths: n === '' ? null : Number(n) } })} />}
      <TextField label={t.sample} required={false} type="number" min={0} max={1000} value={row.samplePerMille == null ? '' : String(row.samplePerMille)} onChange={(n) => change({ samplePerMille: n === '' ? null : Number(n) })} error={error} at={`${at}.samplePerMille`} />
    </div>
  );
}

const usual: InstantRules = { samplePerMille: 50, checkWithin: { amount: 20, unit: 'workingDays' }, appealWithin: { amount: 15, unit: 'workingDays' } };
const blankRule: PreCheckRule = { code: '', when: '', words: { zh: '', en: '' }, field: null, material: null };

/** 预审 and what follows a decision by rules, of the joint item as a whole. */
export function InstantFields({ item, change, error }: { item: JointItem; change: (next: Partial<JointItem>) => void; error: unknown }) {
  const t = useTexts(tableTexts);
  const p = useTexts(partTexts);
  const rules = item.preCheck ?? [];
  const instant = item.instant ?? usual;
  const set = (i: number, to: Partial<PreCheckRule>) => change({ preCheck: rules.map((r, at) => (at === i ? { ...r, ...to } : r)) });
  return (
    <section className="panel stack">
      <h3>{t.preCheck} ({rules.length})</h3>
      <p>{t.preCheckLead}</p>
      {rules.map((r, i) => (
        <fieldset key={i} className="panel">
          <legend>{fill(t.ruleN, { n: i + 1 })}</legend>
          <div className="pair">
            <TextField label={t.ruleId} value={r.code} onChange={(code) => set(i, { code })} error={error} at={`$.preCheck[${i}].code`} />
            <ChoiceField label={t.aboutField} required={false} none={p.none} value={r.field ?? ''} onChange={(field) => set(i, { field: orNull(field) })} error={error} at={`$.preCheck[${i}].field`} choices={item.form.map((f) => ({ value: f.name, label: pick(f.label) }))} />
            <ChoiceField label={t.aboutMaterial} required={false} none={p.none} value={r.material ?? ''} onChange={(material) => set(i, { material: orNull(material) })} error={error} at={`$.preCheck[${i}].material`} choices={item.materials.map((m) => ({ value: m.code, label: pick(m.name) }))} />
          </div>
          <TextField label={t.when} hint={t.preCheckHint} lines={2} value={r.when} onChange={(when) => set(i, { when })} error={error} at={`$.preCheck[${i}].when`} />
          <TextPair label={t.words} value={r.words} onChange={(words) => set(i, { words })} error={error} at={`$.preCheck[${i}].words`} />
          <div className="row-actions"><Button danger onClick={() => change({ preCheck: rules.filter((_, at) => at !== i) })}>{p.remove}<span className="visually-hidden"> {fill(t.ruleN, { n: i + 1 })}</span></Button></div>
        </fieldset>
      ))}
      <div className="bar"><Button onClick={() => change({ preCheck: [...rules, blankRule] })}>{t.addRule}</Button></div>
      <h3>{t.afterRules}</h3>
      <TextField label={t.sample} type="number" min={0} max={1000} value={String(instant.samplePerMille)} onChange={(n) => change({ instant: { ...instant, samplePerMille: Number(n) } })} error={error} at="$.instant.samplePerMille" />
      <LimitFields label={t.checkWithin} value={instant.checkWithin} onChange={(checkWithin) => change({ instant: { ...instant, checkWithin } })} error={error} at="$.instant.checkWithin" />
      <LimitFields label={t.appealWithin} value={instant.appealWithin} onChange={(appealWithin) => change({ instant: { ...instant, appealWithin } })} error={error} at="$.instant.appealWithin" />
    </section>
  );
}
