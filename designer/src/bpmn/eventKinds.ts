import type { ModelElement } from './model';

/** What an event waits for, or throws. */
export type EventKind = 'message' | 'timer' | 'signal' | 'conditional' | 'error' | 'escalation' | 'compensation' | 'cancel' | 'link' | 'terminate';

/** Where an event can stand; `innerStart` begins a sub-process, `eventStart` one that an event starts. */
export type Position = 'start' | 'innerStart' | 'eventStart' | 'catch' | 'throw' | 'boundary' | 'end';

const definitions: Record<EventKind, string> = {
  message: 'bpmn:MessageEventDefinition', timer: 'bpmn:TimerEventDefinition', signal: 'bpmn:SignalEventDefinition', conditional: 'bpmn:ConditionalEventDefinition',
  error: 'bpmn:ErrorEventDefinition', escalation: 'bpmn:EscalationEventDefinition', compensation: 'bpmn:CompensateEventDefinition', cancel: 'bpmn:CancelEventDefinition',
  link: 'bpmn:LinkEventDefinition', terminate: 'bpmn:TerminateEventDefinition',
};
const kinds = new Map(Object.entries(definitions).map(([kind, type]) => [type, kind as EventKind]));

// BPMN 2.0, tables 10.84, 10.86, 10.89 and 10.90.
const allowed: Record<Position, readonly EventKind[]> = {
  start: ['message', 'timer', 'signal', 'conditional'],
  innerStart: [],
  eventStart: ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensation'],
  catch: ['message', 'timer', 'signal', 'conditional', 'link'],
  throw: ['message', 'signal', 'escalation', 'compensation', 'link'],
  boundary: ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensation', 'cancel'],
  end: ['message', 'signal', 'error', 'escalation', 'compensation', 'cancel', 'terminate'],
};
const alone: ReadonlySet<EventKind> = new Set(['link', 'cancel']);
const alwaysInterrupt: ReadonlySet<EventKind> = new Set(['error', 'compensation', 'cancel']);

export const definitionType = (kind: EventKind): string => definitions[kind];
export const kindOfDefinition = (type: string): EventKind | null => kinds.get(type) ?? null;
export const catches = (position: Position): boolean => position !== 'throw' && position !== 'end';

/** What an event at this place may be. Of a cancel event it depends on what is around: a transaction. */
export const kindsAt = (position: Position, isInTransaction: boolean): readonly EventKind[] => allowed[position].filter((kind) => kind !== 'cancel' || isInTransaction);

/** Without any definition: a start, a plain intermediate throw, a plain end. */
export const mayBePlain = (position: Position): boolean => position === 'start' || position === 'innerStart' || position === 'throw' || position === 'end';

/** Which kinds may be added to those that an event has: several of them make it a multiple event. */
export const addable = (position: Position, present: readonly EventKind[], isInTransaction: boolean): readonly EventKind[] =>
  present.some((kind) => alone.has(kind)) || present.length === 0 ? [] : kindsAt(position, isInTransaction).filter((kind) => !alone.has(kind));

export const mayNotInterrupt = (position: Position, present: readonly EventKind[]): boolean =>
  (position === 'boundary' || position === 'eventStart') && present.length > 0 && !present.some((kind) => alwaysInterrupt.has(kind));

/** A cycle makes sense where an event can happen again. */
export const mayRepeat = (position: Position, interrupts: boolean): boolean => position === 'start' || ((position === 'boundary' || position === 'eventStart') && !interrupts);

/** Null for what is no event. */
export function positionOf(element: ModelElement): Position | null {
  switch (element.$type) {
    case 'bpmn:StartEvent': {
      const scope = element.$parent;
      if (scope === undefined || !/^bpmn:(SubProcess|Transaction|AdHocSubProcess)$/.test(scope.$type)) return 'start';
      return scope['triggeredByEvent'] === true ? 'eventStart' : 'innerStart';
    }
    case 'bpmn:IntermediateCatchEvent': return 'catch';
    case 'bpmn:IntermediateThrowEvent': return 'throw';
    case 'bpmn:BoundaryEvent': return 'boundary';
    case 'bpmn:EndEvent': return 'end';
    default: return null;
  }
}

export function kindsOf(element: ModelElement): EventKind[] {
  return ((element['eventDefinitions'] ?? []) as ModelElement[]).flatMap((definition) => kindOfDefinition(definition.$type) ?? []);
}

/** One word for all that an event has: its kind, `multiple`, `parallelMultiple`, or null for a plain one. */
export function summaryOf(element: ModelElement): EventKind | 'multiple' | 'parallelMultiple' | null {
  const present = kindsOf(element);
  if (present.length > 1) return element['parallelMultiple'] === true ? 'parallelMultiple' : 'multiple';
  return present[0] ?? null;
}

/** Whether a cancel event has a meaning here: on the edge of a transaction, or an end within one. */
export function isInTransaction(element: ModelElement): boolean {
  return (element.$type === 'bpmn:BoundaryEvent' ? (element['attachedToRef'] as ModelElement | undefined) : element.$parent)?.$type === 'bpmn:Transaction';
}
