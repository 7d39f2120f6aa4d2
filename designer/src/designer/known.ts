import { useMemo } from 'react';
import { writtenIn } from '../bpmn/written';
import type { Known } from '../feel/completion';
import { knownOf } from '../feel/knownTexts';
import { fill } from '../shared/texts';
import type { PartProps } from './Properties';
import { runTexts } from './runTexts';

const known = (name: string, [zh, en]: readonly [string, string]): Known => ({ name, label: { zh, en } });

/** What conditions of repeated activities may use besides. */
export const loopNames: readonly Known[] = [
  known('loopCounter', runTexts.knownCounter), known('numberOfInstances', runTexts.knownInstances), known('numberOfActiveInstances', runTexts.knownActive),
  known('numberOfCompletedInstances', runTexts.knownCompleted), known('numberOfTerminatedInstances', runTexts.knownTerminated),
];
export const counterName: readonly Known[] = loopNames.slice(0, 1);
export const activationName: readonly Known[] = [known('activationCount', runTexts.knownActivation)];

/** What an expression of this definition may use: what the joint item gives, and what the flow itself writes. */
export function useKnown(handle: PartProps['handle'], jointItem: PartProps['jointItem'], besides: readonly Known[] = []): Known[] {
  const process = handle.shownProcess();
  return useMemo(() => {
    const rules = handle.outline().filter((e) => e.type === 'BusinessRuleTask').map((e) => ({ id: e.id, name: e.name || e.id }));
    const [zh, en] = runTexts.writtenBy;
    const written = process ? writtenIn(process).map((w): Known => ({ name: w.name, label: { zh: fill(zh, { by: w.by }), en: fill(en, { by: w.by }) } })) : [];
    return [...besides, ...written, ...knownOf(jointItem, rules)];
  }, [handle, jointItem, process, besides]);
}
