import { Button } from 'antd';
import { useMemo } from 'react';
import { noLoop, type Behavior, type Loop, type Thrown } from '../bpmn/reading';
import type { RootKind } from '../bpmn/roots';
import { FeelField } from '../feel/FeelField';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { Fold } from './Fold';
import { counterName, loopNames, useKnown } from './known';
import type { PartProps } from './Properties';
import { RootField } from './RootFields';
import { runTexts } from './runTexts';

type Set = (change: Partial<Loop>) => void;

/** Whether and how an activity is repeated: a loop, or several instances at once or one after another. */
export function LoopFields(props: PartProps) {
  const { handle, of } = props;
  const t = useTexts(runTexts);
  const { loop } = of;
  const set: Set = (change) => handle.setLoop(of.id, { ...loop!, ...change });
  const choose = (form: string) => {
    if (form === '') return handle.setLoop(of.id, null);
    const isNew = loop === null || (loop.form === 'standard') !== (form === 'standard');
    const begun: Loop = { ...noLoop, form: form as Loop['form'], ...(form === 'standard' ? { maximum: '10' } : { collection: 'application.', element: 'item' }) };
    handle.setLoop(of.id, isNew ? begun : { ...loop, form: form as Loop['form'] });
  };
  return (
    <section>
      <h3>{t.repeat}</h3>
      <ChoiceField label={t.repeatForm} value={loop?.form ?? ''} none={t.once} required={false} onChange={choose}
        choices={[{ value: 'parallel', label: t.parallelLoop }, { value: 'sequential', label: t.sequentialLoop }, { value: 'standard', label: t.standardLoop }]} />
      {loop?.form === 'standard' && <Standard {...props} loop={loop} set={set} />}
      {loop && loop.form !== 'standard' && <Instances {...props} loop={loop} set={set} />}
    </section>
  );
}

interface FormProps extends PartProps {
  loop: Loop;
  set: Set;
}

function Standard({ handle, jointItem, loop, set }: FormProps) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem, counterName);
  return (
    <>
      <FeelField label={t.loopCondition} hint={t.loopConditionHint} value={loop.condition} onChange={(condition) => set({ condition })} known={known} />
      <TextField label={t.maximum} type="number" min={1} value={loop.maximum} onChange={(maximum) => set({ maximum })} required={false} />
      <CheckField label={t.testBefore} checked={loop.testBefore} onChange={(testBefore) => set({ testBefore })} />
    </>
  );
}

function Instances(props: FormProps) {
  const { handle, jointItem, loop, set } = props;
  const t = useTexts(runTexts);
  const outside = useKnown(handle, jointItem);
  const inside = useInside(props);
  const by = loop.cardinality !== '' ? 'number' : loop.collection === '' && loop.hasDataRefs ? 'refs' : 'collection';
  return (
    <>
      <ChoiceField label={t.by} value={by} onChange={(to) => set(to === 'number' ? { cardinality: '2', collection: '', element: '' } : { cardinality: '', collection: to === 'refs' ? '' : 'application.', element: to === 'refs' ? '' : 'item' })}
        choices={[{ value: 'collection', label: t.byCollection }, { value: 'number', label: t.byNumber }, ...(loop.hasDataRefs ? [{ value: 'refs', label: t.byDataRefs }] : [])]} />
      {by === 'number' && <FeelField label={t.cardinality} value={loop.cardinality} onChange={(cardinality) => set({ cardinality: cardinality || '1' })} known={outside} />}
      {by === 'collection' && <>
        <FeelField label={t.collection} value={loop.collection} onChange={(collection) => set({ collection })} known={outside} />
        <TextField label={t.element} value={loop.element} onChange={(element) => set({ element: element.trim() })} required={false} maxLength={100} />
      </>}
      <TextField label={t.output} value={loop.output} onChange={(output) => set({ output: output.trim() })} required={false} hint={t.outputHint} maxLength={100} />
      {(loop.output !== '' || loop.outputElement !== '') && <FeelField label={t.outputElement} value={loop.outputElement} onChange={(outputElement) => set({ outputElement })} known={inside} />}
      <Fold title={t.ending} isOpen={loop.completion !== '' || loop.behavior !== 'All' || undefined}>
        <FeelField label={t.completion} hint={t.completionHint} value={loop.completion} onChange={(completion) => set({ completion })} known={inside} />
        <Behaviors {...props} />
      </Fold>
    </>
  );
}

function useInside({ handle, jointItem, loop }: FormProps) {
  const [zh, en] = runTexts.knownElement;
  const besides = useMemo(() => [...(loop.element === '' ? [] : [{ name: loop.element, label: { zh, en } }]), ...loopNames], [loop.element, zh, en]);
  return useKnown(handle, jointItem, besides);
}

/** What is thrown as instances end; a boundary event of the activity catches it. */
function Behaviors(props: FormProps) {
  const { handle, loop, set } = props;
  const t = useTexts(runTexts);
  const inside = useInside(props);
  const kinds: Behavior[] = ['All', 'None', 'One', 'Complex'];
  const put = (index: number, change: Partial<Loop['complex'][number]>) => set({ complex: loop.complex.map((one, i) => (i === index ? { ...one, ...change } : one)) });
  return (
    <>
      <ChoiceField label={t.behavior} value={loop.behavior} onChange={(behavior) => set({ behavior: behavior as Behavior, ...(behavior === 'Complex' && loop.complex.length === 0 ? { complex: [{ condition: '', ...noLoop.thrown }] } : {}) })}
        choices={kinds.map((kind) => ({ value: kind, label: t[`behavior.${kind}`] }))} />
      {(loop.behavior === 'None' || loop.behavior === 'One') && <ThrownField handle={handle} thrown={loop.thrown} onChange={(thrown) => set({ thrown })} />}
      {loop.behavior === 'Complex' && <>
        {loop.complex.map((one, index) => (
          <fieldset key={index} className="mapping">
            <legend>{fill(t.eventNth, { n: index + 1 })}</legend>
            <FeelField label={fill(t.behaviorCondition, { n: index + 1 })} value={one.condition} onChange={(condition) => put(index, { condition })} known={inside} />
            <ThrownField handle={handle} thrown={one} onChange={(thrown) => put(index, thrown)} isBrief />
            <Button onClick={() => set({ complex: loop.complex.filter((_, i) => i !== index) })}>{t.removeRow}</Button>
          </fieldset>
        ))}
        <Button onClick={() => set({ complex: [...loop.complex, { condition: '', ...noLoop.thrown }] })}>{t.addBehavior}</Button>
      </>}
    </>
  );
}

/** What is thrown: its kind, and which of the file. */
function ThrownField({ handle, thrown, onChange, isBrief }: { handle: PartProps['handle']; thrown: Thrown; onChange: (thrown: Thrown) => void; isBrief?: boolean }) {
  const t = useTexts(runTexts);
  const kinds: RootKind[] = ['signal', 'message', 'escalation', 'error'];
  return (
    <>
      <ChoiceField label={t.eventKind} value={thrown.kind} onChange={(kind) => onChange({ kind: kind as RootKind, root: '' })} choices={kinds.map((kind) => ({ value: kind, label: t[`kind.${kind}`] }))} />
      <RootField handle={handle} kind={thrown.kind} value={thrown.root} none={t.choose} onChoose={(root) => onChange({ kind: thrown.kind, root })} isBrief={isBrief} />
    </>
  );
}
