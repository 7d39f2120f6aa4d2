import { Button } from 'antd';
import { useRef } from 'react';
import type { Timer } from '../bpmn/editing';
import { CheckField, ChoiceField, Field, TextField } from '../parts/Field';
import { fill, pick, useTexts } from '../shared/texts';
import type { Reviewed } from './api';
import { panelTexts } from './panelTexts';
import type { PartProps } from './Properties';

/** The condition of one flow. */
export function FlowFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(panelTexts);
  const source = handle.sourceOf(of.id);
  return (
    <section>
      <h3>{t.flow}</h3>
      {of.mayHaveCondition && source !== null && <CheckField label={t.isDefault} checked={of.isDefault} onChange={(on) => handle.setDefault(source, on ? of.id : null)} />}
      {!of.mayHaveCondition && <p className="quiet">{t.noCondition}</p>}
      {((of.mayHaveCondition && !of.isDefault) || of.condition !== '') && <Condition label={t.condition} value={of.condition ?? ''} onChange={(text) => handle.setCondition(of.id, text)} jointItem={jointItem} />}
    </section>
  );
}

/** All ways out of an exclusive gateway in one place. */
export function Outflows({ handle, of, jointItem }: PartProps) {
  const t = useTexts(panelTexts);
  if (of.outflows.length < 2) return null;
  return (
    <section>
      <h3>{t.outflows}</h3>
      <ChoiceField label={t.defaultFlow} value={of.outflows.find((f) => f.isDefault)?.id ?? ''} none={t.none} onChange={(id) => handle.setDefault(of.id, id || null)}
        choices={of.outflows.map((f) => ({ value: f.id, label: f.name ? `${f.name} → ${f.to}` : fill(t.outflowTo, { to: f.to }) }))} required={false} />
      {of.outflows.filter((f) => !f.isDefault).map((f) => (
        <Condition key={f.id} label={`${t.condition} · ${f.name ? `${f.name} → ${f.to}` : fill(t.outflowTo, { to: f.to })}`} value={f.condition} onChange={(text) => handle.setCondition(f.id, text)} jointItem={jointItem} />
      ))}
    </section>
  );
}

/** A FEEL text with what it may use beneath; the server says whether it can be read. */
function Condition({ label, value, onChange, jointItem }: { label: string; value: string; onChange: (text: string) => void; jointItem: Reviewed | undefined }) {
  const t = useTexts(panelTexts);
  const field = useRef<HTMLTextAreaElement>(null);
  const usable = [
    ...(jointItem?.items.map((i) => ({ text: `applies.${i.code}`, name: pick(i.name) })) ?? []),
    ...(jointItem?.form.filter((f) => !f.personal).map((f) => ({ text: `application.${f.name}`, name: pick(f.label) })) ?? []),
    ...(jointItem?.items.map((i) => ({ text: `opinions.${i.code} = "positive"`, name: pick(i.name) })) ?? []),
    { text: 'decision = "grant"', name: '' },
    { text: 'region', name: '' },
  ];
  const insert = (text: string) => {
    const at = field.current;
    const [from, to] = [at?.selectionStart ?? value.length, at?.selectionEnd ?? value.length];
    onChange(value.slice(0, from) + text + value.slice(to));
    at?.focus();
  };
  return (
    <>
      <Field label={label} hint={t.conditionHint} required={false}>
        {(control) => <textarea {...control} ref={field} className="control feel" rows={2} spellCheck={false} value={value} onChange={(e) => onChange(e.target.value)} />}
      </Field>
      <details className="codes">
        <summary>{t.insert}</summary>
        <div className="bar">{usable.map((u) => <Button key={u.text} onClick={() => insert(u.text)} title={u.name}><code>{u.text}</code></Button>)}</div>
      </details>
    </>
  );
}

export function TimerFields({ handle, of }: PartProps) {
  const t = useTexts(panelTexts);
  const timer = of.timer!;
  const isBoundary = of.type === 'bpmn:BoundaryEvent';
  const hints = { timeDuration: t.durationHint, timeDate: t.dateHint, timeCycle: t.cycleHint };
  return (
    <section>
      <h3>{t.timer}</h3>
      <ChoiceField label={t.timerForm} value={timer.form} onChange={(form) => handle.setTimer(of.id, { ...timer, form: form as Timer['form'] })}
        choices={[{ value: 'timeDuration', label: t.duration }, { value: 'timeDate', label: t.date }, ...((isBoundary && !of.interrupts) || timer.form === 'timeCycle' ? [{ value: 'timeCycle', label: t.cycle }] : [])]} />
      <TextField label={t.timerText} value={timer.text} onChange={(text) => handle.setTimer(of.id, { ...timer, text })} hint={hints[timer.form]} />
      {isBoundary && <CheckField label={t.interrupts} checked={of.interrupts} onChange={(cancelActivity) => handle.set(of.id, { cancelActivity })} />}
    </section>
  );
}

export function ErrorFields({ handle, of }: PartProps) {
  const t = useTexts(panelTexts);
  return (
    <section>
      <h3>{t.error}</h3>
      <TextField label={t.errorCode} value={of.errorCode ?? ''} onChange={(code) => handle.setErrorCode(of.id, code.trim())} required={of.type === 'bpmn:EndEvent'} hint={of.type === 'bpmn:BoundaryEvent' ? t.errorCodeHint : undefined} />
    </section>
  );
}
