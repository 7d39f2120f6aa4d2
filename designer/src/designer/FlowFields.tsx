import { Button } from 'antd';
import { useRef } from 'react';
import type { FeelEditor } from '../feel/editor';
import { FeelField } from '../feel/FeelField';
import { CheckField, ChoiceField } from '../parts/Field';
import { fill, pick, useTexts } from '../shared/texts';
import { useKnown } from './known';
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

/** All ways out of a gateway that chooses in one place. */
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
