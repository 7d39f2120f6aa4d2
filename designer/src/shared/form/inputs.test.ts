import { describe, expect, it } from 'vitest';
import { answersOf, askedFields, byField, idOf, neededMaterials, placesOf, shownErrors, tidyNumber } from './inputs';
import type { CheckAnswer, FormField, JointItem } from './types';

const name = (zh: string) => ({ zh, en: zh });
const field = (name_: string, type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  name: name_, label: name(name_), type, required: true, personal: false, neededBy: ['a', 'b'], ...more,
});
const item = (form: FormField[]): JointItem => ({
  code: 'x', name: name('x'), region: '510100', leadDepartment: 'd', statutory: { amount: 1, unit: 'workingDays' }, promised: { amount: 1, unit: 'workingDays' }, items: [],
  materials: [
    { code: 'plan', name: name('plan'), neededBy: ['a', 'b'], required: false, main: true },
    { code: 'photo', name: name('photo'), neededBy: ['b'], required: false, main: false },
  ],
  form,
});
const check = (more: Partial<CheckAnswer>): CheckAnswer => ({ items: [], fields: [], materials: [], errors: [], ...more });

describe('What is typed becomes answers', () => {
  it('numbers as numbers, also in full-width characters and with separators', () => {
    const fields = [field('area', 'integer'), field('share', 'number'), field('floor', 'integer')];
    expect(answersOf(fields, { area: '１２００', share: '1,234.5', floor: '-2' })).toEqual({ area: 1200, share: 1234.5, floor: -2 });
  });

  it('leaves what is no number as it stands, so that the server says what is wrong', () => {
    expect(answersOf([field('area', 'integer')], { area: 'about 80' })).toEqual({ area: 'about 80' });
    expect(answersOf([field('area', 'integer')], { area: '99999999999999999999' })).toEqual({ area: '99999999999999999999' });
  });

  it('leaves out what is empty, and keeps a No', () => {
    expect(answersOf([field('sign', 'boolean'), field('note', 'text')], { sign: false, note: '  ' })).toEqual({ sign: false });
  });
});

describe('What is shown', () => {
  const form = [field('sign', 'boolean'), field('signArea', 'integer', { askedWhen: 'application.sign' })];

  it('before the first check only what is always asked', () => {
    expect(askedFields(item(form), undefined).map((f) => f.field.name)).toEqual(['sign']);
  });

  it('after it what the server says, with those who need it now', () => {
    const said = check({ fields: [{ name: 'sign', asked: true, neededBy: ['a'] }, { name: 'signArea', asked: true, neededBy: ['b'] }] });
    expect(askedFields(item(form), said).map((f) => [f.field.name, f.neededBy])).toEqual([['sign', ['a']], ['signArea', ['b']]]);
  });

  it('not what is undecided', () => {
    const said = check({ fields: [{ name: 'sign', asked: true, neededBy: [] }, { name: 'signArea', asked: null, neededBy: [] }] });
    expect(askedFields(item(form), said).map((f) => f.field.name)).toEqual(['sign']);
  });

  it('no material that nobody needs', () => {
    const said = check({ materials: [{ code: 'plan', required: true, neededBy: ['a'] }, { code: 'photo', required: false, neededBy: [] }] });
    expect(neededMaterials(item(form), said).map((m) => [m.material.code, m.required])).toEqual([['plan', true]]);
  });
});

describe('Errors', () => {
  const errors = [
    { field: '$.answers.store', code: 'field-required', message: 'required' },
    { field: '$.answers.area', code: 'field-range', message: 'range' },
    { field: '$.answers.area', code: 'field-type', message: 'type' },
  ];

  it('about missing answers wait until somebody tries to go on', () => {
    const left = new Set(['$.answers.store', '$.answers.area']);
    expect(shownErrors(errors, left, false).map((e) => e.code)).toEqual(['field-range', 'field-type']);
    expect(shownErrors(errors, new Set(), true)).toHaveLength(3);
  });

  it('are one a field', () => {
    expect(byField(errors).get('$.answers.area')?.message).toBe('range');
  });

  it('lead to their field', () => {
    expect([idOf('$.answers.store'), idOf('$.applicant.idNumber'), idOf('$.materials[0].fileId'), idOf('$.region')])
      .toEqual(['answers-store', 'applicant-idNumber', 'materials-0-fileId', 'region']);
  });
});

it('Identity numbers are tidied, not judged', () => {
  expect(tidyNumber(' 5101 0419９0０5129 97x ')).toBe('51010419900512997X');
});

it('Places are the own one and those below it', () => {
  const places = ['510000', '510100', '510104', '510107', '520100'].map((code) => ({ code, name: name(code) }));
  expect(placesOf('510100', places).map((p) => p.code)).toEqual(['510100', '510104', '510107']);
  expect(placesOf('510104', places).map((p) => p.code)).toEqual(['510104']);
  expect(placesOf('000000', places)).toHaveLength(5);
});
