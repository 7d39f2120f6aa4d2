import { useId } from 'react';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, pick, useTexts } from '../shared/texts';
import { useDepartmentsNear } from './api';
import { panelTexts } from './panelTexts';
import type { PartProps } from './Properties';

type Panel = Pick<PartProps, 'handle' | 'of'>;
type Known = ReturnType<typeof useDepartmentsNear>;

const parts = { 'approval:k': '', 'approval:threshold': '', 'approval:lead': '' };

/** The policy of a gateway that parts, or of a sub-process. */
export function GroupFields({ handle, of, region }: PartProps) {
  const t = useTexts(panelTexts);
  const departments = useDepartmentsNear(region);
  return (
    <section>
      <h3>{t.groupRules}</h3>
      <p className="quiet">{t.groupHint}</p>
      <PolicyChoice handle={handle} of={of} departments={departments} />
      <VoiceFields handle={handle} of={of} />
    </section>
  );
}

/** Which policy, and what it needs. On a step of one it is for the signers that are added while the case runs. */
export function PolicyChoice({ handle, of, departments }: Panel & { departments: Known }) {
  const t = useTexts(panelTexts);
  const listId = useId();
  const { vote } = of;
  const isStep = of.type === 'bpmn:UserTask';
  const isGroup = !isStep || (of.loop !== null && of.loop.form !== 'standard');
  const policies = [
    { value: 'all', label: t.pAll }, { value: 'any', label: t.pAny }, { value: 'k-of-n', label: t.pK }, { value: 'veto', label: t.pVeto },
    { value: 'weighted', label: t.pWeighted }, { value: 'in-order', label: t.pInOrder }, { value: 'lead', label: t.pLead },
  ];
  const set = (name: string) => (value: string) => handle.set(of.id, { [`approval:${name}`]: value.trim() });
  const joins = policies.some((p) => p.value === of.policy) || of.policy === 'advisory';
  return (
    <>
      <ChoiceField label={isGroup ? t.groupPolicy : t.signersPolicy} value={of.policy} none={isGroup ? t.eachAlone : fill(t.usual, { what: t.binding })} required={false}
        onChange={(policy) => handle.set(of.id, {
          ...parts, 'approval:policy': policy, ...(policy === '' || policy === 'binding' ? { 'approval:early': '' } : {}),
          ...(policy === 'k-of-n' ? { 'approval:k': vote.k || '2' } : {}), ...(policy === 'weighted' ? { 'approval:threshold': vote.threshold || '1' } : {}),
        })}
        choices={[...(isStep ? [{ value: 'binding', label: t.binding }] : []), { value: 'advisory', label: t.advisory }, ...policies]} />
      {of.policy === 'k-of-n' && <TextField label={t.k} type="number" min={1} value={vote.k} onChange={set('k')} />}
      {of.policy === 'weighted' && <TextField label={t.threshold} type="number" min={1} value={vote.threshold} onChange={set('threshold')} />}
      {of.policy === 'lead' && <>
        <TextField label={t.lead} value={vote.lead} onChange={set('lead')} list={`${listId}-lead`} />
        <datalist id={`${listId}-lead`}>{departments?.map((d) => <option key={d.code} value={d.code}>{pick(d.name)}</option>)}</datalist>
      </>}
      {joins && of.policy !== 'in-order' && <ChoiceField label={t.early} value={vote.early} none={fill(t.usual, { what: t.earlyFinish })} onChange={set('early')} required={false}
        choices={[{ value: 'finish', label: t.earlyFinish }, { value: 'close', label: t.earlyClose }]} />}
    </>
  );
}

/** What its voice counts in the group around it. */
export function VoiceFields({ handle, of }: Panel) {
  const t = useTexts(panelTexts);
  return (
    <>
      <TextField label={t.weight} value={of.vote.weight} onChange={(weight) => handle.set(of.id, { 'approval:weight': weight.trim() })} required={false} hint={t.weightHint} />
      <CheckField label={t.veto} checked={of.vote.veto} onChange={(on) => handle.set(of.id, { 'approval:veto': on ? 'true' : '' })} />
    </>
  );
}
