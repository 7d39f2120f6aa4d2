import { expect, test } from 'vitest';
import type { Task } from './api';
import { sendAll, type RowState } from './batch';

const tasks = [1, 2, 3, 4, 5, 6].map((n) => ({ caseId: `case-${n}`, taskId: n } as Task));
const opinion = { kind: 'positive' } as const;

test('each row gets its own result, and one refusal does not hold the others', async () => {
  const states = new Map<string, RowState>();
  const sent: string[] = [];
  await sendAll(tasks, opinion, new AbortController().signal, (key, state) => states.set(key, state), (task) => {
    sent.push(task.caseId);
    return task.taskId === 2 ? Promise.reject(new Error('closed')) : Promise.resolve();
  });
  expect(sent.sort()).toEqual(tasks.map((t) => t.caseId));
  expect([...states.values()].map((s) => s.at).filter((s) => s === 'good')).toHaveLength(5);
  expect(states.get('case-2/2')?.at).toBe('bad');
});

test('after a stop nothing more is sent; what is under way is answered', async () => {
  const stop = new AbortController();
  const sent: number[] = [];
  await sendAll(tasks, opinion, stop.signal, () => undefined, (task) => {
    sent.push(task.taskId);
    if (task.taskId === 1) stop.abort();
    return Promise.resolve();
  });
  expect(sent.length).toBeLessThan(tasks.length);
});
