import { expect, test } from 'vitest';
import { bodyOf, inserted, isBlank, noOpinion, wrongWith } from './opinion';

test('a negative opinion without a reason is not sent', () => {
  expect(wrongWith({ kind: 'negative', reason: '  ', conditions: [] })).toEqual({ field: 'reason', text: 'reasonRequired' });
  expect(wrongWith({ kind: 'negative', reason: '不符合', conditions: [] })).toBeNull();
});

test('a conditional opinion needs at least one condition, and empty lines are left out', () => {
  expect(wrongWith({ kind: 'conditional', reason: '', conditions: ['', ' '] })?.field).toBe('conditions');
  expect(bodyOf({ kind: 'conditional', reason: '', conditions: [' 加装净化器 ', ''] })).toEqual({ kind: 'conditional', conditions: ['加装净化器'] });
});

test('conditions written before another kind was chosen are not sent', () => {
  expect(bodyOf({ kind: 'positive', reason: ' 同意 ', conditions: ['旧条件'] })).toEqual({ kind: 'positive', reason: '同意' });
});

test('an opinion nobody has touched is blank', () => {
  expect(isBlank(noOpinion)).toBe(true);
  expect(isBlank({ ...noOpinion, kind: 'positive' })).toBe(false);
});

test('a phrase goes in at the cursor and replaces what is selected', () => {
  expect(inserted('同意。请注意', '材料齐全，', 3, 6)).toEqual({ text: '同意。材料齐全，', cursor: 8 });
});
