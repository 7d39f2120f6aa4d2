import { together } from './adding';
import type { Entry } from './entries';
import { executable, type ModelElement } from './model';
import type { Injector, Shape } from './services';

export interface Limit { days: string; hours: string; basis: string }
export interface Loop { collection: string; element: string; cardinality: string }
export interface Vote { k: string; threshold: string; lead: string; early: string; weight: string; veto: boolean; late: string }
export interface Timer { form: 'timeDuration' | 'timeDate' | 'timeCycle'; text: string }
export interface Outflow { id: string; name: string; to: string; condition: string; isDefault: boolean }

/** What the properties panel shows of an element. */
export interface Properties {
  id: string;
  type: string;
  name: string;
  documentation: string;
  kind: string;
  department: string;
  item: string;
  materials: string[];
  fields: string[];
  policy: string;
  timeout: string;
  /** How opinions are joined here, and what this one weighs. */
  vote: Vote;
  jobType: string;
  /** Code of the decision model of a business-rule step. */
  decision: string;
  /** Name under which its value is kept in the case's data; empty for a step that decides the case at once. */
  result: string;
  retries: string;
  limit: Limit;
  loop: Loop | null;
  timer: Timer | null;
  interrupts: boolean;
  /** Code of the error thrown or caught; null when the element has to do with none. */
  errorCode: string | null;
  /** Condition of a flow; null for what is no flow. */
  condition: string | null;
  isDefault: boolean;
  /** The flow leaves an exclusive gateway, so that it may have a condition. */
  mayHaveCondition: boolean;
  outflows: Outflow[];
}

const ofPersons = ['kind', 'department', 'item', 'materials', 'fields', 'policy', 'timeout', 'k', 'threshold', 'lead', 'early', 'weight', 'veto', 'late'];
const ofMachines = ['jobType', 'retries', 'decision', 'result'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): string[] => text(value).split(/\s+/).filter((word) => word !== '');

function extension(element: ModelElement | undefined, type: string): ModelElement | undefined {
  return ((element?.['extensionElements']?.values ?? []) as ModelElement[]).find((value) => value.$type === type);
}

const eventDefinition = (element: ModelElement, type: string): ModelElement | undefined =>
  ((element['eventDefinitions'] ?? []) as ModelElement[]).find((definition) => definition.$type === type);

export function propertiesOf(element: ModelElement): Properties {
  const limit = extension(element, 'approval:Limit');
  const loop = element['loopCharacteristics'] as ModelElement | undefined;
  const collection = extension(loop, 'approval:Collection');
  const timer = eventDefinition(element, 'bpmn:TimerEventDefinition');
  const form = (['timeDuration', 'timeDate', 'timeCycle'] as const).find((f) => timer?.[f] !== undefined) ?? 'timeDuration';
  const error = eventDefinition(element, 'bpmn:ErrorEventDefinition');
  const isFlow = element.$type === 'bpmn:SequenceFlow';
  return {
    id: element.id ?? '',
    type: element.$type,
    name: element.name ?? '',
    documentation: text((element['documentation'] as ModelElement[] | undefined)?.[0]?.['text']),
    kind: text(element['kind']),
    department: text(element['department']),
    item: text(element['item']),
    materials: list(element['materials']),
    fields: list(element['fields']),
    policy: text(element['policy']),
    timeout: text(element['timeout']),
    vote: {
      k: text(element['k']), threshold: text(element['threshold']), lead: text(element['lead']), early: text(element['early']),
      weight: text(element['weight']), veto: text(element['veto']) === 'true', late: text(element['late']),
    },
    jobType: text(element['jobType']),
    decision: text(element['decision']),
    result: text(element['result']),
    retries: text(element['retries']),
    limit: { days: text(limit?.['days']), hours: text(limit?.['hours']), basis: text(limit?.['basis']) },
    loop: loop ? { collection: text(collection?.['expression']), element: text(collection?.['element']), cardinality: text(loop['loopCardinality']?.body) } : null,
    timer: timer ? { form, text: text(timer[form]?.body) } : null,
    interrupts: element['cancelActivity'] !== false,
    errorCode: error ? text(error['errorRef']?.errorCode) : null,
    condition: isFlow ? text(element['conditionExpression']?.body) : null,
    isDefault: isFlow && element['sourceRef']?.default === element,
    mayHaveCondition: isFlow && element['sourceRef']?.$type === 'bpmn:ExclusiveGateway',
    outflows: element.$type === 'bpmn:ExclusiveGateway'
      ? ((element['outgoing'] ?? []) as ModelElement[]).map((flow) => ({
        id: flow.id!, name: flow.name ?? '', to: flow['targetRef']?.name || flow['targetRef']?.id || '',
        condition: text(flow['conditionExpression']?.body), isDefault: element['default'] === flow,
      }))
      : [],
  };
}

