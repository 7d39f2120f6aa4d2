import { useId } from 'react';
import { Link } from 'wouter';
import { bpmnTexts } from '../bpmn/texts';
import { useModels } from '../decisions/api';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, pick, useTexts } from '../shared/texts';
import { useDepartmentsNear } from './api';
import { panelTexts } from './panelTexts';
import { PolicyChoice, VoiceFields } from './PolicyFields';
import type { PartProps } from './Properties';

// Settings that only a review has.
const noReview = Object.fromEntries(['materials', 'fields', 'policy', 'timeout', 'k', 'threshold', 'lead', 'early', 'weight', 'veto', 'late'].map((name) => [`approval:${name}`, '']));

/** What a person's step means to the approval. */
export function StepFields({ handle, of, jointItem, region }: PartProps) {
  const t = useTexts(panelTexts);
  const words = useTexts(bpmnTexts);
  const listId = useId();
  const departments = useDepartmentsNear(region);
  const set = (name: string) => (value: string) => handle.set(of.id, { [`approval:${name}`]: value.trim() });
  const known = departments?.find((d) => d.code === of.department);
  const isUnknown = of.department !== '' && !of.department.startsWith('=') && departments !== undefined && departments.length > 0 && !known;
  const kinds = (['review', 'decide', 'conclude', 'deliver', 'work'] as const).map((kind) => ({ value: kind, label: words[kind] }));
  return (
    <>
      <section>
        <h3>{t.approval}</h3>
        <ChoiceField label={t.kind} value={of.kind} none={t.choose} choices={kinds}
          onChange={(kind) => handle.set(of.id, { 'approval:kind': kind, ...(kind === 'review' ? {} : noReview) })} />
        <TextField label={t.department} value={of.department} onChange={set('department')} list={`${listId}-departments`}
          hint={isUnknown ? <span className="field-wrong"><span aria-hidden="true">▲ </span>{t.departmentUnknown}</span> : known ? pick(known.name) : t.departmentHint} />
        <datalist id={`${listId}-departments`}>{departments?.map((d) => <option key={d.code} value={d.code}>{pick(d.name)}</option>)}</datalist>
        {(of.kind === 'review' || of.item !== '') && (jointItem
          ? <ChoiceField label={t.item} value={of.item} none={t.none} onChange={set('item')} required={false} hint={t.itemHint} choices={jointItem.items.map((i) => ({ value: i.code, label: `${pick(i.name)} (${i.code})` }))} />
          : <TextField label={t.item} value={of.item} onChange={set('item')} required={false} hint={t.itemHint} />)}
      </section>
      <LimitFields handle={handle} of={of} />
      {of.kind === 'review' && <section>
        <h3>{t.visible}</h3>
        <Codes label={t.materials} value={of.materials} onChange={set('materials')} choices={jointItem?.materials.map((m) => ({ code: m.code, name: pick(m.name) }))} />
        <Codes label={t.fields} value={of.fields} onChange={set('fields')} choices={jointItem?.form.map((f) => ({ code: f.name, name: pick(f.label) }))} />
      </section>}
      {of.kind === 'review' && (
        <section>
          <h3>{t.rules}</h3>
          <PolicyChoice handle={handle} of={of} departments={departments} />
          <VoiceFields handle={handle} of={of} />
          <ChoiceField label={t.timeout} value={of.timeout} none={fill(t.usual, { what: t.remind })} onChange={set('timeout')} required={false}
            choices={[{ value: 'remind', label: t.remind }, { value: 'consent', label: t.consent }, { value: 'refuse', label: t.refuse }]} />
          <ChoiceField label={t.late} value={of.vote.late} none={t.lateClosed} onChange={set('late')} required={false}
            choices={[{ value: 'ignore', label: t.lateIgnore }, { value: 'note', label: t.lateNote }, { value: 'reopen', label: t.lateReopen }]} />
        </section>
      )}
    </>
  );
}

