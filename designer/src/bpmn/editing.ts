import { together } from './adding';
import type { Entry } from './entries';
import { eventEditing } from './eventEditing';
import { positionOf } from './eventKinds';
import { drawingOf } from './layout';
import { processesOf, type ModelElement } from './model';
import type { Limit } from './reading';
import { keepReferences } from './rootReferences';
import { rootEditing, tidily } from './roots';
import { runEditing } from './runEditing';
import type { Injector } from './services';
import { isActivityType, toolsOf } from './tools';

const ofPersons = ['kind', 'department', 'item', 'materials', 'fields', 'policy', 'timeout', 'k', 'threshold', 'lead', 'early', 'weight', 'veto', 'late'];
const ofWorkers = ['jobType', 'retries', 'backoff'];
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

    /** Name and documentation of a process, whose shape is the ground of the drawing, or a pool on it. */
    setProcess(id: string, { name, documentation }: { name?: string; documentation?: string }): void {
      const process = processesOf(tools.definitions()).find((p) => p.id === id);
      if (process === undefined) return;
      if (name !== undefined) tools.update(tools.ground(), process, { name: name === '' ? undefined : name });
      if (documentation !== undefined) tools.update(tools.ground(), process, { documentation: documentation === '' ? [] : [make('bpmn:Documentation', { text: documentation }, process)] });
    },

    /** Puts another process into the file, with a start and an end and a drawing of its own; answers with its id. */
    addProcess(name: string): string {
      const definitions = tools.definitions();
      const process = make('bpmn:Process', { name, isExecutable: true }, definitions);
      const start = make('bpmn:StartEvent', {}, process);
      const end = make('bpmn:EndEvent', {}, process);
      const flow = make('bpmn:SequenceFlow', { sourceRef: start, targetRef: end }, process);
      start.set('outgoing', [flow]);
      end.set('incoming', [flow]);
      process.set('flowElements', [start, flow, end]);
      const diagram = drawingOf(process);
      (diagram as { $parent?: ModelElement }).$parent = definitions;
      tools.update(tools.ground(), definitions, { rootElements: [...(definitions['rootElements'] as ModelElement[]), process], diagrams: [...(definitions['diagrams'] as ModelElement[]), diagram] });
      return process.id!;
    },

    /** Takes a process and its drawing out of the file, unless it is the one that is shown. */
    removeProcess(id: string): void {
      const definitions = tools.definitions();
      const rest = (name: string, of: (element: ModelElement) => unknown) => ((definitions[name] ?? []) as ModelElement[]).filter((element) => of(element) !== id);
      tidily(tools, () => tools.update(tools.ground(), definitions, { rootElements: rest('rootElements', (e) => e.id), diagrams: rest('diagrams', (d) => d['plane']?.bpmnElement?.id) }));
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
        const before = shape(id).businessObject;
        const replaced = parts.get('bpmnReplace').replaceElement(shape(id), { type: entry.type, ...event, ...own });
        keepReferences(before, replaced.businessObject);
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
