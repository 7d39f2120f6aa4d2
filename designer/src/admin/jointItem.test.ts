import { expect, test } from 'vitest';
import { blankField, blankItem, blankJointItem, blankMaterial, moved, putItem, tidy, withoutItem } from './jointItem';

const restaurant = () => ({
  ...blankJointItem('510104'),
  items: [{ ...blankItem(), code: 'food' }, { ...blankItem(), code: 'fire' }],
  materials: [{ ...blankMaterial(), code: 'plan', neededBy: ['food', 'fire'] }],
  form: [{ ...blankField(), name: 'area', neededBy: ['fire'] }],
});

test('a service item that is given another code keeps its materials and fields', () => {
  const draft = putItem(restaurant(), 1, { ...blankItem(), code: 'fire_safety' });
  expect(draft.items.map((i) => i.code)).toEqual(['food', 'fire_safety']);
  expect(draft.materials[0]!.neededBy).toEqual(['food', 'fire_safety']);
  expect(draft.form[0]!.neededBy).toEqual(['fire_safety']);
});

test('a new service item comes last and changes nothing else', () => {
  const draft = putItem(restaurant(), 2, { ...blankItem(), code: 'tax' });
  expect(draft.items.map((i) => i.code)).toEqual(['food', 'fire', 'tax']);
  expect(draft.materials[0]!.neededBy).toEqual(['food', 'fire']);
});

test('nothing names a service item that is gone', () => {
  const draft = withoutItem(restaurant(), 1);
  expect(draft.materials[0]!.neededBy).toEqual(['food']);
  expect(draft.form[0]!.neededBy).toEqual([]);
});

test('rows move one place, and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});

test('what was left empty is sent as absent, and choices only of choice fields', () => {
  const draft = restaurant();
  draft.items[0]!.appliesWhen = '  ';
  draft.materials[0]!.hint = { zh: '', en: '' };
  draft.form[0]!.choices = [{ value: 'a', label: { zh: '甲', en: 'A' } }];
  const sent = tidy(draft);
  expect(sent.items[0]!.appliesWhen).toBeNull();
  expect(sent.materials[0]!.hint).toBeNull();
  expect(sent.form[0]!.choices).toEqual([]);
});
