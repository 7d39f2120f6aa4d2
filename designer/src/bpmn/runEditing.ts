import { definitionType } from './eventKinds';
import type { ModelElement } from './model';
import type { Loop, Mapping, Thrown } from './reading';
import { referenceOf, tidily, type rootEditing } from './roots';
import type { Shape } from './services';
import { feelOut, type Tools } from './tools';

// What the standard itself says of a loop's data is kept when the rest is changed.
const kept = ['loopDataInputRef', 'loopDataOutputRef', 'inputDataItem', 'outputDataItem', 'documentation'];

/** Changes to how activities and gateways run: loops, mappings, scripts, calls; each one step of undo. */
export function runEditing(tools: Tools, take: ReturnType<typeof rootEditing>['take']) {
  const set = (on: Shape, properties: Record<string, unknown>) => tools.update(on, on.businessObject, properties);
  const formal = (shown: string, parent: ModelElement) => (shown.trim() === '' ? undefined : tools.expression(shown, parent));
  const whole = (shown: string) => (/^\d+$/.test(shown.trim()) ? Number(shown) : undefined);

  function standard(loop: Loop, on: ModelElement): ModelElement {
    const made = tools.make('bpmn:StandardLoopCharacteristics', { testBefore: loop.testBefore || undefined, loopMaximum: whole(loop.maximum) }, on);
    made.set('loopCondition', formal(loop.condition, made));
    return made;
  }

  function several(loop: Loop, on: ModelElement, before: ModelElement | undefined): ModelElement {
    const made = tools.make('bpmn:MultiInstanceLoopCharacteristics', { isSequential: loop.form === 'sequential' || undefined, behavior: loop.behavior === 'All' ? undefined : loop.behavior }, on);
    if (before?.$type === made.$type) for (const name of kept) if (before[name] !== undefined) made.set(name, before[name]);
    made.set('loopCardinality', formal(loop.cardinality, made));
    made.set('completionCondition', formal(loop.completion, made));
    const collection = { expression: feelOut(loop.collection), element: loop.element || undefined, output: loop.output || undefined, outputElement: feelOut(loop.outputElement) };
    const foreign = ((before?.['extensionElements']?.values ?? []) as ModelElement[]).filter((value) => value.$type !== 'approval:Collection');
    const holder = tools.make('bpmn:ExtensionElements', {}, made);
    const ours = Object.values(collection).some((value) => value !== undefined) ? [tools.make('approval:Collection', collection, holder)] : [];
    if (foreign.length + ours.length > 0) {
      holder.set('values', [...foreign, ...ours]);
      made.set('extensionElements', holder);
    }
    return made;
  }

  /** The event definition at the root of the file that a behaviour refers to; one for each that is thrown. */
  function thrownOf({ kind, root }: Thrown): ModelElement | undefined {
    const what = root === '' ? undefined : take(kind, root);
    if (what === undefined) return undefined;
    const definitions = tools.definitions();
    const roots = (definitions['rootElements'] ?? []) as ModelElement[];
    const known = roots.find((e) => e.$type === definitionType(kind) && e[referenceOf(kind)] === what);
    if (known) return known;
    const made = tools.make(definitionType(kind), { [referenceOf(kind)]: what }, definitions);
    tools.update(tools.ground(), definitions, { rootElements: [...roots, made] });
    return made;
  }

  /** What is not chosen here stays as the file has it: it may throw what the form does not know. */
  function behave(made: ModelElement, loop: Loop, before: ModelElement | undefined): void {
    const reference = loop.behavior === 'None' ? 'noneBehaviorEventRef' : loop.behavior === 'One' ? 'oneBehaviorEventRef' : null;
    if (reference !== null) made.set(reference, thrownOf(loop.thrown) ?? before?.[reference]);
    if (loop.behavior !== 'Complex') return;
    const given = (before?.['complexBehaviorDefinition'] ?? []) as ModelElement[];
    made.set('complexBehaviorDefinition', loop.complex.map((one, index) => {
      const definition = tools.make('bpmn:ComplexBehaviorDefinition', {}, made);
      definition.set('condition', tools.expression(one.condition, definition));
      const event = tools.make('bpmn:ImplicitThrowEvent', {}, definition);
      const what = one.root === '' ? undefined : take(one.kind, one.root);
      const left = what === undefined && given.length === loop.complex.length ? (given[index]!['event'] as ModelElement | undefined) : undefined;
      event.set('eventDefinitions', [tools.make(definitionType(one.kind), { [referenceOf(one.kind)]: what }, event)]);
      definition.set('event', left ?? event);
      return definition;
    }));
  }

  return {
    setLoop(id: string, loop: Loop | null): void {
      const on = tools.shape(id);
      const before = on.businessObject['loopCharacteristics'] as ModelElement | undefined;
      tidily(tools, () => {
        const made = loop === null ? undefined : loop.form === 'standard' ? standard(loop, on.businessObject) : several(loop, on.businessObject, before);
        if (made && loop && loop.form !== 'standard') behave(made, loop, before);
        set(on, { loopCharacteristics: made });
      });
    },

    setMappings(id: string, direction: 'Input' | 'Output', rows: readonly Mapping[]): void {
      const on = tools.shape(id);
      tools.setExtensions(on, on.businessObject, `approval:${direction}`, rows.map((row) => ({ name: row.name, value: `=${row.value}` })));
    },

    setScript(id: string, body: string): void {
      const on = tools.shape(id);
      set(on, { script: body === '' ? undefined : body, scriptFormat: body === '' ? undefined : 'feel' });
    },

    setActivation(id: string, condition: string): void {
      const on = tools.shape(id);
      set(on, { activationCondition: formal(condition, on.businessObject) });
    },

    setEventGateway(id: string, { instantiates, isParallel }: { instantiates: boolean; isParallel: boolean }): void {
      // Only one that begins a process can wait for all of its events.
      set(tools.shape(id), { instantiate: instantiates || undefined, eventGatewayType: instantiates && isParallel ? 'Parallel' : undefined });
    },

    setAdHoc(id: string, { isSequential, activate, condition, cancelsRest }: { isSequential: boolean; activate: string; condition: string; cancelsRest: boolean }): void {
      const on = tools.shape(id);
      set(on, { 'approval:activate': feelOut(activate), ordering: isSequential ? 'Sequential' : undefined, completionCondition: formal(condition, on.businessObject), cancelRemainingInstances: cancelsRest ? undefined : false });
    },

    setQuantities(id: string, { start, completion }: { start: string; completion: string }): void {
      const of = (shown: string) => { const n = whole(shown); return n === undefined || n < 2 ? undefined : n; };
      set(tools.shape(id), { startQuantity: of(start), completionQuantity: of(completion) });
    },

    setCollection(id: string, isCollection: boolean): void {
      const on = tools.shape(id);
      const data = on.businessObject['dataObjectRef'] as ModelElement | undefined;
      if (data) tools.update(on, data, { isCollection: isCollection || undefined });
    },

    setTransformation(id: string, value: string): void {
      const on = tools.shape(id);
      set(on, { transformation: formal(value, on.businessObject) });
    },

    /** Processes and global tasks of this file that a call activity may name. */
    callable(): { id: string; name: string; isProcess: boolean }[] {
      const roots = (tools.definitions()['rootElements'] ?? []) as ModelElement[];
      return roots.filter((e) => e.$type === 'bpmn:Process' || /^bpmn:Global.*Task$/.test(e.$type)).map((e) => ({ id: e.id!, name: e.name ?? '', isProcess: e.$type === 'bpmn:Process' }));
    },
  };
}
