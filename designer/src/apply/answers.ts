import type { Input } from '../shared/form/inputs';
import type { FormField } from '../shared/form/types';
import { pick } from '../shared/texts';

/** An answer as people read it. */
export function shownAnswer(field: FormField, input: Input, t: { yes: string; no: string }): string {
  if (input === undefined || input === '') return '';
  if (field.type === 'boolean') return input === true || input === 'true' ? t.yes : t.no;
  if (field.type === 'choice') return pick(field.choices?.find((c) => c.value === input)?.label) || String(input);
  return String(input);
}
