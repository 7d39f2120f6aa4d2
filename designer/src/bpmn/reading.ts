import { kindOfDefinition, positionOf, isInTransaction, type EventKind, type Position } from './eventKinds';
import { isScope, type ModelElement } from './model';
import { isRootKind, referenceOf, type RootKind } from './roots';
import { definitionsAt, extension, extensions, feelIn, isActivityType, text } from './tools';

export interface Limit { days: string; hours: string; basis: string }
export interface Vote { k: string; threshold: string; lead: string; early: string; weight: string; veto: boolean; late: string }
export interface Timer { form: 'timeDuration' | 'timeDate' | 'timeCycle'; text: string }
export interface Outflow { id: string; name: string; to: string; condition: string; isDefault: boolean }

export type Behavior = 'All' | 'None' | 'One' | 'Complex';

/** What is thrown: its kind, and the id of the message, signal, error or escalation; empty for none yet. */
export interface Thrown { kind: RootKind; root: string }

/** How an activity is repeated. FEEL stands here without its mark. */
export interface Loop {
  form: 'standard' | 'parallel' | 'sequential';
  /** Of a standard loop. */
  condition: string;
  testBefore: boolean;
  maximum: string;
  /** Of several instances: a list, or a number of them. */
  collection: string;
  element: string;
  cardinality: string;
  output: string;
  outputElement: string;
  completion: string;
  /** When an event is thrown while instances end, and which. */
  behavior: Behavior;
  thrown: Thrown;
  complex: (Thrown & { condition: string })[];
  /** The standard's own data references give the collection; they are kept as they are. */
  hasDataRefs: boolean;
}

/** One of the definitions of an event. */
export interface EventPart {
  kind: EventKind;
  /** Id of its message, signal, error or escalation; empty for none. */
  root: string;
  timer: Timer | null;
  condition: string;
  /** What is compensated; empty for all of the scope. */
  activity: string;
  waits: boolean;
  link: string;
}

export interface Mapping { name: string; value: string }

/** A data association of a step, or of a data object. */
export interface DataFlow { id: string; isInput: boolean; step: string; data: string; transformation: string }

/** What the properties panel shows of an element. Null where an element cannot have a setting. */
export interface Properties {
  id: string;
  type: string;
  name: string;
  documentation: string;
  kind: string;
  department: string;
  item: string;
  materials: string[];
  fields: string[];
  policy: string;
  timeout: string;
  /** How opinions are joined here, and what this one weighs. */
  vote: Vote;
  jobType: string;
  /** Code of the decision model of a business-rule step. */
  decision: string;
  /** Name under which a value is kept in the case's data: of a decision model, of a script. */
  result: string;
  retries: string;
  backoff: string;
  limit: Limit;
  loop: Loop | null;
  position: Position | null;
  events: EventPart[];
  isParallelMultiple: boolean;
  isInTransaction: boolean;
  interrupts: boolean;
  /** Id of the message of a send or receive task. */
  message: string | null;
  correlation: { key: string; ttl: string } | null;
  instantiates: boolean | null;
  script: { body: string; format: string } | null;
  calls: string | null;
  inputs: Mapping[] | null;
  outputs: Mapping[] | null;
  /** The standard's own inputs and outputs are there besides; they are kept as they are. */
  hasStandardIo: boolean;
  activation: string | null;
  incoming: number;
  isParallelEvents: boolean;
  adHoc: { isSequential: boolean; activate: string; condition: string; cancelsRest: boolean } | null;
  quantities: { start: string; completion: string } | null;
  isEventSub: boolean;
  isForCompensation: boolean;
  isCollection: boolean | null;
  dataFlows: DataFlow[];
  transformation: string | null;
  /** Condition of a flow; null for what is no flow. */
  condition: string | null;
  isDefault: boolean;
  /** The flow leaves a gateway that chooses, or an activity, so that it may have a condition. */
  mayHaveCondition: boolean;
  outflows: Outflow[];
}

const list = (value: unknown): string[] => text(value).split(/\s+/).filter((word) => word !== '');
const body = (expression: unknown): string => text((expression as ModelElement | undefined)?.['body']);
/** What chooses among its ways out by conditions. */
export const chooses = (type: string): boolean => /^bpmn:(Exclusive|Inclusive|Complex)Gateway$/.test(type);

