import type { bpmnTexts } from './texts';

/** What can be added to a definition: only what the engine runs. */
export interface Entry {
  id: string;
  text: keyof typeof bpmnTexts;
  icon: string;
  group: 'approval' | 'automatic' | 'branch' | 'event';
  type: string;
  attributes?: Record<string, unknown>;
  event?: 'bpmn:TimerEventDefinition' | 'bpmn:TerminateEventDefinition' | 'bpmn:ErrorEventDefinition';
  /** It sits on the edge of an activity. */
  attaches?: true;
}

const step = (kind: string, text: Entry['text'], icon: string): Entry => ({ id: kind, text, icon, group: 'approval', type: 'bpmn:UserTask', attributes: { 'approval:kind': kind } });

/** The block of a concurrent review (并联审批): fork, reviews, join. It is made of several elements. */
export const blockEntry: Entry = { id: 'block', text: 'concurrentBlock', icon: 'bpmn-icon-gateway-parallel', group: 'approval', type: 'bpmn:ParallelGateway' };

export const entries: readonly Entry[] = [
  step('review', 'review', 'bpmn-icon-user-task'),
  blockEntry,
  step('decide', 'decide', 'bpmn-icon-user'),
  step('conclude', 'conclude', 'bpmn-icon-user-task'),
  step('deliver', 'deliver', 'bpmn-icon-user-task'),
  step('work', 'work', 'bpmn-icon-manual-task'),
  { id: 'service', text: 'serviceTask', icon: 'bpmn-icon-service-task', group: 'automatic', type: 'bpmn:ServiceTask' },
  { id: 'rule', text: 'businessRule', icon: 'bpmn-icon-business-rule-task', group: 'automatic', type: 'bpmn:BusinessRuleTask' },
  { id: 'sub', text: 'subProcess', icon: 'bpmn-icon-subprocess-expanded', group: 'automatic', type: 'bpmn:SubProcess' },
  { id: 'exclusive', text: 'exclusiveGateway', icon: 'bpmn-icon-gateway-xor', group: 'branch', type: 'bpmn:ExclusiveGateway' },
  { id: 'parallel', text: 'parallelGateway', icon: 'bpmn-icon-gateway-parallel', group: 'branch', type: 'bpmn:ParallelGateway' },
  { id: 'timer', text: 'timerCatch', icon: 'bpmn-icon-intermediate-event-catch-timer', group: 'event', type: 'bpmn:IntermediateCatchEvent', event: 'bpmn:TimerEventDefinition' },
  { id: 'boundaryTimer', text: 'timerBoundary', icon: 'bpmn-icon-intermediate-event-catch-timer', group: 'event', type: 'bpmn:BoundaryEvent', event: 'bpmn:TimerEventDefinition', attaches: true },
  { id: 'boundaryError', text: 'errorBoundary', icon: 'bpmn-icon-intermediate-event-catch-error', group: 'event', type: 'bpmn:BoundaryEvent', event: 'bpmn:ErrorEventDefinition', attaches: true },
  { id: 'start', text: 'startEvent', icon: 'bpmn-icon-start-event-none', group: 'event', type: 'bpmn:StartEvent' },
  { id: 'end', text: 'endEvent', icon: 'bpmn-icon-end-event-none', group: 'event', type: 'bpmn:EndEvent' },
  { id: 'terminate', text: 'terminateEnd', icon: 'bpmn-icon-end-event-terminate', group: 'event', type: 'bpmn:EndEvent', event: 'bpmn:TerminateEventDefinition' },
  { id: 'errorEnd', text: 'errorEnd', icon: 'bpmn-icon-end-event-error', group: 'event', type: 'bpmn:EndEvent', event: 'bpmn:ErrorEventDefinition' },
];

/** What an element can be turned into, by its present type. */
export function turnsInto(type: string): readonly Entry[] {
  const of = (...ids: string[]) => entries.filter((e) => ids.includes(e.id));
  switch (type) {
    case 'bpmn:UserTask': case 'bpmn:ServiceTask': case 'bpmn:BusinessRuleTask': return of('work', 'service', 'rule');
    case 'bpmn:Task': case 'bpmn:ManualTask': case 'bpmn:SendTask': case 'bpmn:ReceiveTask': case 'bpmn:ScriptTask': case 'bpmn:CallActivity':
      return of('review', 'work', 'service');
    case 'bpmn:ExclusiveGateway': case 'bpmn:ParallelGateway': case 'bpmn:InclusiveGateway': case 'bpmn:ComplexGateway': case 'bpmn:EventBasedGateway': return of('exclusive', 'parallel');
    case 'bpmn:EndEvent': return of('end', 'terminate', 'errorEnd');
    case 'bpmn:BoundaryEvent': return of('boundaryTimer', 'boundaryError');
    case 'bpmn:IntermediateThrowEvent': case 'bpmn:IntermediateCatchEvent': return of('timer');
    default: return [];
  }
}
