import { expect, test } from 'vitest';
import { daysIn, readNotices, weekday, yearOf } from './days';

const notice = { year: 2026, published: '2025-11-04', source: null, off: ['2026-01-01/2026-01-03'], makeUp: ['2026-01-04'], half: ['2026-02-13'] };
const kindOf = (day: string, notices = [notice]) => yearOf(Number(day.slice(0, 4)), notices)[Number(day.slice(5, 7)) - 1]!.find((d) => d.date === day)!.kind;

test('a range names each of its days, over the end of a month too', () => {
  expect(daysIn('2026-01-30/2026-02-02')).toEqual(['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02']);
  expect(daysIn('2026-05-01')).toEqual(['2026-05-01']);
});

test('a year is what the notices say, and the week where they are silent', () => {
  expect(kindOf('2026-01-01')).toBe('off');
  expect(kindOf('2026-01-04')).toBe('makeUp');
  expect(kindOf('2026-02-13')).toBe('half');
  expect(kindOf('2026-01-10')).toBe('weekend');
  expect(kindOf('2026-01-12')).toBe('working');
});

test('a later notice wins day by day', () => {
  expect(kindOf('2026-01-03', [notice, { ...notice, off: [], makeUp: ['2026-01-03'], half: [] }])).toBe('makeUp');
});

test('every day of a year stands once, leap day included', () => {
  expect(yearOf(2024, []).flat()).toHaveLength(366);
  expect(yearOf(2026, []).map((month) => month.length)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
});

test('the week begins on Monday', () => {
  expect(weekday('2026-11-23')).toBe(0);
  expect(weekday('2026-11-22')).toBe(6);
});

test('a pasted notice is one object or a list of them, and anything else is said to be wrong', () => {
  expect(readNotices('{"year": 2027}')).toEqual({ notices: [{ year: 2027 }] });
  expect(readNotices('[{"year": 2027}]')).toEqual({ notices: [{ year: 2027 }] });
  expect(readNotices('[]')).toHaveProperty('error');
  expect(readNotices('"x"')).toHaveProperty('error');
  expect(readNotices('{year')).toHaveProperty('error');
});