export function propertiesOf(element: ModelElement): Properties {
  const limit = extension(element, 'approval:Limit');
  const isFlow = element.$type === 'bpmn:SequenceFlow';
  const isActivity = isActivityType(element.$type);
  const source = element['sourceRef'] as ModelElement | undefined;
  return {
    id: element.id ?? '',
    type: element.$type,
    name: element.$type === 'bpmn:TextAnnotation' ? text(element['text']) : element.name ?? '',
    documentation: text((element['documentation'] as ModelElement[] | undefined)?.[0]?.['text']),
    kind: text(element['kind']),
    department: text(element['department']),
    item: text(element['item']),
    materials: list(element['materials']),
    fields: list(element['fields']),
    policy: text(element['policy']),
    timeout: text(element['timeout']),
    vote: {
      k: text(element['k']), threshold: text(element['threshold']), lead: text(element['lead']), early: text(element['early']),
      weight: text(element['weight']), veto: text(element['veto']) === 'true', late: text(element['late']),
    },
    jobType: text(element['jobType']),
    decision: text(element['decision']),
    result: text(element['result']),
    retries: text(element['retries']),
    backoff: text(element['backoff']),
    limit: { days: text(limit?.['days']), hours: text(limit?.['hours']), basis: text(limit?.['basis']) },
    loop: loopOf(element['loopCharacteristics'] as ModelElement | undefined),
    ...eventOf(element),
    ...messagesOf(element),
    script: element.$type === 'bpmn:ScriptTask' ? { body: feelIn(element['script']), format: text(element['scriptFormat']) } : null,
    calls: element.$type === 'bpmn:CallActivity' ? text(element['calledElement']) : null,
    ...mappingsOf(element),
    activation: element.$type === 'bpmn:ComplexGateway' ? feelIn(body(element['activationCondition'])) : null,
    incoming: ((element['incoming'] ?? []) as unknown[]).length,
    isParallelEvents: element['eventGatewayType'] === 'Parallel',
    adHoc: element.$type === 'bpmn:AdHocSubProcess'
      ? { isSequential: element['ordering'] === 'Sequential', activate: feelIn(element['activate']), condition: feelIn(body(element['completionCondition'])), cancelsRest: element['cancelRemainingInstances'] !== false } : null,
    quantities: isActivity && !isEventSub(element) ? { start: quantity(element['startQuantity']), completion: quantity(element['completionQuantity']) } : null,
    isEventSub: isEventSub(element),
    isForCompensation: element['isForCompensation'] === true,
    isCollection: element.$type === 'bpmn:DataObjectReference' ? element['dataObjectRef']?.isCollection === true : null,
    dataFlows: dataFlowsOf(element),
    transformation: /^bpmn:Data(In|Out)putAssociation$/.test(element.$type) ? feelIn(body(element['transformation'])) : null,
    condition: isFlow ? body(element['conditionExpression']) : null,
    isDefault: isFlow && source?.['default'] === element,
    mayHaveCondition: isFlow && source !== undefined && (chooses(source.$type) || isActivityType(source.$type)),
    outflows: outflowsOf(element),
  };
}

const quantity = (value: unknown): string => (value === undefined || Number(value) === 1 ? '' : String(value));
const isEventSub = (element: ModelElement): boolean => isScope(element) && element['triggeredByEvent'] === true;

function outflowsOf(element: ModelElement): Outflow[] {
  const flows = ((element['outgoing'] ?? []) as ModelElement[]).filter((flow) => flow.$type === 'bpmn:SequenceFlow');
  // Out of an activity flows have no conditions, as a rule; where one has, all are shown.
  if (!chooses(element.$type) && !(isActivityType(element.$type) && flows.some((flow) => flow['conditionExpression']))) return [];
  return flows.map((flow) => ({
    id: flow.id!, name: flow.name ?? '', to: flow['targetRef']?.name || flow['targetRef']?.id || '',
    condition: body(flow['conditionExpression']), isDefault: element['default'] === flow,
  }));
}

function eventOf(element: ModelElement): Pick<Properties, 'position' | 'events' | 'isParallelMultiple' | 'isInTransaction' | 'interrupts'> {
  return {
    position: positionOf(element),
    events: definitionsAt(element).flatMap((definition) => partOf(definition) ?? []),
    isParallelMultiple: element['parallelMultiple'] === true,
    isInTransaction: isInTransaction(element),
    interrupts: element['cancelActivity'] !== false && element['isInterrupting'] !== false,
  };
}

function partOf(definition: ModelElement): EventPart | null {
  const kind = kindOfDefinition(definition.$type);
  if (kind === null) return null;
  const form = (['timeDuration', 'timeDate', 'timeCycle'] as const).find((f) => definition[f] !== undefined) ?? 'timeDuration';
  return {
    kind,
    root: isRootKind(kind) ? text(definition[referenceOf(kind)]?.id) : '',
    timer: kind === 'timer' ? { form, text: body(definition[form]) } : null,
    condition: kind === 'conditional' ? feelIn(body(definition['condition'])) : '',
    activity: text(definition['activityRef']?.id),
    waits: definition['waitForCompletion'] !== false,
    link: kind === 'link' ? text(definition.name) : '',
  };
}

