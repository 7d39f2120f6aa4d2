import { kindOfDefinition } from './eventKinds';
import type { ModelElement } from './model';
import { isRootKind, referenceOf } from './roots';
import type { Injector, Shape } from './services';
import { definitionsAt } from './tools';

/** Where an element refers to a message, signal, error or escalation: which of its definitions (-1: itself), by which property. */
interface Reference { index: number; property: string; root: ModelElement }

function referencesOf(element: ModelElement): Reference[] {
  const own = element.$type === 'bpmn:SendTask' || element.$type === 'bpmn:ReceiveTask' ? [{ index: -1, property: 'messageRef', root: element['messageRef'] as ModelElement | undefined }] : [];
  const ofEvents = definitionsAt(element).flatMap((definition, index) => {
    const kind = kindOfDefinition(definition.$type);
    return kind !== null && isRootKind(kind) ? [{ index, property: referenceOf(kind), root: definition[referenceOf(kind)] as ModelElement | undefined }] : [];
  });
  return [...own, ...ofEvents].filter((reference): reference is Reference => reference.root !== undefined);
}

interface Descriptor { businessObject?: ModelElement; rootReferences?: Reference[] }
interface Created { context: { shape: Shape; addedRoots?: ModelElement[] } }

/**
 * Copies carry on what they refer to, and what is not in the file any more comes back with them. The modeler's own behaviour
 * does so for the first definition of an event only, and falls over one that refers to nothing.
 */
export function rootReferences(): Record<string, unknown> {
  function Behavior(this: unknown, bus: { on(event: string, listener: unknown): void; on(event: string, priority: number, listener: unknown): void }, injector: Injector) {
    const rootsNow = (): ModelElement[] => (injector.get('bpmnjs').getDefinitions().get('rootElements') as ModelElement[]);
    bus.on('copyPaste.copyElement', ({ descriptor, element }: { descriptor: Descriptor; element: Shape }) => {
      if (element.labelTarget === undefined && element.businessObject) descriptor.rootReferences = referencesOf(element.businessObject);
    });
    bus.on('copyPaste.pasteElement', 500, ({ descriptor }: { descriptor: Descriptor }) => {
      for (const { index, property, root } of descriptor.rootReferences ?? []) {
        const holder = index < 0 ? descriptor.businessObject : descriptor.businessObject && definitionsAt(descriptor.businessObject)[index];
        holder?.set(property, root);
      }
      delete descriptor.rootReferences;
    });
    bus.on('commandStack.shape.create.executed', ({ context }: Created) => {
      const missing = referencesOf(context.shape.businessObject).map(({ root }) => root).filter((root) => !rootsNow().includes(root));
      if (missing.length === 0) return;
      context.addedRoots = [...new Set(missing)];
      rootsNow().push(...context.addedRoots);
    });
    bus.on('commandStack.shape.create.reverted', ({ context }: Created) => {
      for (const root of context.addedRoots ?? []) rootsNow().splice(rootsNow().indexOf(root), 1);
      delete context.addedRoots;
    });
  }
  Behavior.$inject = ['eventBus', 'injector'];
  return { rootElementReferenceBehavior: ['type', Behavior] };
}

const ofLoops = ['oneBehaviorEventRef', 'noneBehaviorEventRef', 'loopDataInputRef', 'loopDataOutputRef'];

/** An element that replaces another refers to the same: the modeler copies no references. */
export function keepReferences(from: ModelElement, to: ModelElement): void {
  if (to.$type === 'bpmn:SendTask' || to.$type === 'bpmn:ReceiveTask') if (from['messageRef'] && !to['messageRef']) to.set('messageRef', from['messageRef']);
  const [before, after] = [from['loopCharacteristics'], to['loopCharacteristics']] as (ModelElement | undefined)[];
  if (before && after?.$type === before.$type) for (const name of ofLoops) if (before[name] && !after[name]) after.set(name, before[name]);
  const behaviours = (loop: ModelElement | undefined) => (loop?.['complexBehaviorDefinition'] ?? []) as ModelElement[];
  behaviours(after).forEach((one, index) => {
    const [was, is] = [behaviours(before)[index]?.['event']?.eventDefinitions, one['event']?.eventDefinitions] as (ModelElement[] | undefined)[];
    is?.forEach((definition, i) => {
      for (const name of ['signalRef', 'messageRef', 'errorRef', 'escalationRef']) if (was?.[i]?.[name] && !definition[name]) definition.set(name, was[i][name]);
    });
  });
}
