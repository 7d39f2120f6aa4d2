import { DmnModdle } from 'dmn-moddle';
import type { ModelElement } from '../bpmn/model';
import { toEditor } from './namespaces';

/** A value that a decision is given or comes to, with a type of FEEL where it is known: "" where it is not. */
export interface Slot {
  /** `area`, or a part of a context one level deep: `application.floorArea`. */
  name: string;
  type: string;
}

const flat = ['string', 'number', 'boolean', 'date', 'time', 'date and time', 'dateTime', 'days and time duration', 'years and months duration', 'dayTimeDuration', 'yearMonthDuration'];

export const isFlat = (type: string): boolean => flat.includes(type);

/**
 * What a form for a decision's inputs and result asks: contexts are taken apart into the parts that the model mentions, so that an
 * input `application` becomes `application.floorArea` and the like. A model that is not read gives the inputs as they are.
 */
export async function slotsOf(xml: string, decision: string, inputs: readonly Slot[]): Promise<{ inputs: Slot[]; results: Slot[] }> {
  const elements = await elementsOf(xml);
  const types = new Map<string, string>();
  const results: Slot[] = [];
  for (const element of elements) {
    const table = element['decisionLogic'] as ModelElement | undefined;
    if (table?.$type === 'dmn:DecisionTable') {
      for (const input of (table['input'] ?? []) as ModelElement[]) {
        const expression = input['inputExpression'] as ModelElement | undefined;
        if (expression?.['text'] && expression['typeRef']) types.set((expression['text'] as string).trim(), expression['typeRef'] as string);
      }
    }
    if (element.id !== decision && element.name !== decision) continue;
    const name = element.name ?? decision;
    const outputs = table?.$type === 'dmn:DecisionTable' ? ((table['output'] ?? []) as ModelElement[]) : [];
    if (outputs.length > 1) results.push(...outputs.map((o) => ({ name: `${name}.${o.name ?? ''}`, type: (o['typeRef'] as string | undefined) ?? '' })));
    else if (outputs.length === 1) results.push({ name, type: (outputs[0]!['typeRef'] as string | undefined) ?? '' });
    else results.push({ name, type: ((element['variable'] as ModelElement | undefined)?.['typeRef'] as string | undefined) ?? '' });
  }
  return {
    inputs: inputs.flatMap((input) => {
      if (isFlat(input.type)) return [input];
      const parts = mentions(xml, input.name);
      return parts.length === 0 ? [{ name: input.name, type: types.get(input.name) ?? '' }] : parts.map((part) => ({ name: part, type: types.get(part) ?? '' }));
    }),
    results: results.length > 0 ? results : [{ name: decision, type: '' }],
  };
}

async function elementsOf(xml: string): Promise<ModelElement[]> {
  try {
    const moddle = new DmnModdle() as unknown as { fromXML(xml: string, type: string): Promise<{ rootElement: ModelElement }> };
    return ((await moddle.fromXML(toEditor(xml), 'dmn:Definitions')).rootElement['drgElement'] ?? []) as ModelElement[];
  } catch {
    return [];
  }
}

/** The parts of a context that a model mentions, in the order of their first mention. */
function mentions(xml: string, context: string): string[] {
  const path = new RegExp(`(?<![\\p{L}\\p{N}_.])${context.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.([\\p{L}_][\\p{L}\\p{N}_]*)`, 'gu');
  return [...new Set([...xml.matchAll(path)].map((m) => `${context}.${m[1]}`))];
}

/** What was typed for a value of this type, as FEEL; what has no flat type is FEEL already. */
export function feelOf(typed: string, type: string): string {
  const text = typed.trim();
  if (type === 'string') return JSON.stringify(typed);
  if (text === '') return 'null';
  if (type === 'date' || type === 'time') return `${type}(${JSON.stringify(text)})`;
  if (type === 'date and time' || type === 'dateTime') return `date and time(${JSON.stringify(text)})`;
  if (/duration/i.test(type)) return `duration(${JSON.stringify(text)})`;
  return text;
}

/** Inputs by name as FEEL: parts of a context are put together again. */
export function inputsOf(slots: readonly Slot[], typed: Readonly<Record<string, string>>): Record<string, string> {
  const whole: Record<string, string> = {};
  const parts = new Map<string, string[]>();
  for (const slot of slots) {
    const [context, part] = slot.name.split('.') as [string, string | undefined];
    const value = typed[slot.name] ?? '';
    if (part === undefined) whole[slot.name] = slot.type === 'string' && value === '' ? 'null' : feelOf(value, slot.type);
    else if (value.trim() !== '') parts.set(context, [...(parts.get(context) ?? []), `${part}: ${feelOf(value, slot.type)}`]);
    else if (!parts.has(context)) parts.set(context, []);
  }
  for (const [context, entries] of parts) whole[context] = `{${entries.join(', ')}}`;
  return whole;
}
