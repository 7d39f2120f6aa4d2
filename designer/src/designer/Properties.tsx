import { Button } from 'antd';
import { memo, useState } from 'react';
import type { ModelerHandle } from '../bpmn/modeler';
import type { OutlineEntry } from '../bpmn/outline';
import type { Properties as Values } from '../bpmn/reading';
import { bpmnTexts, wordFor } from '../bpmn/texts';
import { isActivityType } from '../bpmn/tools';
import { ChoiceField, TextField } from '../parts/Field';
import { RegionField, useUsualRegion, wholeCountry } from '../parts/places';
import { useTexts } from '../shared/texts';
import { useJointItemsOf, type Reviewed, type Source } from './api';
import { EventFields } from './EventFields';
import { FlowFields, Outflows } from './FlowFields';
import { LoopFields } from './LoopFields';
import { MappingFields } from './MappingFields';
import { panelTexts } from './panelTexts';
import { GroupFields } from './PolicyFields';
import { ProcessList, RootList } from './RootFields';
import { AdvancedFields, ComplexFields, DataFields, EventGatewayFields, SubProcessFields } from './ScopeFields';
import { RuleFields, ServiceFields, StepFields } from './StepFields';
import { CallFields, MessageFields, ScriptFields } from './TaskFields';

/** What every part of the panel is given. */
export interface PartProps {
  handle: ModelerHandle;
  of: Values;
  jointItem: Reviewed | undefined;
  region: string;
}

interface Props {
  handle: ModelerHandle;
  selected: string | null;
  outline: readonly OutlineEntry[];
  definition: Source;
}

/** The settings of the chosen element, or of the whole definition; each change stands in the model at once. */
export function Properties({ handle, selected, outline, definition }: Props) {
  const t = useTexts(panelTexts);
  const words = useTexts(bpmnTexts);
  const usual = useUsualRegion('designer', 'administrator');
  const [chosenRegion, setRegion] = useState<string | null>(null);
  const jointItem = useJointItemsOf(definition.key).data?.[0];
  const given = definition.region !== wholeCountry ? definition.region : null;
  const region = chosenRegion ?? jointItem?.region ?? given ?? usual;
  const processId = handle.shownProcess()?.id;
  const of = handle.properties(selected ?? processId ?? '');
  if (of === null) return null;
  const part: PartProps = { handle, of, jointItem, region };
  const type = of.type.replace('bpmn:', '');
  const isActivity = isActivityType(type);
  const isSub = /^(SubProcess|Transaction|AdHocSubProcess)$/.test(type);
  const isProcess = selected === null;

  return (
    <div className="properties" key={of.id}>
      <h2>{words[wordFor(type, kindOf(of))]}</h2>
      {isProcess && <p className="quiet">{t.nothingChosen}</p>}
      {isProcess ? <ProcessFields handle={handle} of={of} /> : <General handle={handle} of={of} outline={outline} />}
      {isProcess && <RegionField label={t.placesFrom} value={region} onChange={setRegion} />}
      {isProcess && <RootList handle={handle} />}
      {isProcess && <ProcessList handle={handle} />}
      {type === 'UserTask' && <StepFields {...part} />}
      {type === 'ServiceTask' && <ServiceFields {...part} />}
      {type === 'BusinessRuleTask' && <RuleFields {...part} />}
      {of.script !== null && <ScriptFields {...part} />}
      {of.message !== null && <MessageFields {...part} />}
      {of.calls !== null && <CallFields {...part} definition={definition.key} />}
      {of.position !== null && <EventFields {...part} outline={outline} />}
      {of.condition !== null && <FlowFields {...part} />}
      {of.outflows.length > 1 && <Outflows {...part} />}
      {of.activation !== null && <ComplexFields {...part} />}
      {type === 'EventBasedGateway' && <EventGatewayFields {...part} />}
      {isSub && <SubProcessFields {...part} />}
      {((isSub && !of.isEventSub) || (type === 'ParallelGateway' && handle.leavesBy(of.id) > 1) || (type === 'ParallelGateway' && of.policy !== '')) && <GroupFields {...part} />}
      {isActivity && !of.isEventSub && <LoopFields {...part} />}
      <MappingFields {...part} />
      <DataFields {...part} />
      <AdvancedFields {...part} />
      {!isProcess && <div className="bar"><Button danger onClick={() => handle.remove(of.id)}>{t.remove}</Button></div>}
    </div>
  );
}