function definitionsOf(element: ModelElement): ModelElement {
  let at = element;
  while (at.$parent !== undefined && at.$type !== 'bpmn:Definitions') at = at.$parent;
  return at;
}

/** Changes to the model, each one step of undo. Empty texts take a setting away. */
export function editing(parts: Injector) {
  const shape = (id: string): Shape => {
    const found = parts.get('elementRegistry').get(id);
    if (found === undefined) throw new Error(`no element ${id}`);
    return found;
  };
  const modeling = () => parts.get('modeling');
  const make = (type: string, attributes: Record<string, unknown>, parent: ModelElement): ModelElement => {
    const made = parts.get('bpmnFactory').create(type, attributes);
    (made as { $parent?: ModelElement }).$parent = parent;
    return made;
  };
  const expression = (body: string, parent: ModelElement) => make('bpmn:FormalExpression', { body }, parent);

  /** Replaces one of our extension elements and leaves those of others alone. */
  function setExtension(on: Shape, element: ModelElement, type: string, attributes: Record<string, string | undefined> | null): void {
    const given = element['extensionElements'] as ModelElement | undefined;
    const others = ((given?.['values'] ?? []) as ModelElement[]).filter((value) => value.$type !== type);
    const holder = given ?? make('bpmn:ExtensionElements', { values: [] }, element);
    const values = attributes === null ? others : [...others, make(type, attributes, holder)];
    if (values.length === 0) {
      if (given) modeling().updateModdleProperties(on, element, { extensionElements: undefined });
    } else if (given) modeling().updateModdleProperties(on, given, { values });
    else modeling().updateModdleProperties(on, element, { extensionElements: ((holder['values'] = values), holder) });
  }

  return {
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
      setExtension(on, on.businessObject, 'approval:Limit', empty ? null : { days: of(limit.days), hours: of(limit.hours), basis: of(limit.basis) });
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

    setTimer(id: string, timer: Timer): void {
      const on = shape(id);
      const definition = eventDefinition(on.businessObject, 'bpmn:TimerEventDefinition');
      if (!definition) return;
      const none = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
      modeling().updateModdleProperties(on, definition, { ...none, [timer.form]: expression(timer.text, definition) });
    },

    setLoop(id: string, loop: Loop | null): void {
      const on = shape(id);
      if (loop === null) return modeling().updateProperties(on, { loopCharacteristics: undefined });
      const made = make('bpmn:MultiInstanceLoopCharacteristics', {}, on.businessObject);
      if (loop.cardinality !== '') made.set('loopCardinality', expression(loop.cardinality, made));
      else {
        const holder = make('bpmn:ExtensionElements', {}, made);
        holder.set('values', [make('approval:Collection', { expression: loop.collection, ...(loop.element === '' ? {} : { element: loop.element }) }, holder)]);
        made.set('extensionElements', holder);
      }
      modeling().updateProperties(on, { loopCharacteristics: made });
    },

    setErrorCode(id: string, code: string): void {
      const on = shape(id);
      const definition = eventDefinition(on.businessObject, 'bpmn:ErrorEventDefinition');
      if (!definition) return;
      if (code === '') return modeling().updateModdleProperties(on, definition, { errorRef: undefined });
      const root = definitionsOf(on.businessObject);
      const roots = (root['rootElements'] ?? []) as ModelElement[];
      const known = roots.find((e) => e.$type === 'bpmn:Error' && e['errorCode'] === code);
      together(parts, () => {
        const error = known ?? make('bpmn:Error', { errorCode: code, name: code }, root);
        if (!known) modeling().updateModdleProperties(on, root, { rootElements: [...roots, error] });
        modeling().updateModdleProperties(on, definition, { errorRef: error });
      });
    },

    /** Turns an element into another kind of its family; answers with the id it has then. */
    turnInto(id: string, entry: Entry): string {
      const replaced = parts.get('bpmnReplace').replaceElement(shape(id), { type: entry.type, eventDefinitionType: entry.event });
      // What only a person's step says is not carried into a machine's, nor the other way round.
      const foreign = entry.type === 'bpmn:ServiceTask' ? ofPersons : entry.type === 'bpmn:UserTask' ? ofMachines : [];
      const cleared = Object.fromEntries(foreign.map((name) => [`approval:${name}`, undefined]));
      modeling().updateProperties(replaced, { ...cleared, ...entry.attributes });
      return replaced.id;
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
