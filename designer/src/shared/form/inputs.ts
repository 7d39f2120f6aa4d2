import type { FieldProblem } from '../api';
import type { CheckAnswer, FormField, JointItem, Material, Place } from './types';

/** What stands in a field: the characters typed, or yes or no; undefined while nothing was entered. */
export type Input = string | boolean | undefined;

export type Inputs = Record<string, Input>;

/**
 * What is sent for a field. Characters that are no number are sent as they are, so that the server says what is wrong.
 * @returns undefined when there is nothing to send
 */
export function answerOf(field: FormField, input: Input): string | number | boolean | undefined {
  if (input === undefined || input === '') return undefined;
  if (typeof input === 'boolean') return input;
  if (field.type === 'boolean') return input === 'true';
  const text = input.trim();
  if (text === '') return undefined;
  if (field.type !== 'integer' && field.type !== 'number') return text;
  const plain = text.replace(/[０-９．－]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[,，]/g, '');
  const number = Number(plain);
  return /^-?\d+(\.\d+)?$/.test(plain) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}

/** The answers to send: those of fields that are asked. */
export function answersOf(fields: readonly FormField[], inputs: Inputs): Record<string, string | number | boolean> {
  const answers: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const answer = answerOf(field, inputs[field.name]);
    if (answer !== undefined) answers[field.name] = answer;
  }
  return answers;
}

/** A field that is asked, and the service items that need its answer. */
export interface AskedField {
  field: FormField;
  neededBy: string[];
}

/** The fields to show, in the form's order. Before the first check: those that are always asked. */
export function askedFields(item: JointItem, check: CheckAnswer | undefined): AskedField[] {
  if (check === undefined) return item.form.filter((f) => !f.askedWhen).map((field) => ({ field, neededBy: field.neededBy }));
  const said = new Map(check.fields.map((f) => [f.name, f]));
  return item.form.flatMap((field) => {
    const one = said.get(field.name);
    return one?.asked === true ? [{ field, neededBy: one.neededBy }] : [];
  });
}

/** A material that is needed, whether it must be there, and who needs it. */
export interface NeededMaterial {
  material: Material;
  required: boolean;
  neededBy: string[];
}

/** The materials to ask for, in the list's order. Before the first check: the whole list. */
export function neededMaterials(item: JointItem, check: CheckAnswer | undefined): NeededMaterial[] {
  if (check === undefined) return item.materials.map((material) => ({ material, required: material.required, neededBy: material.neededBy }));
  const said = new Map(check.materials.map((m) => [m.code, m]));
  return item.materials.flatMap((material) => {
    const one = said.get(material.code);
    return one !== undefined && one.neededBy.length > 0 ? [{ material, required: one.required, neededBy: one.neededBy }] : [];
  });
}

/** Errors by the path that they name; the first of each path. */
export function byField(errors: readonly FieldProblem[]): Map<string, FieldProblem> {
  const found = new Map<string, FieldProblem>();
  for (const error of errors) if (!found.has(error.field)) found.set(error.field, error);
  return found;
}

/**
 * Errors that belong on the page now: one about a missing answer only after somebody tried to go on, any other once its
 * field was left.
 */
export function shownErrors(errors: readonly FieldProblem[], left: ReadonlySet<string>, tried: boolean): FieldProblem[] {
  return errors.filter((e) => tried || (left.has(e.field) && !isMissing(e)));
}

/** What is shown of errors: the pattern that an answer should match says nothing to people; the hint of its field does. */
export const readable = (errors: readonly FieldProblem[], t: { formatWrong: string }): FieldProblem[] =>
  errors.map((e) => (e.code === 'field-format' ? { ...e, message: t.formatWrong } : e));

export const isMissing = (error: FieldProblem): boolean => error.code === 'field-required' || error.code === 'field-missing';

/** `$.answers.storeName` → `answers-storeName`: the id of the field on the page. */
export const idOf = (path: string): string => path.replace(/^\$\.?/, '').replace(/[^A-Za-z0-9_]+/g, '-').replace(/-$/, '');

/** Identity numbers as they are printed: no spaces, plain digits, capital letters. What is wrong with one the server says. */
export function tidyNumber(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s-]/g, '')
    .toUpperCase()
    .slice(0, 18);
}

/** Places that may handle a joint item: its own and those below it (division codes nest by pairs of digits). */
export function placesOf(region: string, places: readonly Place[]): Place[] {
  const prefix = region.replace(/(00)+$/, '');
  return places.filter((p) => p.code.startsWith(prefix));
}
