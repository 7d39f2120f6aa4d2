import { together } from './adding';
import type { ModelElement } from './model';
import type { Injector } from './services';
import { definitionsAt, text, toolsOf, type Tools } from './tools';

/** What events and tasks refer to by name: it stands once in the file, however many share it. */
export type RootKind = 'message' | 'signal' | 'error' | 'escalation';

export interface Root {
  id: string;
  kind: RootKind;
  name: string;
  /** Of an error or an escalation. */
  code: string;
  /** How many elements refer to it. */
  uses: number;
}

const types: Record<RootKind, string> = { message: 'bpmn:Message', signal: 'bpmn:Signal', error: 'bpmn:Error', escalation: 'bpmn:Escalation' };
const kinds = new Map(Object.entries(types).map(([kind, type]) => [type, kind as RootKind]));
const codes: Partial<Record<RootKind, string>> = { error: 'errorCode', escalation: 'escalationCode' };

/** The property by which an event definition or a task refers to it. */
export const referenceOf = (kind: RootKind): string => `${kind}Ref`;
export const isRootKind = (kind: string): kind is RootKind => kind in types;

const rootsIn = (definitions: ModelElement): ModelElement[] => (definitions['rootElements'] ?? []) as ModelElement[];

/** How often each element is referred to from anywhere in the file. */
export function usesIn(definitions: ModelElement): Map<ModelElement, number> {
  const uses = new Map<ModelElement, number>();
  const seen = new Set<ModelElement>();
  const visit = (element: ModelElement) => {
    if (seen.has(element)) return;
    seen.add(element);
    const descriptor = element['$descriptor'] as { isGeneric?: boolean; properties?: { name: string; isReference?: boolean }[] } | undefined;
    if (descriptor?.isGeneric) return;
    for (const { name, isReference } of descriptor?.properties ?? []) {
      const local = name.replace(/^\w+:/, '');
      if (local === 'diagrams' || !Object.hasOwn(element, local)) continue;
      for (const value of [element[local]].flat() as (ModelElement | undefined)[]) {
        if (typeof value !== 'object' || value === null || value.$type === undefined) continue;
        if (isReference) uses.set(value, (uses.get(value) ?? 0) + 1);
        else visit(value);
      }
    }
  };
  visit(definitions);
  return uses;
}

/** The messages, signals, errors and escalations of a file. */
export function rootsOf(definitions: ModelElement): Root[] {
  const uses = usesIn(definitions);
  return rootsIn(definitions).flatMap((element) => {
    const kind = kinds.get(element.$type);
    if (kind === undefined) return [];
    return [{ id: element.id!, kind, name: element.name ?? '', code: text(codes[kind] && element[codes[kind]]), uses: uses.get(element) ?? 0 }];
  });
}

/** Takes away what was referred to before a change and is not any more. */
function tidy(tools: Tools, before: ReadonlyMap<ModelElement, number>): void {
  const definitions = tools.definitions();
  // A behaviour's event definition stands at the root too and refers to a signal: it goes first, then the signal.
  for (let round = 0; round < 2; round++) {
    const now = usesIn(definitions);
    const left = rootsIn(definitions).filter((e) => !((kinds.has(e.$type) || e.$type.endsWith('EventDefinition')) && before.has(e) && !now.has(e)));
    if (left.length === rootsIn(definitions).length) return;
    tools.update(tools.ground(), definitions, { rootElements: left });
  }
}

/** Runs a change as one step of undo; what nothing refers to afterwards goes with it. */
export function tidily(tools: Tools, run: () => void): void {
  together(tools.parts, () => {
    const before = usesIn(tools.definitions());
    run();
    tidy(tools, before);
  });
}

interface Command { context: { usesBefore?: ReadonlyMap<ModelElement, number> } }

/** What is deleted or replaced on the drawing leaves no message, signal, error or escalation behind that nothing refers to. */
export function tidyAfterDeletion(parts: Injector): void {
  const tools = toolsOf(parts);
  const on = (event: string, listener: (command: Command) => void) => parts.get('eventBus').on(event, listener as never);
  for (const command of ['elements.delete', 'shape.replace']) {
    on(`commandStack.${command}.preExecute`, ({ context }) => { context.usesBefore ??= usesIn(tools.definitions()); });
    on(`commandStack.${command}.postExecuted`, ({ context }) => tidy(tools, context.usesBefore!));
  }
}

export function rootEditing(tools: Tools) {
  const rootOf = (id: string): ModelElement | undefined => rootsIn(tools.definitions()).find((e) => e.id === id);

  /** Puts a new one into the file; the name is the first free number behind the word. */
  function create(kind: RootKind, word: string): ModelElement {
    const definitions = tools.definitions();
    const taken = new Set(rootsIn(definitions).filter((e) => e.$type === types[kind]).flatMap((e) => [e.name, e[codes[kind] ?? 'name'] as string]));
    let n = 1;
    while (taken.has(`${word}${n}`)) n++;
    const made = tools.make(types[kind], { name: `${word}${n}`, ...(codes[kind] ? { [codes[kind]]: `${word}${n}` } : {}) }, definitions);
    tools.update(tools.ground(), definitions, { rootElements: [...rootsIn(definitions), made] });
    return made;
  }

  /** One of the file, a new one (`new:` and the word to name it by), or none. */
  function take(kind: RootKind, choice: string): ModelElement | undefined {
    return choice.startsWith('new:') ? create(kind, choice.slice(4)) : rootOf(choice);
  }

  return {
    take,
    editing: {
      roots: (): Root[] => rootsOf(tools.definitions()),

      /** Name or code, for all who share it. */
      setRoot(id: string, { name, code }: { name?: string; code?: string }): void {
        const root = rootOf(id);
        const kind = root && kinds.get(root.$type);
        if (!root || !kind) return;
        const of = (value: string) => (value === '' ? undefined : value);
        tools.update(tools.ground(), root, { ...(name === undefined ? {} : { name: of(name) }), ...(code === undefined || !codes[kind] ? {} : { [codes[kind]]: of(code) }) });
      },

      removeRoot(id: string): void {
        const definitions = tools.definitions();
        const root = rootOf(id);
        if (root && !usesIn(definitions).has(root)) tools.update(tools.ground(), definitions, { rootElements: rootsIn(definitions).filter((e) => e !== root) });
      },

      /** What the nth definition of an event refers to; of a send or receive task, its message. */
      setReference(id: string, index: number, kind: RootKind, choice: string): void {
        const on = tools.shape(id);
        tidily(tools, () => {
          const holder = on.type.endsWith('Task') ? on.businessObject : definitionsAt(on.businessObject)[index];
          if (holder) tools.update(on, holder, { [referenceOf(kind)]: take(kind, choice) });
        });
      },
    },
  };
}
