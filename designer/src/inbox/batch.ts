import { submit } from '../case/actions/intents';
import { casePath } from '../case/api';
import type { OpinionBody } from '../case/actions/opinion';
import { keyOf, type Task } from './api';

export type RowState = { at: 'waiting' } | { at: 'sending' } | { at: 'good' } | { at: 'bad'; error: unknown };

const AT_ONCE = 3;

/**
 * Sends one opinion for each task, a few at a time. Each has a key of its own, kept until it was answered, so a second
 * try after a broken connection records nothing twice.
 * @param tell called at each step of a row
 * @param send replaced by tests
 */
export async function sendAll(
  tasks: readonly Task[], opinion: OpinionBody, stop: AbortSignal, tell: (key: string, state: RowState) => void,
  send: (task: Task, opinion: OpinionBody) => Promise<unknown> = (task, body) => submit(`${casePath(task.caseId)}/tasks/${task.taskId}/opinion`, body),
): Promise<void> {
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task !== undefined && !stop.aborted; task = waiting.shift()) {
      const key = keyOf(task);
      tell(key, { at: 'sending' });
      try {
        await send(task, opinion);
        tell(key, { at: 'good' });
      } catch (error) {
        tell(key, { at: 'bad', error });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