function LimitFields({ handle, of }: Pick<PartProps, 'handle' | 'of'>) {
  const t = useTexts(panelTexts);
  const { limit } = of;
  const unit = limit.hours !== '' ? 'hours' : 'days';
  const put = (amount: string, of_: 'days' | 'hours', basis: string) => handle.setLimit(of.id, { days: of_ === 'days' ? amount : '', hours: of_ === 'hours' ? amount : '', basis });
  return (
    <section>
      <h3>{t.limit}</h3>
      <div className="pair">
        <TextField label={t.amount} type="number" min={1} max={1000} value={limit[unit]} onChange={(amount) => put(amount, unit, limit.basis)} required={false} hint={t.limitHint} />
        <ChoiceField label={t.unit} value={unit} onChange={(to) => put(limit[unit] || '1', to as 'days' | 'hours', limit.basis)} choices={[{ value: 'days', label: t.days }, { value: 'hours', label: t.hours }]} />
      </div>
      <TextField label={t.basis} value={limit.basis} onChange={(basis) => put(limit[unit], unit, basis)} required={false} lines={2} hint={t.basisHint} />
    </section>
  );
}

/** Codes of materials or fields: boxes to tick where the joint item is known, words otherwise. */
function Codes({ label, value, onChange, choices }: { label: string; value: string[]; onChange: (codes: string) => void; choices?: { code: string; name: string }[] }) {
  const t = useTexts(panelTexts);
  if (!choices || choices.length === 0) return <TextField label={label} value={value.join(' ')} onChange={onChange} required={false} hint={t.codesHint} />;
  const strangers = value.filter((code) => !choices.some((c) => c.code === code)).map((code) => ({ code, name: code }));
  const toggle = (code: string, on: boolean) => onChange([...choices, ...strangers].map((c) => c.code).filter((c) => (c === code ? on : value.includes(c))).join(' '));
  return (
    <details className="codes">
      <summary>{label}: {value.length === 0 ? t.allMaterials : value.length}</summary>
      <fieldset className="choices">
        <legend>{label}</legend>
        {[...choices, ...strangers].map((c) => <CheckField key={c.code} label={`${c.name} (${c.code})`} checked={value.includes(c.code)} onChange={(on) => toggle(c.code, on)} />)}
      </fieldset>
    </details>
  );
}

export function ServiceFields({ handle, of }: PartProps) {
  const t = useTexts(panelTexts);
  return (
    <section>
      <h3>{t.automatic}</h3>
      <TextField label={t.jobType} value={of.jobType} onChange={(jobType) => handle.set(of.id, { 'approval:jobType': jobType.trim() })} hint={t.jobTypeHint} />
      <TextField label={t.retries} type="number" min={0} max={100} value={of.retries} onChange={(retries) => handle.set(of.id, { 'approval:retries': retries })} required={false} hint={fill(t.usual, { what: 3 })} />
      <TextField label={t.backoff} value={of.backoff} onChange={(backoff) => handle.set(of.id, { 'approval:backoff': backoff.trim() })} required={false} hint={t.backoffHint} />
    </section>
  );
}

/** A step that decides by a published decision model. */
export function RuleFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(panelTexts);
  const listId = useId();
  const models = useModels();
  return (
    <section>
      <h3>{t.automatic}</h3>
      <TextField label={t.decisionTable} value={of.decision} onChange={(decision) => handle.set(of.id, { 'approval:decision': decision.trim() })} list={listId} hint={of.result === '' ? fill(t.decisionTableHint, { id: of.id }) : undefined} />
      <datalist id={listId}>{models.data?.map((m) => <option key={m.code} value={m.code}>{pick(m.name)}</option>)}</datalist>
      {models.data?.some((m) => m.code === of.decision) && <p><Link href={`/decisions/${encodeURIComponent(of.decision)}`}>{t.openModel}</Link></p>}
      <TextField label={t.resultName} value={of.result} onChange={(result) => handle.set(of.id, { 'approval:result': result.trim() })} required={false} hint={t.resultNameHint} />
      {jointItem && <ChoiceField label={t.item} value={of.item} none={t.none} required={false} onChange={(item) => handle.set(of.id, { 'approval:item': item })} choices={jointItem.items.map((i) => ({ value: i.code, label: pick(i.name) }))} />}
    </section>
  );
}
