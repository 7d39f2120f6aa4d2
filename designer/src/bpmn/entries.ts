import { definitionType, isInTransaction, kindsAt, mayBePlain, positionOf, type EventKind, type Position } from './eventKinds';
import { eventTexts } from './eventTexts';
import type { ModelElement } from './model';
import type { bpmnTexts } from './texts';

export type EntryGroup = 'approval' | 'automatic' | 'scope' | 'branch' | 'start' | 'catch' | 'throw' | 'boundary' | 'end' | 'data';

/** What can be added to a definition: what the engine runs, and what explains it. */
export interface Entry {
  id: string;
  text: keyof typeof bpmnTexts;
  icon: string;
  group: EntryGroup;
  type: string;
  attributes?: Record<string, unknown>;
  /** BPMN type of an event's definition, and its kind and place. */
  event?: string;
  kind?: EventKind;
  position?: Position;
  /** It sits on the edge of an activity. */
  attaches?: true;
  /** No flow leads to it. */
  stands?: true;
}

const step = (kind: string, text: Entry['text'], icon: string): Entry => ({ id: kind, text, icon, group: 'approval', type: 'bpmn:UserTask', attributes: { 'approval:kind': kind } });

/** The block of a concurrent review (并联审批): fork, reviews, join. It is made of several elements. */
export const blockEntry: Entry = { id: 'block', text: 'concurrentBlock', icon: 'bpmn-icon-gateway-parallel', group: 'approval', type: 'bpmn:ParallelGateway' };

const types: Record<Exclude<Position, 'innerStart' | 'eventStart'>, string> = {
  start: 'bpmn:StartEvent', catch: 'bpmn:IntermediateCatchEvent', throw: 'bpmn:IntermediateThrowEvent', boundary: 'bpmn:BoundaryEvent', end: 'bpmn:EndEvent',
};
const icons: Record<keyof typeof types, string> = { start: 'start-event', catch: 'intermediate-event-catch', throw: 'intermediate-event-throw', boundary: 'intermediate-event-catch', end: 'end-event' };

/** The word and picture of an event at its place do not tell what kind of start it is. */
const placeOf = (position: Position): keyof typeof types => (position === 'innerStart' || position === 'eventStart' ? 'start' : position);

function eventEntry(position: Position, kind: EventKind): Entry {
  const place = placeOf(position);
  return {
    id: `${place}.${kind}`, text: `${place}.${kind}` as keyof typeof eventTexts, icon: `bpmn-icon-${icons[place]}-${kind === 'conditional' ? 'condition' : kind}`, group: place,
    type: types[place], event: definitionType(kind), kind, position, ...(place === 'boundary' ? { attaches: true } : {}), ...(place === 'start' ? { stands: true } : {}),
  };
}

function plainEntry(position: Position): Entry {
  const place = placeOf(position);
  const [text, icon] = place === 'start' ? ['startEvent', 'start-event-none'] as const : place === 'end' ? ['endEvent', 'end-event-none'] as const : ['plainThrow', 'intermediate-event-none'] as const;
  return { id: place, text, icon: `bpmn-icon-${icon}`, group: place, type: types[place], position, ...(place === 'start' ? { stands: true } : {}) };
}

const eventsAt = (position: Position, inTransaction: boolean): Entry[] =>
  [...(mayBePlain(position) ? [plainEntry(position)] : []), ...kindsAt(position, inTransaction).map((kind) => eventEntry(position, kind))];

