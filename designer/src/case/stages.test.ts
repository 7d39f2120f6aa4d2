import { expect, test } from 'vitest';
import type { Case, CaseTask } from './api';
import { stagesOf } from './stages';

const task = (kind: CaseTask['kind'], state: CaseTask['state'], closedAt: string | null = null): CaseTask =>
  ({ taskId: 1, kind, state, closedAt, title: '', element: '', department: '', item: null, assignee: null, openedAt: '', dueAt: null, card: 'none', actions: [], itemName: null, urges: [], policy: null, timeout: null, basis: null });
const given = (status: number, tasks: CaseTask[], decision: Case['decision'] = null): Case => ({ status, tasks, decision } as Case);
const states = (shown: Case) => stagesOf(shown).map((s) => s.state).join(' ');

test('a filed case is at its intake', () => {
  expect(states(given(1, [task('intake', 'open')]))).toBe('now ahead ahead ahead ahead');
});

test('while one department still reviews, the review is under way', () => {
  expect(states(given(8, [task('intake', 'done', '2026-01-05'), task('review', 'done'), task('review', 'claimed')]))).toBe('done now ahead ahead ahead');
});

test('a department that sees no task of its own still sees that the review is under way', () => {
  expect(states(given(8, []))).toBe('done now ahead ahead ahead');
});

test('after the decision the case is concluded, then delivered', () => {
  const decision = { decision: 'grant', reason: null, officer: null, at: '2026-01-09' } as const;
  expect(states(given(8, [task('conclude', 'open')], decision))).toBe('done done done now ahead');
  expect(states(given(11, [task('conclude', 'done'), task('deliver', 'open')], decision))).toBe('done done done done now');
  expect(states(given(11, [task('deliver', 'done')], decision))).toBe('done done done done done');
});

test('a case withdrawn in its review ends there', () => {
  expect(states(given(14, [task('intake', 'done'), task('review', 'cancelled')]))).toBe('done ended ended ended ended');
});