const kindOf = (of: Values): string | null =>
  of.isEventSub ? 'event' : of.events.length > 1 ? (of.isParallelMultiple ? 'parallelMultiple' : 'multiple') : of.events[0]?.kind ?? of.kind;

function ProcessFields({ handle, of }: { handle: ModelerHandle; of: Values }) {
  const t = useTexts(panelTexts);
  return (
    <section>
      <TextField label={t.name} value={of.name} onChange={(name) => handle.setProcess(of.id, { name })} maxLength={200} />
      <TextField label={t.documentation} value={of.documentation} onChange={(text) => handle.setProcess(of.id, { documentation: text })} required={false} lines={3} />
      <p className="quiet">{t.processId}: <code>{of.id}</code></p>
    </section>
  );
}

function General({ handle, of, outline }: { handle: ModelerHandle; of: Values; outline: readonly OutlineEntry[] }) {
  const t = useTexts(panelTexts);
  const words = useTexts(bpmnTexts);
  const [id, setId] = useState(of.id);
  const [isWrong, setWrong] = useState(false);
  // Events are turned into other kinds by their own form, except from waiting to throwing.
  const kinds = handle.turns(of.id).filter((entry) => of.position === null || entry.position !== of.position);
  const leads = handle.mayConnect(of.id);

  const takeId = () => {
    if (id === of.id) return setWrong(false);
    const isFree = /^[A-Za-z_][\w.-]*$/.test(id) && handle.properties(id) === null;
    setWrong(!isFree);
    if (isFree) handle.set(of.id, { id });
  };
  return (
    <section>
      <TextField label={t.name} value={of.name} onChange={(name) => handle.set(of.id, of.type === 'bpmn:TextAnnotation' ? { text: name } : { name })} required={false} lines={2} />
      <div onBlur={takeId}>
        <TextField label={t.id} value={id} onChange={setId} maxLength={100} hint={isWrong ? <span className="field-wrong" role="alert"><span aria-hidden="true">✕ </span>{t.idWrong}</span> : t.idHint} />
      </div>
      <TextField label={t.documentation} value={of.documentation} onChange={(text) => handle.setDocumentation(of.id, text)} required={false} lines={2} />
      {kinds.length > 0 && (
        <ChoiceField label={t.turnInto} value="" none={t.keep} onChange={(to) => {
          const entry = kinds.find((k) => k.id === to);
          if (entry) handle.select(handle.turnInto(of.id, entry));
        }} choices={kinds.map((k) => ({ value: k.id, label: words[k.text] }))} />
      )}
      {leads && <ConnectTo handle={handle} from={of.id} outline={outline} />}
    </section>
  );
}

/** Draws a flow to any other element, without a pointer. */
const ConnectTo = memo(function ConnectTo({ handle, from, outline }: { handle: ModelerHandle; from: string; outline: readonly OutlineEntry[] }) {
  const t = useTexts(panelTexts);
  const words = useTexts(bpmnTexts);
  const [target, setTarget] = useState('');
  const [isRefused, setRefused] = useState(false);
  return (
    <div className="bar bar-end">
      <ChoiceField label={t.connectTo} value={target} none={t.choose} onChange={setTarget}
        choices={outline.filter((e) => e.id !== from && e.type !== 'StartEvent').map((e) => ({ value: e.id, label: e.name || `${words[wordFor(e.type, e.kind)]} · ${e.id}` }))} />
      <Button disabled={target === ''} onClick={() => {
        setRefused(handle.connect(from, target) === null);
        setTarget('');
      }}>{t.connect}</Button>
      {isRefused && <span role="alert" className="field-wrong">{t.connectRefused}</span>}
    </div>
  );
});
