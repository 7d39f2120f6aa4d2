import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState, type FormEvent } from 'react';
import { inputsOf, isFlat, slotsOf, type Slot } from '../dmn/shape';
import { ChoiceField, TextField } from '../parts/Field';
import { pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed } from '../staff/states';
import { tryModel, type Model, type Trial } from './api';
import { Explained } from './Explained';
import { testTypeOf } from './tck';
import { decisionTexts } from './texts';
import type { CheckState } from './useCheck';

/** The inputs of the decision that is asked, and of its results, as a form shows them. */
export function useSlots(model: Model, check: CheckState): { inputs: Slot[]; results: Slot[] } | null {
  const [slots, setSlots] = useState<{ inputs: Slot[]; results: Slot[] } | null>(null);
  const asked = check.checked?.decisions.find((d) => d.name === model.decision || d.id === model.decision);
  useEffect(() => {
    let gone = false;
    if (asked !== undefined) void slotsOf(model.xml, asked.name, asked.inputs).then((found) => !gone && setSlots(found));
    return () => {
      gone = true;
    };
  }, [model.xml, asked]);
  return slots;
}

interface Props {
  model: Model;
  check: CheckState;
  onFind: (element: string) => void;
}

/** Asks the decision with inputs of one's own: its value, the rules that matched and why. */
export function TryView({ model, check, onFind }: Props) {
  const t = useTexts(decisionTexts);
  const slots = useSlots(model, check);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const trial = useMutation({ mutationFn: () => tryModel(model, inputsOf(slots?.inputs ?? [], typed)) });
  const send = (event: FormEvent) => {
    event.preventDefault();
    trial.mutate();
  };
  return (
    <div className="try-view">
      <section className="panel">
        <h2>{t.inputs}</h2>
        <p className="quiet">{t.tryLead}</p>
        <form className="stack" onSubmit={send}>
          {slots?.inputs.length === 0 && <p>{t.noInputs}</p>}
          {slots?.inputs.map((slot) => <SlotField key={slot.name} slot={slot} value={typed[slot.name] ?? ''} onChange={(value) => setTyped({ ...typed, [slot.name]: value })} />)}
          <div className="bar"><Button type="primary" htmlType="submit" loading={trial.isPending} disabled={slots === null}>{t.evaluate}</Button></div>
        </form>
      </section>
      <section className="panel" aria-live="polite">
        <h2>{t.value}</h2>
        {trial.error !== null && <Failed error={trial.error} />}
        {trial.data && <TrialResult trial={trial.data} onFind={onFind} />}
      </section>
    </div>
  );
}

function SlotField({ slot, value, onChange }: { slot: Slot; value: string; onChange: (value: string) => void }) {
  const t = useTexts(decisionTexts);
  const known = isFlat(slot.type);
  const kind = known ? testTypeOf(slot.type) : 'feel';
  const label = `${slot.name} · ${t[`type.${kind}`]}`;
  if (kind === 'boolean') return <ChoiceField label={label} value={value} onChange={onChange} none="null" required={false} choices={[{ value: 'true', label: t.yes }, { value: 'false', label: t.no }]} />;
  return <TextField label={label} value={value} onChange={onChange} required={false} type={kind === 'date' ? 'date' : 'text'} />;
}

function TrialResult({ trial, onFind }: { trial: Trial; onFind: (element: string) => void }) {
  const t = useTexts(decisionTexts);
  const outcomes = { grant: t.grant, deny: t.deny, person: t.person };
  return (
    <div className="stack">
      <p><code className="try-value">{trial.feel}</code></p>
      {trial.error && <StateMark tone="bad">{t.error}</StateMark>}
      {/outcome/.test(trial.feel) && <p>{t.outcome}: <strong>{outcomes[trial.outcome]}</strong></p>}
      {trial.diagnostics.length > 0 && <><h3>{t.diagnostics}</h3><ul>{trial.diagnostics.map((d, i) => <li key={i}>{d.message} <code>{d.code}</code></li>)}</ul></>}
      <h3>{t.explanation}</h3>
      <p className="explanation-lines">{pick(trial.explanation)}</p>
      {trial.decisions.length > 0 && <><h3>{t.intermediate}</h3><Explained decisions={trial.decisions} onFind={onFind} /></>}
    </div>
  );
}
