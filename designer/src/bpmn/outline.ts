import { summaryOf } from './eventKinds';
import { executable, flowElements, isFlow, isListed, isScope, processesOf, type ModelElement } from './model';

/** One line of the outline: an element in the order in which a case comes by. */
export interface OutlineEntry {
  id: string;
  /** BPMN type without its prefix, for instance "UserTask" */
  type: string;
  /** `approval:kind` of a step; of an event what it waits for or throws, "multiple" or "parallelMultiple"; "event" of a sub-process that one starts */
  kind: string | null;
  name: string;
  department: string | null;
  /** How deep it stands in sub-processes, from 0. */
  depth: number;
  /** Names (or ids) of where its flows lead. */
  next: { id: string; name: string }[];
}

/** The elements of a process, sub-processes opened, in the order of its flows. */
export function outlineOf(scope: ModelElement, depth = 0): OutlineEntry[] {
  const nodes = flowElements(scope).filter((e) => isListed(e) && e.id !== undefined);
  const known = new Map(nodes.map((n) => [n.id!, n]));
  const leads = new Map<string, string[]>();
  const entered = new Set<string>();
  const link = (from: string, to: string) => leads.set(from, [...(leads.get(from) ?? []), to]);
  for (const node of nodes) {
    const host = node['attachedToRef']?.id as string | undefined;
    if (host !== undefined) {
      link(host, node.id!);
      entered.add(node.id!);
    }
  }
  const next = new Map<string, string[]>();
  for (const flow of flowElements(scope).filter(isFlow)) {
    const from = flow['sourceRef']?.id as string | undefined;
    const to = flow['targetRef']?.id as string | undefined;
    if (from === undefined || to === undefined || !known.has(to)) continue;
    link(from, to);
    next.set(from, [...(next.get(from) ?? []), to]);
    entered.add(to);
  }

  const entries: OutlineEntry[] = [];
  for (const id of inOrder(nodes, leads, entered)) {
    const node = known.get(id)!;
    entries.push({
      id,
      type: node.$type.replace(/^\w+:/, ''),
      kind: kindOf(node),
      name: node.name ?? '',
      department: (node['department'] as string | undefined) ?? null,
      depth,
      next: (next.get(id) ?? []).map((to) => ({ id: to, name: known.get(to)?.name ?? '' })),
    });
    if (isScope(node)) entries.push(...outlineOf(node, depth + 1));
  }
  return entries;
}

/** The elements of a file: of its main process, and of each other one under its name. */
export function outlineOfAll(definitions: ModelElement): OutlineEntry[] {
  const main = executable(definitions);
  if (main === undefined) return [];
  const others = processesOf(definitions).filter((p) => p !== main && p.id !== undefined && flowElements(p).length > 0);
  const head = (process: ModelElement): OutlineEntry => ({ id: process.id!, type: 'Process', kind: null, name: process.name ?? '', department: null, depth: 0, next: [] });
  return [...outlineOf(main), ...others.flatMap((process) => [head(process), ...outlineOf(process, 1)])];
}

/** A step comes after all that lead to it, unless they lead back; branches stand one after the other. */
function inOrder(nodes: ModelElement[], leads: Map<string, string[]>, entered: Set<string>): string[] {
  const done = new Set<string>();
  const order: string[] = [];
  const starts = [...nodes.filter((n) => !entered.has(n.id!)).toSorted(startFirst), ...nodes];
  for (const start of starts) {
    if (done.has(start.id!)) continue;
    const found: string[] = [];
    const path: { id: string; next: number }[] = [{ id: start.id!, next: 0 }];
    done.add(start.id!);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const ways = leads.get(top.id) ?? [];
      // Ways are walked last to first: the order read backwards is then that of the model.
      const to = ways[ways.length - 1 - top.next++];
      if (to === undefined) {
        found.push(top.id);
        path.pop();
      } else if (!done.has(to)) {
        done.add(to);
        path.push({ id: to, next: 0 });
      }
    }
    order.push(...found.toReversed());
  }
  return order;
}

const startFirst = (a: ModelElement, b: ModelElement): number => Number(b.$type === 'bpmn:StartEvent') - Number(a.$type === 'bpmn:StartEvent');

function kindOf(node: ModelElement): string | null {
  if (node.$type === 'bpmn:SubProcess' && node['triggeredByEvent'] === true) return 'event';
  return summaryOf(node) ?? (node['kind'] as string | undefined) ?? null;
}
