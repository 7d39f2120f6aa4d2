export type ValueKind = 'text' | 'number' | 'boolean';

/** A typed value as the flow's data takes it; undefined when it is not one of its kind. */
export function valueOf(kind: ValueKind, text: string): string | number | boolean | undefined {
  if (kind === 'text') return text;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}
