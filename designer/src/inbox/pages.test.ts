import { expect, test } from 'vitest';
import type { Task } from './api';
import { appended, nextCursor, renewed, rowsOf, staleAt, type Pages } from './pages';

const row = (n: number): Task => ({ caseId: `case-${String(n).padStart(4, '0')}`, taskId: 1 } as Task);
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i));
const numbers = (pages: Pages) => rowsOf(pages).map((r) => Number(r.caseId.slice(5)));

/** Rows 0…299 in three stretches of a hundred, all asked for in round 0. */
function given(): Pages {
  let pages = appended(undefined, null, { items: span(0, 100), nextCursor: 'c100' });
  pages = appended(pages, 'c100', { items: span(100, 200), nextCursor: 'c200' });
  return appended(pages, 'c200', { items: span(200, 300), nextCursor: 'c300' });
}

test('stretches join to one list', () => {
  expect(numbers(given())).toEqual([...Array(300).keys()]);
  expect(nextCursor(given())).toBe('c300');
});

test('an answer for an end that has moved is left out', () => {
  expect(appended(given(), 'c200', { items: span(900, 950), nextCursor: null })).toEqual(given());
});

test('the head of the list and the stretch that is looked at are asked for again', () => {
  const begun = { ...given(), round: 1 };
  expect(staleAt(begun, new Set())).toBe(0);
  const pages = { ...begun, stretches: begun.stretches.map((s, i) => (i === 0 ? { ...s, round: 1 } : s)) };
  expect(staleAt(pages, new Set())).toBe(-1);
  expect(staleAt(pages, new Set(['case-0150/1']))).toBe(1);
  const after = renewed(pages, 'c100', { items: span(100, 300), nextCursor: 'c300' });
  expect(staleAt(after, new Set(['case-0150/1']))).toBe(-1);
  expect(numbers(after)).toEqual([...Array(300).keys()]);
});

test('a row that was done is gone, and the following stretch closes up', () => {
  const pages = { ...given(), round: 1 };
  const after = renewed(pages, 'c100', { items: [...span(100, 120), ...span(121, 301)].slice(0, 180), nextCursor: 'c281' });
  expect(numbers(after)).toEqual([...Array(300).keys()].filter((n) => n !== 120));
  expect(after.stretches.map((s) => s.cursor)).toEqual([null, 'c100', 'c281']);
});

test('a new row in front of the others comes in, and nothing stands twice', () => {
  const pages = { ...given(), round: 1 };
  const after = renewed(pages, null, { items: [row(999), ...span(0, 149)], nextCursor: 'c149' });
  expect(numbers(after)).toEqual([999, ...Array(300).keys()]);
});

test('where the list ends now, nothing old is left behind it', () => {
  const after = renewed({ ...given(), round: 1 }, 'c100', { items: span(100, 110), nextCursor: null });
  expect(numbers(after)).toEqual([...Array(110).keys()]);
});
