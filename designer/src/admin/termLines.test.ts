import { describe, expect, it } from 'vitest';
import { namesOf, textOfNames, textOfValues, valuesOf } from './termLines';

describe('term tables as lines', () => {
  it('are read with and without a system, and written back the same', () => {
    const names = 'marital status\ncivil:hyzk';
    expect(namesOf(names)).toEqual([{ name: 'marital status', system: null }, { name: 'hyzk', system: 'civil' }]);
    expect(textOfNames(namesOf(names))).toBe(names);
    const values = 'yes=married\ncivil:1=married';
    expect(valuesOf(values)).toEqual([{ value: 'yes', ours: 'married', system: null }, { value: '1', ours: 'married', system: 'civil' }]);
    expect(textOfValues(valuesOf(values) as never)).toBe(values);
  });

  it('name the line that is none', () => expect(valuesOf('a=b\n\nc')).toBe(2));
});