export const entries: readonly Entry[] = [
  step('review', 'review', 'bpmn-icon-user-task'),
  blockEntry,
  step('decide', 'decide', 'bpmn-icon-user'),
  step('conclude', 'conclude', 'bpmn-icon-user-task'),
  step('deliver', 'deliver', 'bpmn-icon-user-task'),
  step('work', 'work', 'bpmn-icon-user-task'),
  { id: 'service', text: 'serviceTask', icon: 'bpmn-icon-service-task', group: 'automatic', type: 'bpmn:ServiceTask' },
  { id: 'rule', text: 'businessRule', icon: 'bpmn-icon-business-rule-task', group: 'automatic', type: 'bpmn:BusinessRuleTask' },
  { id: 'script', text: 'scriptTask', icon: 'bpmn-icon-script-task', group: 'automatic', type: 'bpmn:ScriptTask' },
  { id: 'send', text: 'sendTask', icon: 'bpmn-icon-send-task', group: 'automatic', type: 'bpmn:SendTask' },
  { id: 'receive', text: 'receiveTask', icon: 'bpmn-icon-receive-task', group: 'automatic', type: 'bpmn:ReceiveTask' },
  { id: 'manual', text: 'manualTask', icon: 'bpmn-icon-manual-task', group: 'automatic', type: 'bpmn:ManualTask' },
  { id: 'call', text: 'callActivity', icon: 'bpmn-icon-call-activity', group: 'scope', type: 'bpmn:CallActivity' },
  { id: 'sub', text: 'subProcess', icon: 'bpmn-icon-subprocess-expanded', group: 'scope', type: 'bpmn:SubProcess' },
  { id: 'eventSub', text: 'eventSubProcess', icon: 'bpmn-icon-event-subprocess-expanded', group: 'scope', type: 'bpmn:SubProcess', attributes: { triggeredByEvent: true }, stands: true },
  { id: 'transaction', text: 'transaction', icon: 'bpmn-icon-transaction', group: 'scope', type: 'bpmn:Transaction' },
  { id: 'adHoc', text: 'adHoc', icon: 'bpmn-icon-ad-hoc-subprocess', group: 'scope', type: 'bpmn:AdHocSubProcess' },
  { id: 'exclusive', text: 'exclusiveGateway', icon: 'bpmn-icon-gateway-xor', group: 'branch', type: 'bpmn:ExclusiveGateway' },
  { id: 'parallel', text: 'parallelGateway', icon: 'bpmn-icon-gateway-parallel', group: 'branch', type: 'bpmn:ParallelGateway' },
  { id: 'inclusive', text: 'inclusiveGateway', icon: 'bpmn-icon-gateway-or', group: 'branch', type: 'bpmn:InclusiveGateway' },
  { id: 'eventGateway', text: 'eventGateway', icon: 'bpmn-icon-gateway-eventbased', group: 'branch', type: 'bpmn:EventBasedGateway' },
  { id: 'complex', text: 'complexGateway', icon: 'bpmn-icon-gateway-complex', group: 'branch', type: 'bpmn:ComplexGateway' },
  ...eventsAt('start', false),
  ...eventsAt('catch', false),
  ...eventsAt('boundary', true),
  ...eventsAt('throw', false),
  ...eventsAt('end', true),
  { id: 'data', text: 'dataObject', icon: 'bpmn-icon-data-object', group: 'data', type: 'bpmn:DataObjectReference', stands: true },
  { id: 'annotation', text: 'annotation', icon: 'bpmn-icon-text-annotation', group: 'data', type: 'bpmn:TextAnnotation', stands: true },
];

const tasks = ['work', 'service', 'rule', 'script', 'send', 'receive', 'manual', 'call'];
const families: readonly (readonly string[])[] = [tasks, ['sub', 'eventSub', 'transaction', 'adHoc'], ['exclusive', 'parallel', 'inclusive', 'eventGateway', 'complex']];
const identity = (entry: Entry): string => `${entry.type} ${entry.attributes?.['triggeredByEvent'] === true}`;

/** What an element can be turned into; what it is already is not among them. */
export function turnsInto(element: ModelElement): readonly Entry[] {
  const position = positionOf(element);
  if (position !== null) return eventTurns(element, position);
  const present = `${element.$type} ${element['triggeredByEvent'] === true}`;
  const byId = new Map(entries.map((e) => [e.id, e]));
  const family = families.map((ids) => ids.map((id) => byId.get(id)!)).find((members) => members.some((e) => identity(e) === present)) ?? (element.$type === 'bpmn:Task' ? tasks.map((id) => byId.get(id)!) : []);
  return family.filter((e) => identity(e) !== present);
}

function eventTurns(element: ModelElement, position: Position): readonly Entry[] {
  const definitions = (element['eventDefinitions'] ?? []) as ModelElement[];
  const present = definitions.length > 1 ? null : (definitions[0]?.$type ?? '');
  const others = eventsAt(position, isInTransaction(element)).filter((e) => (e.event ?? '') !== present);
  // An intermediate event may change its side; its flows stay.
  if (position === 'catch') return [...others, ...eventsAt('throw', false)];
  if (position === 'throw') return [...others, ...eventsAt('catch', false), ...eventsAt('end', isInTransaction(element)).slice(0, 1)];
  return others;
}

/** Whether a cancel event has a meaning: on a transaction, or behind something within one. */
export function fits(entry: Entry, chosen: ModelElement | undefined): boolean {
  if (entry.kind !== 'cancel') return true;
  return (entry.position === 'boundary' ? chosen : chosen?.$parent)?.$type === 'bpmn:Transaction';
}
