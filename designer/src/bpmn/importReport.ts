import { approvalNamespace } from './approval';
import { executable, moddle, readModel, writeModel, type ModelElement } from './model';

/** kept: taken over as it is, or as a setting of ours · degraded: stays drawn and cannot be run · dropped: left out */
export type Fate = 'kept' | 'translated' | 'degraded' | 'dropped';

export interface ReportLine {
  fate: Fate;
  /** What it was: a BPMN type, or a name of the other product with its prefix. */
  what: string;
  /** Product or namespace it came from; null for BPMN itself. */
  from: string | null;
  /** What it became, for instance `approval:jobType="print"`. */
  became: string | null;
  /** Where; the first few. */
  elements: string[];
  count: number;
}

export interface ImportReport {
  /** What would be taken over. */
  xml: string;
  processId: string;
  name: string;
  lines: ReportLine[];
}

export class NotBpmn extends Error {}

const products: [pattern: RegExp, name: string][] = [
  [/camunda\.org\/schema\/zeebe/, 'Camunda 8 (Zeebe)'],
  [/camunda\.org\/schema/, 'Camunda 7'],
  [/flowable\.org/, 'Flowable'],
  [/activiti\.org/, 'Activiti'],
  [/signavio/, 'Signavio'],
  [/jboss\.org|jbpm/, 'jBPM'],
  [/elsa/i, 'Elsa'],
];

// What is drawn with these and cannot be run: talk between organisations, forms of other products.
const strangers = /^(Choreography|SubChoreography|CallChoreography|ChoreographyTask|Conversation|SubConversation|CallConversation|DataStoreReference|MessageFlow)$/;
const placesMax = 8;

/** A file's text in the encoding that its first line names; GBK is still common. Throws when the bytes are not of it. */
export function decodeXml(bytes: ArrayBuffer): string {
  const head = new Uint8Array(bytes.slice(0, 200));
  const declared = /^[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(String.fromCharCode(...head))?.[1];
  const marked = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : declared;
  try {
    return new TextDecoder(marked ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotBpmn(`encoding ${marked ?? 'utf-8'}`);
  }
}

/**
 * What becomes of a model drawn elsewhere: what other products wrote is turned into our settings where it means the
 * same, and left out otherwise. Nothing is taken over before somebody has read the report.
 */
export async function importReport(xml: string): Promise<ImportReport> {
  const model = await readModel(xml).catch((problem: unknown) => {
    throw new NotBpmn(problem instanceof Error ? problem.message : String(problem));
  });
  const process = executable(model.definitions);
  if (process === undefined) throw new NotBpmn('no process');
  const lines = new Map<string, ReportLine>();
  const note = (fate: Fate, what: string, element: string | undefined, from: string | null = null, became: string | null = null) => {
    const key = `${fate} ${what} ${from} ${became}`;
    const line = lines.get(key) ?? { fate, what, from, became, elements: [], count: 0 };
    line.count++;
    if (element !== undefined && line.elements.length < placesMax) line.elements.push(element);
    lines.set(key, line);
  };
  const namespaces = namespacesOf(model.definitions);
  const reader: Reader = { note, productOf: (prefix) => productOf(namespaces.get(prefix)), keys: new Map() };

  if (process['isExecutable'] !== true) {
    process.set('isExecutable', true);
    note('translated', 'Process', process.id, null, 'isExecutable="true"');
  }
  for (const root of (model.definitions['rootElements'] ?? []) as ModelElement[]) visit(root, root === process, reader);
  takeForeign(model.definitions, reader);
  keyWaits(model.definitions, reader.keys);
  for (const warning of model.warnings) note('degraded', warning.message.slice(0, 200), undefined);
  const order: Fate[] = ['dropped', 'degraded', 'translated', 'kept'];
  return {
    xml: await writeModel(model.definitions),
    processId: process.id ?? '',
    name: process.name ?? '',
    lines: [...lines.values()].sort((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate)),
  };
}

interface Reader {
  note(fate: Fate, what: string, element: string | undefined, from?: string | null, became?: string | null): void;
  productOf(prefix: string): string | null;
  /** Correlation keys that another product wrote on messages; ours stand where one waits for them. */
  keys: Map<ModelElement, string>;
}

function namespacesOf(definitions: ModelElement): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(definitions.$attrs ?? {})) if (name.startsWith('xmlns:')) found.set(name.slice(6), String(value));
  return found;
}

