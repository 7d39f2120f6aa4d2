import { expect, test } from 'vitest';
import { noFilter, parametersOf, sameFilter, saved, understood } from './filters';

test('only what was chosen is sent', () => {
  expect(parametersOf(noFilter)).toEqual({ view: 'department', sort: 'due' });
  expect(parametersOf({ ...noFilter, state: 'done', urged: true, q: ' 510104 ' })).toMatchObject({ state: 'done', urged: 'true', q: '510104' });
});

test('filters kept by another version of the page are taken as far as they are understood', () => {
  const kept = understood({ current: { view: 'mine', kind: 'nonsense', card: 'red', q: 7 }, saved: [{ name: '红牌', filter: { card: 'red' } }, { filter: {} }] });
  expect(kept.current).toEqual({ ...noFilter, view: 'mine', card: 'red' });
  expect(kept.saved.map((s) => s.name)).toEqual(['红牌']);
  expect(understood(null)).toEqual({ current: noFilter, saved: [] });
});

test('saving under a known name replaces it', () => {
  const once = saved({ current: { ...noFilter, card: 'red' }, saved: [] }, '要紧');
  const twice = saved({ ...once, current: { ...noFilter, urged: true } }, '要紧');
  expect(twice.saved).toHaveLength(1);
  expect(sameFilter(twice.saved[0]!.filter, { ...noFilter, urged: true })).toBe(true);
});
