import { expect, test } from 'vitest';
import { dailyTotals, dayBefore, heatLevel, heatOf, hoursAndMinutes, meanLevel, today } from './figures';

const counted = (day: string, department: string, filed: number, opinions: number) =>
  ({ day, region: '510104', jointItem: 'open-a-restaurant', department, filed, accepted: 0, concluded: 0, opinions, yellow: 0, red: 0 });

test('a day adds up its departments, and a day without work is zero', () => {
  const totals = dailyTotals([counted('2026-03-02', '', 3, 0), counted('2026-03-02', 'fire', 0, 2), counted('2026-02-01', '', 9, 9)], '2026-03-01', '2026-03-02');
  expect(totals.map((d) => [d.day, d.filed, d.opinions])).toEqual([['2026-03-01', 0, 0], ['2026-03-02', 3, 2]]);
});

test('days go back over the ends of months', () => {
  expect(dayBefore('2026-03-01', 1)).toBe('2026-02-28');
});

test('today is the day in Shanghai, where it is tomorrow already', () => {
  expect(today(new Date('2026-03-01T17:00:00Z'))).toBe('2026-03-02');
});

test('the mean of ratings weighs each level by its count, and is unknown without any', () => {
  expect(meanLevel([0, 0, 1, 0, 3])).toBe(4.5);
  expect(meanLevel([0, 0, 0, 0, 0])).toBeNull();
});

test('heat goes from the least to the greatest in five steps', () => {
  expect([0, 19, 20, 79, 80, 100].map((n) => heatLevel(n, 100))).toEqual([0, 0, 1, 3, 4, 4]);
  expect(heatLevel(0, 0)).toBe(0);
});

test('heat is by count of all work, or by the middle working time', () => {
  const element = { element: 'a', name: 'a', department: null, done: 3, open: 1, meanMinutes: 9, medianMinutes: 7, p90Minutes: 20 };
  expect(heatOf(element, 'count')).toBe(4);
  expect(heatOf(element, 'time')).toBe(7);
});

test('working minutes become hours and minutes', () => {
  expect(hoursAndMinutes(125.4)).toEqual({ hours: 2, minutes: 5 });
});
