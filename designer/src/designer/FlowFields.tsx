import { Button } from 'antd';
import { useMemo, useRef } from 'react';
import type { Timer } from '../bpmn/editing';
import type { Known } from '../feel/completion';
import type { FeelEditor } from '../feel/editor';
import { FeelField } from '../feel/FeelField';
import { knownOf } from '../feel/knownTexts';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, pick, useTexts } from '../shared/texts';
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
      {((of.mayHaveCondition && !of.isDefault) || of.condition !== '') && <Condition label={t.condition} value={of.condition ?? ''} onChange={(text) => handle.setCondition(of.id, text)} handle={handle} jointItem={jointItem} />}
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
        <Condition key={f.id} label={`${t.condition} · ${f.name ? `${f.name} → ${f.to}` : fill(t.outflowTo, { to: f.to })}`} value={f.condition} onChange={(text) => handle.setCondition(f.id, text)} handle={handle} jointItem={jointItem} />
      ))}
    </section>
  );
}

/** A FEEL text with what it may use beneath; the server says whether it can be read. */
function Condition({ label, value, onChange, handle, jointItem }: { label: string; value: string; onChange: (text: string) => void } & Pick<PartProps, 'handle' | 'jointItem'>) {
  const t = useTexts(panelTexts);
  const editor = useRef<FeelEditor | null>(null);
  const known = useKnown(handle, jointItem);
  return (
    <>
      <FeelField label={label} hint={t.conditionHint} value={value} onChange={onChange} known={known} onReady={(made) => { editor.current = made; }} />
      <details className="codes">
        <summary>{t.insert}</summary>
        <div className="bar">{known.map((k) => <Button key={k.name} onClick={() => editor.current?.insert(k.name)} title={pick(k.label)}><code>{k.name}</code></Button>)}</div>
      </details>
    </>
  );
}

/** What an expression of this definition may use. */
export function useKnown(handle: PartProps['handle'], jointItem: PartProps['jointItem']): Known[] {
  return useMemo(() => knownOf(jointItem, handle.outline().filter((e) => e.type === 'BusinessRuleTask').map((e) => ({ id: e.id, name: e.name || e.id }))), [handle, jointItem]);
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
