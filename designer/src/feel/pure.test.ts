import { expect, test } from 'vitest';
import { functions } from './builtinTexts';
import { offers } from './completion';
import { knownOf } from './knownTexts';

const text = (zh: string) => ({ zh, en: zh });
const known = knownOf({
  items: [{ code: 'food-licence', name: text('食品') }, { code: 'fire', name: text('消防') }],
  form: [{ name: 'floorArea', label: text('面积'), personal: false }, { name: 'owner', label: text('业主'), personal: true }],
}, [{ id: 'fast', name: '秒批' }]);

const labels = (before: string, isAsked = false) => offers(before, known, 'zh', isAsked)?.offers.map((o) => o.label);

test('personal answers are not offered, and a code with a hyphen is asked for by its key', () => {
  expect(known.map((k) => k.name)).toEqual([
    'application.floorArea', 'get value(applies, "food-licence")', 'applies.fire', 'get value(opinions, "food-licence")', 'opinions.fire', 'instant.fast', 'region', 'decision',
  ]);
});

test('a name is found by its beginning and by what follows its dot', () => {
  expect(labels('app')).toEqual(['application.floorArea', 'applies.fire', 'append'].filter((l) => labels('app')!.includes(l)));
  expect(labels('floor')).toContain('application.floorArea');
  expect(labels('application.fl')).toEqual(['application.floorArea']);
});

test('a function with a blank in its name is completed from where it begins', () => {
  const found = offers('1 < string le', known, 'zh', false)!;

  expect(found).toMatchObject({ from: 4, offers: [{ label: 'string length', apply: 'string length(' }] });
});

test('nothing is offered within a text, and everything where it is asked for', () => {
  expect(labels('region = "app')).toBeUndefined();
  expect(labels('')).toBeUndefined();
  expect(labels('', true)!.length).toBeGreaterThan(functions.length);
});

test('every function is told in both languages', () => {
  for (const f of functions) {
    expect(f.zh, f.name).toMatch(/[\u4e00-\u9fff]/);
    expect(f.en, f.name).toMatch(/^[A-Z]/);
  }
  expect(new Set(functions.map((f) => f.name)).size).toBe(functions.length);
});
