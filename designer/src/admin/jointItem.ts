import type { Text } from '../shared/texts';
import type { FormField, JointItem, Material, ServiceItem } from './api';

const noText = (): Text => ({ zh: '', en: '' });

export const blankItem = (): ServiceItem => ({
  code: '', name: noText(), itemCode: null, department: '', appliesWhen: null,
  promised: { amount: 10, unit: 'workingDays' }, statutory: { amount: 20, unit: 'workingDays' }, basis: null,
});

export const blankMaterial = (): Material => ({ code: '', name: noText(), neededBy: [], required: true, main: true, hint: null });

export const blankField = (): FormField => ({
  name: '', label: noText(), type: 'text', required: true, personal: false, neededBy: [], choices: [], min: null, max: null, askedWhen: null, hint: null,
});

export const blankJointItem = (region: string): JointItem => ({
  code: '', name: noText(), region, definition: '', calendar: '', leadDepartment: '',
  statutory: { amount: 20, unit: 'workingDays' }, promised: { amount: 10, unit: 'workingDays' },
  items: [], materials: [], form: [], cards: { yellowBeforeDays: 2 },
});

/** The list with one row put in its place; at the end when it is new. */
export function put<T>(list: readonly T[], index: number, row: T): T[] {
  return index < list.length ? list.map((old, i) => (i === index ? row : old)) : [...list, row];
}

/** The list with one row moved up (-1) or down (1). */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const to = index + by;
  if (to < 0 || to >= list.length) return [...list];
  const next = [...list];
  [next[index], next[to]] = [next[to]!, next[index]!];
  return next;
}

/** Puts a service item; materials and fields that named it go on naming it under its new code. */
export function putItem(draft: JointItem, index: number, item: ServiceItem): JointItem {
  const before = draft.items[index]?.code;
  const items = put(draft.items, index, item);
  if (before === undefined || before === item.code) return { ...draft, items };
  const renamed = (codes: string[]) => codes.map((code) => (code === before ? item.code : code));
  return named({ ...draft, items }, renamed);
}

/** Takes a service item away, and its name from the materials and fields it needed. */
export function withoutItem(draft: JointItem, index: number): JointItem {
  const gone = draft.items[index]?.code;
  return named({ ...draft, items: draft.items.filter((_, i) => i !== index) }, (codes) => codes.filter((code) => code !== gone));
}

function named(draft: JointItem, change: (codes: string[]) => string[]): JointItem {
  return {
    ...draft,
    materials: draft.materials.map((m) => ({ ...m, neededBy: change(m.neededBy) })),
    form: draft.form.map((f) => ({ ...f, neededBy: change(f.neededBy) })),
  };
}

const orNull = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim());
const textOrNull = (text: Text | null): Text | null => (text === null || (text.zh.trim() === '' && text.en.trim() === '') ? null : text);

/** As it is sent: what was left empty is absent, and choices belong to choice fields only. */
export function tidy(draft: JointItem): JointItem {
  return {
    ...draft,
    items: draft.items.map((i) => ({ ...i, itemCode: orNull(i.itemCode), appliesWhen: orNull(i.appliesWhen), basis: orNull(i.basis) })),
    materials: draft.materials.map((m) => ({ ...m, hint: textOrNull(m.hint) })),
    form: draft.form.map((f) => ({ ...f, askedWhen: orNull(f.askedWhen), hint: textOrNull(f.hint), choices: f.type === 'choice' ? f.choices : [] })),
  };
}
