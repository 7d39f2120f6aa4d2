import { BpmnModdle } from 'bpmn-moddle';
import { approval } from './approval';

/** An element of the BPMN model as bpmn-moddle reads it: `$type` and whatever the type has. */
export interface ModelElement {
  readonly $type: string;
  readonly $attrs?: Record<string, unknown>;
  readonly $parent?: ModelElement;
  id?: string;
  name?: string;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  // The model's members differ from type to type.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [name: string]: any;
}

export interface Model {
  definitions: ModelElement;
  elements: Record<string, ModelElement>;
  warnings: { message: string }[];
}

interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: ModelElement; elementsById: Record<string, ModelElement>; warnings: { message: string }[] }>;
  toXML(root: ModelElement, options?: { format?: boolean }): Promise<{ xml: string }>;
  create(type: string, attributes?: Record<string, unknown>): ModelElement;
}

export const moddle = (): Moddle => new BpmnModdle({ approval }) as unknown as Moddle;

/** Reads BPMN; throws when it is no well-formed BPMN. */
export async function readModel(xml: string): Promise<Model> {
  const { rootElement, elementsById, warnings } = await moddle().fromXML(xml);
  return { definitions: rootElement, elements: elementsById, warnings };
}

export async function writeModel(definitions: ModelElement): Promise<string> {
  return (await moddle().toXML(definitions, { format: true })).xml;
}

export const processesOf = (definitions: ModelElement): ModelElement[] => ((definitions['rootElements'] ?? []) as ModelElement[]).filter((e) => e.$type === 'bpmn:Process');

/** The process that runs; the first one when none is marked. */
export function executable(definitions: ModelElement): ModelElement | undefined {
  const processes = processesOf(definitions);
  return processes.find((p) => p['isExecutable'] === true) ?? processes[0];
}

export const flowElements = (scope: ModelElement): ModelElement[] => (scope['flowElements'] ?? []) as ModelElement[];

export const isFlow = (e: ModelElement): boolean => e.$type === 'bpmn:SequenceFlow';

/** Steps, events and gateways: what a token can stand at. */
export const isNode = (e: ModelElement): boolean => /(Task|Event|Gateway|Process|Activity|Transaction)$/.test(e.$type);

/** What an outline names: what a token can stand at, and the data on the way. */
export const isListed = (e: ModelElement): boolean => isNode(e) || e.$type === 'bpmn:DataObjectReference';

/** Whether it holds elements of its own. */
export const isScope = (e: ModelElement): boolean => /^bpmn:(SubProcess|AdHocSubProcess|Transaction|Process)$/.test(e.$type);

/** Writes each flow into the lists of its two ends where it is missing; other tools and the lint read the lists. True when one was. */
export function completeFlowLists(definitions: ModelElement): boolean {
  let isChanged = false;
  const note = (end: ModelElement | undefined, list: 'incoming' | 'outgoing', flow: ModelElement) => {
    if (end === undefined || typeof end.get !== 'function') return;
    const flows = end.get(list) as ModelElement[];
    if (flows.includes(flow)) return;
    flows.push(flow);
    isChanged = true;
  };
  const visit = (scope: ModelElement) => {
    for (const element of flowElements(scope)) {
      if (isFlow(element)) {
        note(element['sourceRef'] as ModelElement | undefined, 'outgoing', element);
        note(element['targetRef'] as ModelElement | undefined, 'incoming', element);
      } else if (isScope(element)) visit(element);
    }
  };
  for (const root of (definitions['rootElements'] ?? []) as ModelElement[]) if (isScope(root)) visit(root);
  return isChanged;
}
