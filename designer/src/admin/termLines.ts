export interface TermName {
  name: string;
  system?: string | null;
}

export interface TermValue {
  value: string;
  ours: string;
  system?: string | null;
}

/** A word of one system is written "system:word"; a system's code has small letters, digits, - and _. */
const split = (line: string): { system: string | null; word: string } => {
  const found = /^([a-z][a-z0-9_-]*):(.+)$/.exec(line);
  return found ? { system: found[1]!, word: found[2]!.trim() } : { system: null, word: line };
};

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

export const namesOf = (text: string): TermName[] => linesOf(text).map(split).map(({ system, word }) => ({ name: word, system }));

/** The number of the first line without a "=", from 1, in place of the values. */
export function valuesOf(text: string): TermValue[] | number {
  const values: TermValue[] = [];
  for (const [i, line] of linesOf(text).entries()) {
    const at = line.lastIndexOf('=');
    if (at <= 0 || at === line.length - 1) return i + 1;
    const { system, word } = split(line.slice(0, at).trim());
    values.push({ value: word, ours: line.slice(at + 1).trim(), system });
  }
  return values;
}

export const textOfNames = (names: readonly TermName[]): string => names.map((n) => (n.system ? `${n.system}:${n.name}` : n.name)).join('\n');

export const textOfValues = (values: readonly TermValue[]): string => values.map((v) => `${v.system ? `${v.system}:` : ''}${v.value}=${v.ours}`).join('\n');
