import { together } from './adding';
import type { Entry } from './entries';
import { eventEditing } from './eventEditing';
import { positionOf } from './eventKinds';
import { executable, type ModelElement } from './model';
import type { Limit } from './reading';
import { rootEditing, tidily } from './roots';
import { runEditing } from './runEditing';
import type { Injector } from './services';
import { definitionsOf, isActivityType, toolsOf } from './tools';

const ofPersons = ['kind', 'department', 'item', 'materials', 'fields', 'policy', 'timeout', 'k', 'threshold', 'lead', 'early', 'weight', 'veto', 'late'];
const ofWorkers = ['jobType', 'retries'];
const ofDecisions = ['decision', 'result'];
const ofGroups = ['policy', 'k', 'threshold', 'lead', 'early', 'weight', 'veto'];
/** Which of our settings an activity of a type has besides its name. */
const settings: Record<string, readonly string[]> = {
  'bpmn:UserTask': ofPersons, 'bpmn:ServiceTask': ofWorkers, 'bpmn:BusinessRuleTask': [...ofDecisions, 'item'], 'bpmn:ScriptTask': ['result'],
  'bpmn:SubProcess': ofGroups, 'bpmn:Transaction': ofGroups, 'bpmn:AdHocSubProcess': ofGroups,
};

/** Changes to the model, each one step of undo. Empty texts take a setting away. */
export function editing(parts: Injector) {
  const tools = toolsOf(parts);
  const { shape, make, expression } = tools;
  const modeling = () => parts.get('modeling');
  const roots = rootEditing(tools);
  const events = eventEditing(tools);

  return {
    ...roots.editing,
    ...events,
    ...runEditing(tools, roots.take),

    set(id: string, attributes: Record<string, string | boolean | undefined>): void {
      const cleaned = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value === '' ? undefined : value]));
      modeling().updateProperties(shape(id), cleaned);
    },

    setDocumentation(id: string, words: string): void {
      const on = shape(id);
      const documentation = words === '' ? [] : [make('bpmn:Documentation', { text: words }, on.businessObject)];
      modeling().updateModdleProperties(on, on.businessObject, { documentation });
    },

    /** Name and documentation of the definition itself, whose shape is the ground of the drawing, or a pool on it. */
    setProcess({ name, documentation }: { name?: string; documentation?: string }): void {
      const ground = parts.get('canvas').getRootElement();
      const process = executable(definitionsOf(ground.businessObject));
      if (process === undefined) return;
      if (name !== undefined) modeling().updateModdleProperties(ground, process, { name: name === '' ? undefined : name });
      if (documentation !== undefined)
        modeling().updateModdleProperties(ground, process, { documentation: documentation === '' ? [] : [make('bpmn:Documentation', { text: documentation }, process)] });
    },

    setLimit(id: string, limit: Limit): void {
      const on = shape(id);
      const empty = limit.days === '' && limit.hours === '' && limit.basis === '';
      const of = (value: string) => (value === '' ? undefined : value);
      tools.setExtensions(on, on.businessObject, 'approval:Limit', empty ? [] : [{ days: of(limit.days), hours: of(limit.hours), basis: of(limit.basis) }]);
    },

    setCondition(id: string, condition: string): void {
      const on = shape(id);
      modeling().updateProperties(on, { conditionExpression: condition.trim() === '' ? undefined : expression(condition, on.businessObject) });
    },

    setDefault(gatewayId: string, flowId: string | null): void {
      together(parts, () => {
        const flow = flowId === null ? undefined : shape(flowId);
        if (flow?.businessObject['conditionExpression']) modeling().updateProperties(flow, { conditionExpression: undefined });
        modeling().updateProperties(shape(gatewayId), { default: flow?.businessObject });
      });
    },

    /** Turns an element into another kind of its family; answers with the id it has then. */
    turnInto(id: string, entry: Entry): string {
      if (entry.position !== undefined && positionOf(shape(id).businessObject) === entry.position) {
        events.setEventKinds(id, entry.kind === undefined ? [] : [entry.kind]);
        return id;
      }
      let now = id;
      tidily(tools, () => {
        const { 'approval:kind': kind, name: _, ...own } = entry.attributes ?? {};
        const event = entry.event === undefined ? {} : { eventDefinitionType: entry.event };
        const replaced = parts.get('bpmnReplace').replaceElement(shape(id), { type: entry.type, ...event, ...own });
        now = replaced.id;
        const has = settings[entry.type] ?? [];
        const cleared = isActivityType(entry.type) ? Object.fromEntries([...ofPersons, ...ofWorkers, ...ofDecisions].filter((name) => !has.includes(name)).map((name) => [`approval:${name}`, undefined])) : {};
        // What only a person's step says is not carried into a machine's, nor the other way round.
        if (Object.keys(cleared).length > 0 || kind !== undefined) modeling().updateProperties(replaced, { ...cleared, ...(kind === undefined ? {} : { 'approval:kind': kind }) });
      });
      return now;
    },

    connect(from: string, to: string): string | null {
      const [source, target] = [shape(from), shape(to)];
      if (!parts.get('rules').allowed('connection.create', { source, target })) return null;
      return modeling().connect(source, target).id;
    },

    /** How many flows leave an element. */
    leavesBy: (id: string): number => ((shape(id).businessObject['outgoing'] ?? []) as ModelElement[]).length,

    /** Where a flow starts; null for what is no flow. */
    sourceOf: (id: string): string | null => shape(id).source?.id ?? null,

    remove(id: string): void {
      modeling().removeElements([shape(id)]);
    },
  };
}

export type Editing = ReturnType<typeof editing>;