/** Null for what the drawing itself uses: colours, instances. */
function productOf(uri: string | undefined): string | null {
  if (uri === undefined) return null;
  if (uri === approvalNamespace || /XMLSchema-instance|bpmn\.io\/schema\/bpmn|non-normative\/color|omg\.org\/spec\/(BPMN|DD)/.test(uri)) return null;
  return products.find(([pattern]) => pattern.test(uri))?.[1] ?? uri;
}

function visit(element: ModelElement, isRun: boolean, reader: Reader): void {
  const type = element.$type.replace(/^bpmn:/, '');
  takeForeign(element, reader);
  for (const name of ['loopCharacteristics', 'ioSpecification']) if (element[name]) takeForeign(element[name] as ModelElement, reader, element);
  for (const definition of (element['eventDefinitions'] ?? []) as ModelElement[]) takeForeign(definition, reader, element);
  const format = type === 'ScriptTask' ? text(element['scriptFormat']) : '';
  const isShown = type === 'Process' && !isRun && element['isExecutable'] !== true;
  reader.note(isShown || strangers.test(type) || (format !== '' && !/feel/i.test(format)) ? 'degraded' : 'kept', format === '' ? type : `${type} (${format})`, element.id);
  const condition = element['conditionExpression']?.body as string | undefined;
  if (condition !== undefined && /^\s*[$#]\{/.test(condition)) reader.note('degraded', `SequenceFlow ${condition.trim().slice(0, 60)}`, element.id);
  for (const holder of ['flowElements', 'artifacts', 'laneSets', 'lanes', 'participants', 'messageFlows'])
    for (const child of (element[holder] ?? []) as ModelElement[]) visit(child, isRun, reader);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isCalled = (value: string): boolean => /^[A-Za-z_][\w.-]*$/.test(value);
const isCode = (value: string): boolean => /^[a-z][a-z0-9_-]{0,59}$/.test(value);

/** Takes what other products wrote off an element, and sets what we have for it. */
function takeForeign(element: ModelElement, reader: Reader, at: ModelElement = element): void {
  for (const [name, value] of Object.entries(element.$attrs ?? {})) {
    const [prefix, local] = name.split(':');
    const from = local === undefined || prefix === 'xmlns' ? null : reader.productOf(prefix!);
    if (from === null) continue;
    delete (element.$attrs as Record<string, unknown>)[name];
    const became = translateAttribute(element, local!, text(value));
    reader.note(became === null ? 'dropped' : 'translated', name, at.id, from, became);
  }
  const extensions = element['extensionElements'] as ModelElement | undefined;
  if (!extensions) return;
  const kept: ModelElement[] = [];
  for (const value of (extensions['values'] ?? []) as ModelElement[]) {
    const [prefix, local] = value.$type.split(':');
    const from = reader.productOf(prefix!);
    if (from === null || local === undefined) {
      kept.push(value);
      continue;
    }
    const key = local === 'subscription' && element.$type === 'bpmn:Message' ? text(value['correlationKey']) : '';
    if (key !== '') reader.keys.set(element, key);
    const became = key !== '' ? `approval:correlation key="${key}"` : translateElement(element, local, value, kept);
    reader.note(became === null ? 'dropped' : 'translated', value.$type, at.id, from, became);
  }
  if (kept.length > 0) extensions.set('values', kept);
  else element.set('extensionElements', undefined);
}

/** Puts the key of a message on every event and task that waits for it. */
function keyWaits(scope: ModelElement, keys: ReadonlyMap<ModelElement, string>): void {
  for (const element of [...((scope['rootElements'] ?? []) as ModelElement[]), ...((scope['flowElements'] ?? []) as ModelElement[])]) {
    keyWaits(element, keys);
    if (!/^bpmn:(StartEvent|IntermediateCatchEvent|BoundaryEvent|ReceiveTask)$/.test(element.$type)) continue;
    const messages = [element['messageRef'], ...((element['eventDefinitions'] ?? []) as ModelElement[]).map((d) => d['messageRef'])] as (ModelElement | undefined)[];
    const key = messages.map((message) => message && keys.get(message)).find((k) => k !== undefined);
    if (key === undefined) continue;
    const extensions = (element['extensionElements'] as ModelElement | undefined) ?? moddle().create('bpmn:ExtensionElements', { values: [] });
    extensions.set('values', [...((extensions['values'] ?? []) as ModelElement[]), moddle().create('approval:Correlation', { key })]);
    element.set('extensionElements', extensions);
  }
}

function setOnce(element: ModelElement, name: string, value: string): string | null {
  if (value === '' || element[name] !== undefined) return null;
  element.set(`approval:${name}`, value);
  return `approval:${name}="${value}"`;
}

function translateAttribute(element: ModelElement, local: string, value: string): string | null {
  if (local === 'topic' && element.$type === 'bpmn:ServiceTask') return setOnce(element, 'jobType', value);
  if (local === 'candidateGroups' && element.$type === 'bpmn:UserTask' && isCode(value)) return setOnce(element, 'department', value);
  return null;
}

/** What Camunda 8 writes as children of an extension: they have no descriptor. */
const childrenOf = (value: ModelElement): ModelElement[] => (value['$children'] ?? []) as ModelElement[];

function translateElement(element: ModelElement, local: string, value: ModelElement, kept: ModelElement[]): string | null {
  if (local === 'ioMapping') {
    const rows = childrenOf(value).flatMap((row) => {
      const direction = row.$type.endsWith(':input') ? 'Input' : row.$type.endsWith(':output') ? 'Output' : null;
      return direction ? [moddle().create(`approval:${direction}`, { name: text(row['target']), value: text(row['source']) })] : [];
    });
    kept.push(...rows);
    return rows.length === 0 ? null : `approval:input, approval:output (${rows.length})`;
  }
  if (local === 'script' && element.$type === 'bpmn:ScriptTask') {
    element.set('script', text(value['expression']).replace(/^=/, ''));
    element.set('scriptFormat', 'feel');
    return ['<script>', setOnce(element, 'result', text(value['resultVariable']))].filter(Boolean).join(' ');
  }
  if (local === 'calledElement' && element.$type === 'bpmn:CallActivity' && isCalled(text(value['processId']))) {
    element.set('calledElement', text(value['processId']));
    return `calledElement="${text(value['processId'])}"`;
  }
  if (local === 'taskDefinition' && element.$type === 'bpmn:ServiceTask') {
    const retries = text(value['retries']);
    const type = setOnce(element, 'jobType', text(value['type']));
    return [type, /^\d{1,2}$/.test(retries) ? setOnce(element, 'retries', retries) : null].filter((t) => t !== null).join(' ') || null;
  }
  if (local === 'assignmentDefinition' && element.$type === 'bpmn:UserTask') {
    const groups = text(value['candidateGroups']);
    return isCode(groups) ? setOnce(element, 'department', groups) : null;
  }
  if (local === 'loopCharacteristics') {
    const expression = text(value['inputCollection']);
    if (expression === '') return null;
    const name = text(value['inputElement']);
    const [output, outputElement] = [text(value['outputCollection']), text(value['outputElement'])];
    kept.push(moddle().create('approval:Collection', { expression, ...(name === '' ? {} : { element: name }), ...(output === '' ? {} : { output }), ...(outputElement === '' ? {} : { outputElement }) }));
    return `approval:collection expression="${expression}"`;
  }
  return null;
}
