import testRule from 'bpmnlint/lib/test-rule';
import conditionalFlows from 'bpmnlint/rules/conditional-flows';
import endEventRequired from 'bpmnlint/rules/end-event-required';
import fakeJoin from 'bpmnlint/rules/fake-join';
import labelRequired from 'bpmnlint/rules/label-required';
import noDisconnected from 'bpmnlint/rules/no-disconnected';
import noDuplicateFlows from 'bpmnlint/rules/no-duplicate-sequence-flows';
import noJoinFork from 'bpmnlint/rules/no-gateway-join-fork';
import noImplicitEnd from 'bpmnlint/rules/no-implicit-end';
import noImplicitSplit from 'bpmnlint/rules/no-implicit-split';
import noOverlap from 'bpmnlint/rules/no-overlapping-elements';
import singleStart from 'bpmnlint/rules/single-blank-start-event';
import startEventRequired from 'bpmnlint/rules/start-event-required';
import superfluousGateway from 'bpmnlint/rules/superfluous-gateway';
import superfluousTermination from 'bpmnlint/rules/superfluous-termination';
import { flowElements, isScope, type ModelElement } from './model';

const rules = {
  'conditional-flows': conditionalFlows,
  'end-event-required': endEventRequired,
  'fake-join': fakeJoin,
  'label-required': labelRequired,
  'no-disconnected': noDisconnected,
  'no-duplicate-sequence-flows': noDuplicateFlows,
  'no-gateway-join-fork': noJoinFork,
  'no-implicit-end': noImplicitEnd,
  'no-implicit-split': noImplicitSplit,
  'no-overlapping-elements': noOverlap,
  'single-blank-start-event': singleStart,
  'start-event-required': startEventRequired,
  'superfluous-gateway': superfluousGateway,
  'superfluous-termination': superfluousTermination,
} as Record<string, () => unknown>;

export interface LintReport {
  rule: string;
  element: string;
}

const run = testRule as (of: { moddleRoot: ModelElement; rule: unknown; config: unknown }) => { id: string }[];

/** Where associations start, however deep: the lint itself looks for those of compensation at the process alone. */
function associated(scope: ModelElement): string[] {
  const own = ((scope['artifacts'] ?? []) as ModelElement[]).filter((e) => e.$type === 'bpmn:Association').flatMap((e) => (e['sourceRef'] as ModelElement | undefined)?.id ?? []);
  return [...own, ...flowElements(scope).filter(isScope).flatMap(associated)];
}

/** What bpmnlint says of a model; a rule that stumbles over an unusual model says nothing. */
export function lint(definitions: ModelElement): LintReport[] {
  const leads = new Set(((definitions['rootElements'] ?? []) as ModelElement[]).flatMap(associated));
  const isWrong = ({ rule, element }: LintReport) => rule !== 'no-implicit-end' || !leads.has(element);
  return Object.entries(rules).flatMap(([rule, make]) => {
    try {
      return run({ moddleRoot: definitions, rule: make(), config: undefined }).map(({ id }) => ({ rule, element: id })).filter(isWrong);
    } catch {
      return [];
    }
  });
}
