import { newKey } from '../shared/api';
import { fetchCase, isActive, urge } from './api';

export type Outcome = { state: 'done'; tasks: number } | { state: 'failed'; error: unknown };

interface Doors {
  fetchCase: typeof fetchCase;
  urge: (caseId: string, taskId: number, note: string, key: string) => Promise<unknown>;
}

/**
 * Urges every open task of each case, one case after another; what fails does not stop the rest.
 * @param keys one key for each task that was tried, so that trying again urges nobody twice
 * @param onOutcome told after each case
 */
export async function urgeAll(
  caseIds: readonly string[], note: string, keys: Map<string, string>, signal: AbortSignal,
  onOutcome: (caseId: string, outcome: Outcome) => void, doors: Doors = { fetchCase, urge },
): Promise<void> {
  for (const caseId of caseIds) {
    if (signal.aborted) return;
    try {
      const tasks = (await doors.fetchCase(caseId, signal)).tasks.filter(isActive);
      for (const task of tasks) {
        const name = `${caseId}.${task.taskId}`;
        const key = keys.get(name) ?? newKey();
        keys.set(name, key);
        await doors.urge(caseId, task.taskId, note, key);
      }
      onOutcome(caseId, { state: 'done', tasks: tasks.length });
    } catch (error) {
      if (signal.aborted) return;
      onOutcome(caseId, { state: 'failed', error });
    }
  }
}