function messagesOf(element: ModelElement): Pick<Properties, 'message' | 'correlation' | 'instantiates'> {
  const isTask = element.$type === 'bpmn:SendTask' || element.$type === 'bpmn:ReceiveTask';
  const given = extension(element, 'approval:Correlation');
  const has = isTask || definitionsAt(element).some((d) => d.$type === 'bpmn:MessageEventDefinition') || given !== undefined;
  const mayInstantiate = element.$type === 'bpmn:ReceiveTask' || element.$type === 'bpmn:EventBasedGateway';
  return {
    message: isTask ? text(element['messageRef']?.id) : null,
    correlation: has ? { key: feelIn(given?.['key']), ttl: text(given?.['ttl']) } : null,
    instantiates: mayInstantiate ? element['instantiate'] === true : null,
  };
}

function mappingsOf(element: ModelElement): Pick<Properties, 'inputs' | 'outputs' | 'hasStandardIo'> {
  const position = positionOf(element);
  const of = (type: string): Mapping[] => extensions(element, type).map((m) => ({ name: text(m['name']), value: feelIn(m['value']) }));
  const [inputs, outputs] = [of('approval:Input'), of('approval:Output')];
  const carries = definitionsAt(element).some((d) => ['message', 'signal', 'error', 'escalation'].includes(kindOfDefinition(d.$type) ?? ''));
  const isActivity = isActivityType(element.$type) && !isEventSub(element);
  const throws = (position === 'throw' || position === 'end') && carries;
  const catches = position !== null && position !== 'throw' && position !== 'end' && carries;
  return {
    inputs: isActivity || throws || inputs.length > 0 ? inputs : null,
    outputs: isActivity || catches || outputs.length > 0 ? outputs : null,
    hasStandardIo: element['ioSpecification'] !== undefined && (element['ioSpecification'].dataInputs ?? []).length + (element['ioSpecification'].dataOutputs ?? []).length > 0,
  };
}

const named = (element: ModelElement | undefined): string => element?.name || element?.id || '';

function dataFlowsOf(element: ModelElement): DataFlow[] {
  const of = (step: ModelElement, property: 'dataInputAssociations' | 'dataOutputAssociations'): DataFlow[] =>
    ((step[property] ?? []) as ModelElement[]).filter((flow) => flow.id !== undefined).map((flow) => {
      const isInput = property === 'dataInputAssociations';
      const data = isInput ? (flow['sourceRef'] as ModelElement[] | undefined)?.[0] : (flow['targetRef'] as ModelElement | undefined);
      return { id: flow.id!, isInput, step: named(step), data: named(data), transformation: feelIn(body(flow['transformation'])) };
    });
  return [...of(element, 'dataInputAssociations'), ...of(element, 'dataOutputAssociations')];
}

export const noLoop: Loop = {
  form: 'parallel', condition: '', testBefore: false, maximum: '', collection: '', element: '', cardinality: '', output: '', outputElement: '', completion: '', behavior: 'All', thrown: { kind: 'signal', root: '' }, complex: [], hasDataRefs: false,
};

function thrownBy(definition: ModelElement | undefined): Thrown {
  const kind = definition === undefined ? null : kindOfDefinition(definition.$type);
  return kind !== null && isRootKind(kind) ? { kind, root: text(definition![referenceOf(kind)]?.id) } : { kind: 'signal', root: '' };
}

function loopOf(loop: ModelElement | undefined): Loop | null {
  if (loop === undefined) return null;
  if (loop.$type === 'bpmn:StandardLoopCharacteristics')
    return { ...noLoop, form: 'standard', condition: feelIn(body(loop['loopCondition'])), testBefore: loop['testBefore'] === true, maximum: text(loop['loopMaximum']) };
  const collection = extension(loop, 'approval:Collection');
  const behavior = (text(loop['behavior']) || 'All') as Behavior;
  const reference = behavior === 'None' ? loop['noneBehaviorEventRef'] : behavior === 'One' ? loop['oneBehaviorEventRef'] : undefined;
  return {
    ...noLoop,
    form: loop['isSequential'] === true ? 'sequential' : 'parallel',
    collection: feelIn(collection?.['expression']), element: text(collection?.['element']),
    output: text(collection?.['output']), outputElement: feelIn(collection?.['outputElement']),
    cardinality: feelIn(body(loop['loopCardinality'])),
    completion: feelIn(body(loop['completionCondition'])),
    behavior, thrown: thrownBy(reference as ModelElement | undefined),
    complex: ((loop['complexBehaviorDefinition'] ?? []) as ModelElement[]).map((c) => ({ condition: feelIn(body(c['condition'])), ...thrownBy(c['event']?.eventDefinitions?.[0] as ModelElement | undefined) })),
    hasDataRefs: loop['loopDataInputRef'] !== undefined || loop['loopDataOutputRef'] !== undefined,
  };
}
