import { definitionType, kindOfDefinition, kindsOf, mayNotInterrupt, positionOf, type EventKind } from './eventKinds';
import type { ModelElement } from './model';
import type { Timer } from './reading';
import { tidily } from './roots';
import type { Shape } from './services';
import { definitionsAt, feelOut, type Tools } from './tools';

/** Changes to events, each one step of undo. `index` counts the definitions of an event that has several. */
export function eventEditing(tools: Tools) {
  const at = (on: Shape, index: number): ModelElement | undefined => definitionsAt(on.businessObject)[index];

  /** What an event may no longer be once its definitions have changed is taken back with them. */
  function put(on: Shape, definitions: ModelElement[]): void {
    const element = on.businessObject;
    tools.update(on, element, { eventDefinitions: definitions });
    const present = kindsOf(element);
    const position = positionOf(element);
    if (position !== null && !mayNotInterrupt(position, present)) setInterrupts(on, true);
    if (present.length < 2 && element['parallelMultiple'] === true) tools.update(on, element, { parallelMultiple: undefined });
    if (!present.includes('message')) tools.setExtensions(on, element, 'approval:Correlation', []);
    if (position === 'boundary') {
      // Compensation leaves by an association to its handler, everything else by a flow.
      const wanted = present.includes('compensation') ? 'bpmn:Association' : 'bpmn:SequenceFlow';
      const strangers = (on.outgoing ?? []).filter((flow) => flow.type !== wanted && flow.type !== 'bpmn:DataOutputAssociation');
      if (strangers.length > 0) tools.parts.get('modeling').removeElements([...strangers]);
    }
  }

  function setInterrupts(on: Shape, interrupts: boolean): void {
    const name = on.type === 'bpmn:BoundaryEvent' ? 'cancelActivity' : 'isInterrupting';
    if ((on.businessObject[name] !== false) !== interrupts) tools.update(on, on.businessObject, { [name]: interrupts ? undefined : false });
  }

  return {
    /** Makes it an event of these kinds: definitions of a kind that it has already stay as they are. */
    setEventKinds(id: string, kinds: readonly EventKind[]): void {
      const on = tools.shape(id);
      tidily(tools, () => {
        const left = [...definitionsAt(on.businessObject)];
        put(on, kinds.map((kind) => {
          const known = left.findIndex((d) => kindOfDefinition(d.$type) === kind);
          return known >= 0 ? left.splice(known, 1)[0]! : tools.make(definitionType(kind), {}, on.businessObject);
        }));
      });
    },

    setEventKindAt(id: string, index: number, kind: EventKind | null): void {
      const on = tools.shape(id);
      const definitions = [...definitionsAt(on.businessObject)];
      tidily(tools, () => {
        if (kind === null) definitions.splice(index, 1);
        else definitions[index] = tools.make(definitionType(kind), {}, on.businessObject);
        put(on, definitions);
      });
    },

    setParallelMultiple: (id: string, on: boolean) => tools.update(tools.shape(id), tools.shape(id).businessObject, { parallelMultiple: on || undefined }),

    setInterrupts: (id: string, interrupts: boolean) => setInterrupts(tools.shape(id), interrupts),

    setTimer(id: string, index: number, timer: Timer): void {
      const on = tools.shape(id);
      const definition = at(on, index);
      if (!definition) return;
      const none = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
      tools.update(on, definition, { ...none, ...(timer.text === '' && timer.form === 'timeDuration' ? {} : { [timer.form]: tools.expression(timer.text, definition) }) });
    },

    setEventCondition(id: string, index: number, condition: string): void {
      const on = tools.shape(id);
      const definition = at(on, index);
      if (definition) tools.update(on, definition, { condition: condition.trim() === '' ? undefined : tools.expression(condition, definition) });
    },

    setCompensation(id: string, index: number, { activity, waits }: { activity: string; waits: boolean }): void {
      const on = tools.shape(id);
      const definition = at(on, index);
      const target = activity === '' ? undefined : tools.shape(activity).businessObject;
      if (definition) tools.update(on, definition, { activityRef: target, waitForCompletion: waits ? undefined : false });
    },

    setLink(id: string, index: number, name: string): void {
      const on = tools.shape(id);
      const definition = at(on, index);
      if (definition) tools.update(on, definition, { name: name === '' ? undefined : name });
    },

    setCorrelation(id: string, { key, ttl }: { key: string; ttl: string }): void {
      const on = tools.shape(id);
      const isEmpty = key.trim() === '' && ttl.trim() === '';
      tools.setExtensions(on, on.businessObject, 'approval:Correlation', isEmpty ? [] : [{ key: feelOut(key), ttl: ttl.trim() || undefined }]);
    },
  };
}
