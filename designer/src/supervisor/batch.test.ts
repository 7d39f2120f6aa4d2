import { expect, test } from 'vitest';
import type { CaseOfTasks } from './api';
import { urgeAll, type Outcome } from './batch';

const caseWith = (caseId: string, ...states: ('open' | 'claimed' | 'done')[]): CaseOfTasks => ({
  caseId, caseNumber: caseId, title: '', region: '510104',
  tasks: states.map((state, i) => ({ taskId: i + 1, kind: 'review', title: '', itemName: null, department: 'fire', state, assignee: null, dueAt: null, card: 'none' })),
});

test('each open task is urged once, and a case that fails does not stop the others', async () => {
  const urged: string[] = [];
  const outcomes = new Map<string, Outcome>();
  const cases = new Map([['a', caseWith('a', 'open', 'done', 'claimed')], ['c', caseWith('c', 'open')]]);
  await urgeAll(['a', 'b', 'c'], '请尽快', new Map(), new AbortController().signal, (id, outcome) => outcomes.set(id, outcome), {
    fetchCase: async (id) => cases.get(id) ?? Promise.reject(new Error('gone')),
    urge: async (id, task) => urged.push(`${id}.${task}`),
  });
  expect(urged).toEqual(['a.1', 'a.3', 'c.1']);
  expect(outcomes.get('a')).toEqual({ state: 'done', tasks: 2 });
  expect(outcomes.get('b')).toMatchObject({ state: 'failed' });
  expect(outcomes.get('c')).toEqual({ state: 'done', tasks: 1 });
});

test('trying again sends the same key, so that nobody is urged twice', async () => {
  const keys = new Map<string, string>();
  const sent: string[] = [];
  const doors = {
    fetchCase: async () => caseWith('a', 'open'),
    urge: async (_: string, __: number, ___: string, key: string) => {
      sent.push(key);
      if (sent.length === 1) throw new Error('no answer');
    },
  };
  const run = () => urgeAll(['a'], 'x', keys, new AbortController().signal, () => undefined, doors);
  await run();
  await run();
  expect(sent).toHaveLength(2);
  expect(sent[0]).toBe(sent[1]);
});

test('after a stop nothing more is urged', async () => {
  const stop = new AbortController();
  const urged: string[] = [];
  await urgeAll(['a', 'b'], 'x', new Map(), stop.signal, () => undefined, {
    fetchCase: async (id) => caseWith(id, 'open'),
    urge: async (id) => {
      urged.push(id);
      stop.abort();
    },
  });
  expect(urged).toEqual(['a']);
});
