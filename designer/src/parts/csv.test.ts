import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('a table becomes lines with a mark that tells spreadsheets its encoding', () => {
  expect(toCsv(['部门', '办件'], [['消防', 3]])).toBe('\uFEFF部门,办件\r\n消防,3\r\n');
});

test('commas, quotes and line ends stay inside their cell', () => {
  expect(toCsv(['a'], [['x,"y"\nz']])).toBe('\uFEFFa\r\n"x,""y""\nz"\r\n');
});

test('a text that a spreadsheet would calculate is led by an apostrophe', () => {
  expect(toCsv(['a', 'b'], [['=1+1', '@sum']])).toBe("\uFEFFa,b\r\n'=1+1,'@sum\r\n");
  expect(toCsv(['n'], [[-5]])).toBe('\uFEFFn\r\n-5\r\n');
});

test('what is not known is empty', () => {
  expect(toCsv(['a', 'b'], [[null, undefined]])).toBe('\uFEFFa,b\r\n,\r\n');
});
