import { summaryOf } from './eventKinds';
import type { Model, ModelElement } from './model';

export interface Detail {
  /** Where in the element: `name`, `approval:department`, `extensionElements/approval:Limit/days` */
  path: string;
  before: string | null;
  after: string | null;
}

/** moved: only the drawing differs */
export interface Change {
  id: string;
  type: string;
  /** As in the outline. */
  kind: string | null;
  name: string;
  change: 'added' | 'removed' | 'changed' | 'moved';
  details: Detail[];
}

// What holds elements of their own; everything else belongs to the element that it stands in.
const holders = new Set(['rootElements', 'flowElements', 'artifacts', 'laneSets', 'lanes', 'participants', 'messageFlows', 'diagrams']);

interface Property { name: string; isReference?: boolean; isMany?: boolean; isVirtual?: boolean }

/** Compares two models element by element: all attributes, extension elements and documentation, to the bottom. */
export function compare(before: Model, after: Model): Change[] {
  const [a, b] = [collect(before.definitions), collect(after.definitions)];
  const [placesA, placesB] = [places(before.definitions), places(after.definitions)];
  const changes: Change[] = [];
  for (const [id, element] of b) {
    const old = a.get(id);
    if (old === undefined) {
      changes.push({ ...head(element), change: 'added', details: [] });
      continue;
    }
    const details = compareTexts(flatten(old), flatten(element));
    if (details.length > 0) changes.push({ ...head(element), change: 'changed', details });
    else if (placesA.get(id) !== placesB.get(id)) changes.push({ ...head(element), change: 'moved', details: [] });
  }
  for (const [id, element] of a) if (!b.has(id)) changes.push({ ...head(element), change: 'removed', details: [] });
  const order = { removed: 0, added: 1, changed: 2, moved: 3 };
  return changes.sort((x, y) => order[x.change] - order[y.change]);
}

const head = (e: ModelElement) => ({ id: e.id ?? '', type: e.$type.replace(/^\w+:/, ''), kind: summaryOf(e) ?? (e['triggeredByEvent'] === true ? 'event' : (e['kind'] as string | undefined)) ?? null, name: e.name ?? '' });

function collect(root: ModelElement): Map<string, ModelElement> {
  const found = new Map<string, ModelElement>();
  const visit = (element: ModelElement) => {
    if (element.id !== undefined && element.$type !== 'bpmn:Definitions') found.set(element.id, element);
    for (const holder of holders) {
      if (holder === 'diagrams') continue;
      for (const child of (element[holder] ?? []) as ModelElement[]) visit(child);
    }
  };
  visit(root);
  return found;
}

/** Where each element stands in the drawing. */
function places(definitions: ModelElement): Map<string, string> {
  const found = new Map<string, string>();
  for (const diagram of (definitions['diagrams'] ?? []) as ModelElement[])
    for (const di of (diagram['plane']?.planeElement ?? []) as ModelElement[]) {
      const id = di['bpmnElement']?.id as string | undefined;
      const box = di['bounds'];
      const points = (di['waypoint'] ?? []) as { x: number; y: number }[];
      if (id !== undefined) found.set(id, box ? [box.x, box.y, box.width, box.height].map(Math.round).join(' ') : points.map((p) => `${Math.round(p.x)},${Math.round(p.y)}`).join(' '));
    }
  return found;
}

/** Every setting of an element as path → text. */
export function flatten(element: ModelElement, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  const put = (path: string, value: unknown) => {
    if (value === undefined || value === null || value === '') return;
    found.set(path, String(value));
  };
  const nest = (child: ModelElement, path: string) => {
    put(`${path}/#`, child.$type);
    for (const [inner, value] of flatten(child, `${path}/`)) found.set(inner, value);
  };
  for (const { name, value, isReference, isMany, isVirtual } of propertiesOf(element)) {
    if (isVirtual || holders.has(name) || name === 'di' || (isReference && isMany) || name === 'id') continue;
    if (isReference) put(prefix + name, (value as ModelElement).id);
    else if (Array.isArray(value)) eachOf(value as ModelElement[], name === 'values' ? prefix : `${prefix}${name}/`, put, nest);
    else if (typeof value === 'object') nest(value as ModelElement, prefix + name);
    else put(prefix + name, value);
  }
  for (const [name, value] of Object.entries(element.$attrs ?? {})) if (!name.startsWith('xmlns')) put(prefix + name, value);
  return found;
}

