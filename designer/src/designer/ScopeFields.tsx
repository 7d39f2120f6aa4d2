import { entries } from '../bpmn/entries';
import { bpmnTexts } from '../bpmn/texts';
import { FeelField } from '../feel/FeelField';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { Fold } from './Fold';
import { activationName, counterName, useKnown } from './known';
import type { PartProps } from './Properties';
import { runTexts } from './runTexts';

/** What a complex gateway waits for: so many of its flows, or a condition. */
export function ComplexFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem, activationName);
  const condition = of.activation ?? '';
  const k = /^\s*activationCount\s*>=\s*(\d+)\s*$/.exec(condition)?.[1] ?? '';
  const numbers = Array.from({ length: Math.max(0, of.incoming) }, (_, i) => String(i + 1));
  return (
    <section>
      <h3>{t.activation}</h3>
      {of.incoming > 1 && <ChoiceField label={fill(t.kOfN, { n: of.incoming })} value={k} none={t.kOfNNone} required={false}
        onChange={(n) => n !== '' && handle.setActivation(of.id, `activationCount >= ${n}`)} choices={numbers.map((n) => ({ value: n, label: n }))} />}
      <FeelField label={t.activationCondition} hint={t.activationHint} value={condition} onChange={(text) => handle.setActivation(of.id, text)} known={known} />
    </section>
  );
}

export function EventGatewayFields({ handle, of }: PartProps) {
  const t = useTexts(runTexts);
  const instantiates = of.instantiates === true;
  return (
    <section>
      <h3>{t.eventGateway}</h3>
      <p className="quiet">{t.eventGatewayHint}</p>
      <CheckField label={t.instantiates} checked={instantiates} onChange={(on) => handle.setEventGateway(of.id, { instantiates: on, isParallel: of.isParallelEvents })} />
      {instantiates && <CheckField label={t.allEvents} checked={of.isParallelEvents} onChange={(isParallel) => handle.setEventGateway(of.id, { instantiates, isParallel })} />}
    </section>
  );
}

const activities = entries.filter((e) => e.id === 'review' || e.id === 'work' || e.group === 'automatic' || e.id === 'call');

/** What is particular to a sub-process of this kind. */
export function SubProcessFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem, counterName);
  const outside = useKnown(handle, jointItem);
  const words = useTexts(bpmnTexts);
  if (of.isEventSub) return <p className="quiet">{t.eventSubHint}</p>;
  if (of.type === 'bpmn:Transaction') return <p className="quiet">{t.transactionHint}</p>;
  const { adHoc } = of;
  if (adHoc === null) return null;
  return (
    <section>
      <h3>{t.adHoc}</h3>
      <ChoiceField label={t.addInside} value="" none={t.choose} required={false} onChange={(id) => { const entry = activities.find((e) => e.id === id); if (entry) handle.addInside(of.id, entry); }}
        choices={activities.map((e) => ({ value: e.id, label: words[e.text] }))} />
      <ChoiceField label={t.ordering} value={adHoc.isSequential ? 'Sequential' : 'Parallel'} onChange={(to) => handle.setAdHoc(of.id, { ...adHoc, isSequential: to === 'Sequential' })}
        choices={[{ value: 'Parallel', label: t.orderParallel }, { value: 'Sequential', label: t.orderSequential }]} />
      <FeelField label={t.activate} hint={t.activateHint} value={adHoc.activate} onChange={(activate) => handle.setAdHoc(of.id, { ...adHoc, activate })} known={outside} />
      <FeelField label={t.adHocCompletion} hint={t.adHocCompletionHint} value={adHoc.condition} onChange={(condition) => handle.setAdHoc(of.id, { ...adHoc, condition })} known={known} />
      <CheckField label={t.cancelsRest} checked={adHoc.cancelsRest} onChange={(cancelsRest) => handle.setAdHoc(of.id, { ...adHoc, cancelsRest })} />
    </section>
  );
}

/** What hardly any activity needs. */
export function AdvancedFields({ handle, of }: PartProps) {
  const t = useTexts(runTexts);
  const { quantities } = of;
  if (quantities === null) return null;
  return (
    <section>
      {of.isForCompensation && <p className="quiet">{t.isCompensation}</p>}
      <Fold title={t.advanced} isOpen={quantities.start !== '' || quantities.completion !== '' || undefined}>
        <TextField label={t.startQuantity} type="number" min={1} max={1000} value={quantities.start} onChange={(start) => handle.setQuantities(of.id, { ...quantities, start })} required={false} hint={fill(t.usual, { what: 1 })} />
        <TextField label={t.completionQuantity} type="number" min={1} max={1000} value={quantities.completion} onChange={(completion) => handle.setQuantities(of.id, { ...quantities, completion })} required={false} hint={fill(t.usual, { what: 1 })} />
      </Fold>
    </section>
  );
}

/** A data object, or what passes between it and an activity. */
export function DataFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem);
  return (
    <>
      {of.isCollection !== null && <section>
        <h3>{t.data}</h3>
        <p className="quiet">{t.dataHint}</p>
        <CheckField label={t.isCollection} checked={of.isCollection} onChange={(on) => handle.setCollection(of.id, on)} />
      </section>}
      {of.transformation !== null && <section>
        <FeelField label={t.transformation} hint={t.transformationHint} value={of.transformation} onChange={(text) => handle.setTransformation(of.id, text)} known={known} />
      </section>}
      {of.dataFlows.length > 0 && <section>
        <h3>{t.dataFlows}</h3>
        {of.dataFlows.map((flow) => (
          <FeelField key={flow.id} label={`${fill(flow.isInput ? t.dataInto : t.dataOut, { data: flow.data })} · ${t.transformation}`} hint={t.transformationHint} value={flow.transformation}
            onChange={(text) => handle.setTransformation(flow.id, text)} known={known} />
        ))}
      </section>}
    </>
  );
}
