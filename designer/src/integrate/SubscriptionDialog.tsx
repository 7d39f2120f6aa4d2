import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { CheckField, ChoiceField, errorsAt, TextField } from '../parts/Field';
import { RegionField, useDepartmentsWithin, useJointItems, useUsualRegion } from '../parts/places';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { pick, useTexts } from '../shared/texts';
import { subscriptions, type Subscription, type SubscriptionWish } from './api';
import { messagesOf, schemaName } from './contracts';
import { meaningOf, useAsyncApi } from './Messages';
import { integrateTexts } from './texts';

interface ManyProps {
  legend: string;
  hint?: string;
  choices: { value: string; label: string }[];
  value: string[];
  onChange: (value: string[]) => void;
  error: unknown;
  at: string;
}

/** Several of many, as boxes to tick. */
function Many({ legend, hint, choices, value, onChange, error, at }: ManyProps) {
  // What was chosen and is no longer offered stays visible, so that it can be taken away.
  const all = [...choices, ...value.filter((v) => !choices.some((c) => c.value === v)).map((v) => ({ value: v, label: v }))];
  return (
    <fieldset className="choice-set">
      <legend>{legend}</legend>
      {hint && <div className="muted">{hint}</div>}
      <div className="pair">
        {all.map((c) => (
          <CheckField key={c.value} label={c.label} checked={value.includes(c.value)} onChange={(on) => onChange(on ? [...value, c.value] : value.filter((v) => v !== c.value))} />
        ))}
      </div>
      <div className="field-wrong">{errorsAt(error, at).map((e) => e.message).join(' ')}</div>
    </fieldset>
  );
}

/** Defines a subscription or changes it; the first definition shows its secret. */
export function SubscriptionDialog({ subscription, onClose, onSecret }: { subscription: Subscription | null; onClose: () => void; onSecret: (secret: string) => void }) {
  const t = useTexts(integrateTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const usual = useUsualRegion('integrator');
  const document = useAsyncApi().data;
  const items = useJointItems().data ?? [];
  const events = document === undefined ? [] : messagesOf(document).filter((m) => m.direction === 'event');
  const [id, setId] = useState(subscription?.id ?? '');
  const [wish, setWish] = useState<SubscriptionWish>(() => subscription ?? {
    region: usual, types: [], jointItems: [], departments: [], target: { kind: 'webhook', url: '', routingKeyPrefix: null }, note: '',
  });
  const departments = useDepartmentsWithin(wish.region);
  const change = (next: Partial<SubscriptionWish>) => setWish({ ...wish, ...next });
  const { target } = wish;

  const save = async (key: string) => {
    const { region, types, note } = wish;
    const jointItems = wish.jointItems?.length ? wish.jointItems : null;
    const chosen = wish.departments?.length ? wish.departments : null;
    const to = target.kind === 'webhook' ? { kind: target.kind, url: target.url, routingKeyPrefix: null } : { kind: target.kind, url: null, routingKeyPrefix: target.routingKeyPrefix || null };
    const answer = await subscriptions.put(id, { region, types, jointItems, departments: chosen, target: to, note }, key);
    await done(t.saved, ['subscriptions']);
    onClose();
    if (answer.secret !== null) onSecret(answer.secret);
  };
  return (
    <FormDialog title={subscription ? t.editSubscription : t.addSubscription} submit={p.save} wide isDisabled={wish.types.length === 0} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <div className="pair">
            <TextField label={t.id} hint={t.idHint} pattern="[a-z][a-z0-9_\-]{0,59}" value={id} onChange={setId} readOnly={subscription !== null} error={error} at="?id" />
            <TextField label={t.note} required={false} maxLength={200} value={wish.note} onChange={(note) => change({ note })} error={error} at="$.note" />
          </div>
          <div className="pair">
            <ChoiceField
              label={t.target} value={target.kind} onChange={(kind) => change({ target: { ...target, kind: kind as typeof target.kind } })}
              choices={(['webhook', 'rabbitmq'] as const).map((kind) => ({ value: kind, label: t[`kind_${kind}`] }))} error={error} at="$.target.kind"
            />
            {target.kind === 'webhook'
              ? <TextField label={t.url} type="url" hint={t.urlHint} maxLength={2000} value={target.url ?? ''} onChange={(url) => change({ target: { ...target, url } })} error={error} at="$.target.url" />
              : <TextField label={t.prefix} required={false} hint={t.prefixHint} maxLength={60} value={target.routingKeyPrefix ?? ''} onChange={(routingKeyPrefix) => change({ target: { ...target, routingKeyPrefix } })} error={error} at="$.target.routingKeyPrefix" />}
          </div>
          <RegionField label={t.region} value={wish.region} onChange={(region) => change({ region })} withCountry error={error} at="$.region" />
          <CheckField label={t.allTypes} checked={events.length > 0 && wish.types.length === events.length} onChange={(on) => change({ types: on ? events.map((m) => m.type) : [] })} />
          <Many legend={t.types} value={wish.types} onChange={(types) => change({ types })} choices={events.map((m) => ({ value: m.type, label: `${meaningOf(m)} (${schemaName(m.type)})` }))} error={error} at="$.types" />
          <Many legend={t.jointItems} hint={t.noneChosen} value={wish.jointItems ?? []} onChange={(jointItems) => change({ jointItems })} choices={items.map((i) => ({ value: i.code, label: pick(i.name) }))} error={error} at="$.jointItems" />
          <Many legend={t.departments} hint={t.noneChosen} value={wish.departments ?? []} onChange={(chosen) => change({ departments: chosen })} choices={departments.map((d) => ({ value: d.code, label: pick(d.name) }))} error={error} at="$.departments" />
        </>
      )}
    </FormDialog>
  );
}
