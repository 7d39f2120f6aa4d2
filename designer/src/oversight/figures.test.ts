import { expect, test } from 'vitest';
import type { Preview, Rule } from './api';
import { addPage, nothing, withKind } from './figures';

const page = (checked: number, department: string, appear: number, disappear: number): Preview => ({
  checked, nextCursor: null, departments: [{ region: '510104', department, appear, disappear, change: 1 }], changes: [],
});

test('pages of a preview add up, department by department', () => {
  const sum = [page(100, 'fire', 2, 0), page(40, 'fire', 1, 3), page(1, 'tax', 0, 1)].reduce(addPage, nothing);
  expect([sum.checked, sum.appear, sum.disappear, sum.change]).toEqual([141, 3, 4, 3]);
  expect(sum.departments.map((d) => [d.department, d.appear, d.disappear])).toEqual([['fire', 3, 3], ['tax', 0, 1]]);
});

test('a rule of another kind keeps only what that kind may have', () => {
  const rule: Rule = { kind: 'clockRed', on: true, card: 'red', after: null, clock: 'case', jointItem: null, serviceItem: null };
  const waiting = withKind(rule, 'lateHandover');
  expect(waiting.clock).toBeNull();
  expect(waiting.after).toEqual({ amount: 1, unit: 'workingDays' });
  expect(withKind(waiting, 'clockYellow')).toMatchObject({ after: null, card: 'yellow' });
});
