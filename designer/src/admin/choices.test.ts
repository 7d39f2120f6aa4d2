import { expect, test } from 'vitest';
import { readChoices, writeChoices } from './choices';

test('choices are written as lines and read back the same', () => {
  const choices = [{ value: 'own', label: { zh: '自有', en: 'Owned' } }, { value: 'rent', label: { zh: '租赁', en: 'Rented' } }];
  expect(readChoices(writeChoices(choices))).toEqual(choices);
});

test('a line without texts is called what its value is, and empty lines are nothing', () => {
  expect(readChoices('a\n\n b | 乙 \n')).toEqual([{ value: 'a', label: { zh: 'a', en: 'a' } }, { value: 'b', label: { zh: '乙', en: '乙' } }]);
});