/** Members of a list are named by their type, and counted where a type stands twice. */
function eachOf(list: ModelElement[], path: string, put: (path: string, value: unknown) => void, nest: (child: ModelElement, path: string) => void): void {
  const seen = new Map<string, number>();
  for (const child of list) {
    if (typeof child !== 'object') {
      put(`${path}${list.indexOf(child) + 1}`, child);
      continue;
    }
    const nth = (seen.get(child.$type) ?? 0) + 1;
    seen.set(child.$type, nth);
    nest(child, `${path}${child.$type}${nth > 1 ? `[${nth}]` : ''}`);
  }
}

/** What is set on an element; defaults are not. Elements of foreign namespaces have no descriptor to go by. */
function propertiesOf(element: ModelElement): (Property & { value: unknown })[] {
  const descriptor = element['$descriptor'] as { isGeneric?: boolean; properties?: Property[] } | undefined;
  if (descriptor?.isGeneric || !descriptor?.properties) {
    const own = Object.keys(element).filter((name) => !name.startsWith('$')).map((name) => ({ name, value: element[name] as unknown }));
    return [...own, { name: 'values', value: element['$children'] as unknown }, { name: 'body', value: element['$body'] as unknown }].filter(({ value }) => value !== undefined);
  }
  return descriptor.properties.flatMap((property) => {
    const name = property.name.replace(/^\w+:/, '');
    return Object.hasOwn(element, name) && element[name] !== undefined && element[name] !== null ? [{ ...property, name, value: element[name] as unknown }] : [];
  });
}

function compareTexts(before: Map<string, string>, after: Map<string, string>): Detail[] {
  const details: Detail[] = [];
  for (const [path, value] of after) {
    const old = before.get(path) ?? null;
    if (old !== value) details.push({ path, before: old, after: value });
  }
  for (const [path, value] of before) if (!after.has(path)) details.push({ path, before: value, after: null });
  return details.map(readable).filter((d): d is Detail => d !== null);
}

/** `…/#` says that a nested element is there; its own settings say more, unless it has none. */
function readable(detail: Detail, _: number, all: Detail[]): Detail | null {
  if (!detail.path.endsWith('/#')) return detail;
  const path = detail.path.slice(0, -2);
  if (all.some((d) => d !== detail && d.path.startsWith(`${path}/`))) return null;
  return { ...detail, path };
}

export interface Line {
  kind: 'same' | 'added' | 'removed';
  text: string;
  before: number | null;
  after: number | null;
}

const cellsMax = 4_000_000;

/** Two texts line by line: the longest common run of lines between the parts that are alike at both ends. */
export function compareLines(before: string, after: string): Line[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const lines: Line[] = a.slice(0, start).map((text, i) => ({ kind: 'same', text, before: i + 1, after: i + 1 }));
  const [offset, size] = [start, middleB.length + 1];

  // Texts that differ almost everywhere are told as one replaced by the other; the table would not fit in memory.
  const table = (middleA.length + 1) * size <= cellsMax ? new Uint32Array((middleA.length + 1) * size) : null;
  if (table)
    for (let i = middleA.length - 1; i >= 0; i--)
      for (let j = middleB.length - 1; j >= 0; j--)
        table[i * size + j] = middleA[i] === middleB[j] ? table[(i + 1) * size + j + 1]! + 1 : Math.max(table[(i + 1) * size + j]!, table[i * size + j + 1]!);
  let [i, j] = [0, 0];
  while (i < middleA.length || j < middleB.length) {
    if (i < middleA.length && j < middleB.length && middleA[i] === middleB[j]) {
      lines.push({ kind: 'same', text: middleA[i]!, before: offset + i + 1, after: offset + j + 1 });
      i++;
      j++;
    } else if (i < middleA.length && (j >= middleB.length || !table || table[(i + 1) * size + j]! >= table[i * size + j + 1]!)) {
      lines.push({ kind: 'removed', text: middleA[i]!, before: offset + i + 1, after: null });
      i++;
    } else {
      lines.push({ kind: 'added', text: middleB[j]!, before: null, after: offset + j + 1 });
      j++;
    }
  }
  for (let k = end; k > 0; k--) lines.push({ kind: 'same', text: a[a.length - k]!, before: a.length - k + 1, after: b.length - k + 1 });
  return lines;
}
