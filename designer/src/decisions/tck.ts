import { Parser } from 'saxen';

// Table tests are kept in the format of the DMN Technology Compatibility Kit. Its flat part, one value a name, can be edited as a
// table of lines; everything else is edited as XML and is never rewritten here.

export const testTypes = ['string', 'number', 'boolean', 'date', 'time', 'dateTime', 'duration'] as const;
export type TestType = (typeof testTypes)[number];

export interface TestColumn {
  name: string;
  type: TestType;
}

/** While a column is read: only nulls came, which say nothing of the type. */
const unknown = '' as TestType;

export interface TestLine {
  id: string;
  description: string;
  /** In the columns' order. Null is the FEEL null. */
  inputs: (string | null)[];
  expected: (string | null)[];
}

export interface TestGrid {
  model: string;
  inputs: TestColumn[];
  /** Decisions, by the name of their result; a value's component is `decision.component`. */
  expected: TestColumn[];
  lines: TestLine[];
}

interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

const namespace = 'http://www.omg.org/spec/DMN/20160719/testcase';
const typeOfXsd: Record<string, TestType> = {
  string: 'string', boolean: 'boolean', date: 'date', time: 'time', dateTime: 'dateTime', duration: 'duration',
  decimal: 'number', double: 'number', integer: 'number', int: 'number', long: 'number', float: 'number',
};
const xsdOfType: Record<TestType, string> = { string: 'string', number: 'decimal', boolean: 'boolean', date: 'date', time: 'time', dateTime: 'dateTime', duration: 'duration' };

/** The type of a test's value for a type of FEEL; text for what has no flat one. */
export function testTypeOf(feel: string): TestType {
  const types: Record<string, TestType> = { number: 'number', boolean: 'boolean', date: 'date', time: 'time', 'date and time': 'dateTime', dateTime: 'dateTime' };
  return types[feel] ?? (/duration/i.test(feel) ? 'duration' : 'string');
}

/** Throws where the text is not well-formed XML, or no table of tests. */
function parse(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new Parser({ proxy: true });
  parser.on('openTag', (element: { name: string; attrs: Record<string, string> }, decode: (text: string) => string) => {
    const node: Node = { name: local(element.name), attributes: Object.fromEntries(Object.entries(element.attrs).map(([k, v]) => [local(k), decode(v)])), children: [], text: '' };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('closeTag', () => void open.pop());
  parser.on('text', (text: string, decode: (text: string) => string) => {
    open.at(-1)!.text += decode(text);
  });
  parser.on('cdata', (text: string) => {
    open.at(-1)!.text += text;
  });
  parser.on('error', (error: Error) => {
    throw error;
  });
  parser.parse(xml);
  const cases = root.children.find((n) => n.name === 'testCases');
  if (cases === undefined) throw new Error('testCases');
  return cases;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** How many cases there are; null for what is no table of tests. */
export function countCases(xml: string): number | null {
  try {
    return parse(xml).children.filter((n) => n.name === 'testCase').length;
  } catch {
    return null;
  }
}

/** The tests as a table of lines; null where they are not that flat. */
export function readGrid(xml: string): TestGrid | null {
  let cases: Node;
  try {
    cases = parse(xml);
  } catch {
    return null;
  }
  const grid: TestGrid = { model: cases.children.find((n) => n.name === 'modelName')?.text.trim() ?? '', inputs: [], expected: [], lines: [] };
  const cells: { inputs: Map<string, string | null>; expected: Map<string, string | null>; id: string; description: string }[] = [];
  for (const one of cases.children.filter((n) => n.name === 'testCase')) {
    // Another kind of question than a decision, or another name for it, would be lost.
    if (one.attributes['type'] !== undefined && one.attributes['type'] !== 'decision') return null;
    if (one.attributes['invocableName'] !== undefined) return null;
    const line = { id: one.attributes['id'] ?? '', description: '', inputs: new Map<string, string | null>(), expected: new Map<string, string | null>() };
    for (const child of one.children) {
      if (child.name === 'description') line.description = child.text.trim();
      else if (child.name === 'inputNode') {
        if (!take(child, child.attributes['name'] ?? '', grid.inputs, line.inputs)) return null;
      } else if (child.name === 'resultNode') {
        const expected = child.children.find((n) => n.name === 'expected');
        if (child.attributes['errorResult'] === 'true' || (expected !== undefined && child.children.some((n) => n.name === 'computed'))) return null;
        if (expected === undefined || !take(expected, child.attributes['name'] ?? '', grid.expected, line.expected)) return null;
      } else return null;
    }
    cells.push(line);
  }
  for (const column of [...grid.inputs, ...grid.expected]) if (column.type === unknown) column.type = 'string';
  grid.lines = cells.map((c) => ({
    id: c.id, description: c.description,
    inputs: grid.inputs.map((column) => c.inputs.get(column.name) ?? null), expected: grid.expected.map((column) => c.expected.get(column.name) ?? null),
  }));
  // A line that leaves a result out does not ask for null.
  return cells.every((c) => grid.expected.every((column) => c.expected.has(column.name))) ? grid : null;
}

/** Takes the value of a node, or the components of a context one level deep; false for what is deeper. */
function take(node: Node, name: string, columns: TestColumn[], into: Map<string, string | null>): boolean {
  const parts = node.children.filter((n) => n.name === 'component');
  if (node.children.some((n) => n.name === 'list')) return false;
  if (parts.length > 0) return parts.every((p) => !/[.]/.test(p.attributes['name'] ?? '.') && !p.children.some((n) => n.name === 'component') && take(p, `${name}.${p.attributes['name']}`, columns, into));
  const value = node.children.find((n) => n.name === 'value');
  const isNull = value === undefined || value.attributes['nil'] === 'true';
  const said = value?.attributes['type'];
  const type = said === undefined ? (isNull ? null : 'string') : typeOfXsd[local(said)];
  if (type === undefined) return false;
  const column = columns.find((c) => c.name === name);
  if (column === undefined) columns.push({ name, type: type ?? unknown });
  else if (type !== null && column.type !== type) {
    if (column.type !== unknown) return false;
    column.type = type;
  }
  into.set(name, isNull ? null : value.text);
  return true;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

export function writeGrid(grid: TestGrid): string {
  const value = (cell: string | null, type: TestType, indent: string) =>
    cell === null ? `${indent}<value xsi:type="xsd:${xsdOfType[type]}" xsi:nil="true"/>` : `${indent}<value xsi:type="xsd:${xsdOfType[type]}">${escape(type === 'string' ? cell : cell.trim())}</value>`;
  const nodes = (columns: TestColumn[], cells: (string | null)[], wrap: (name: string, inner: string) => string) => {
    const names = [...new Set(columns.map((c) => c.name.split('.')[0]!))];
    return names.map((name) => {
      const mine = columns.map((c, i) => ({ c, cell: cells[i] ?? null })).filter(({ c }) => c.name === name || c.name.startsWith(`${name}.`));
      const inner = mine.map(({ c, cell }) => (c.name === name ? value(cell, c.type, '        ')
        : `        <component name="${escape(c.name.slice(name.length + 1))}">\n${value(cell, c.type, '          ')}\n        </component>`)).join('\n');
      return wrap(escape(name), inner);
    }).join('');
  };
  const lines = grid.lines.map((line) => [
    `  <testCase id="${escape(line.id)}">\n`,
    line.description === '' ? '' : `    <description>${escape(line.description)}</description>\n`,
    nodes(grid.inputs, line.inputs, (name, inner) => `    <inputNode name="${name}">\n${inner}\n    </inputNode>\n`),
    nodes(grid.expected, line.expected, (name, inner) => `    <resultNode name="${name}" type="decision">\n      <expected>\n${inner}\n      </expected>\n    </resultNode>\n`),
    '  </testCase>\n',
  ].join(''));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testCases xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">\n  <modelName>${escape(grid.model)}</modelName>\n${lines.join('')}</testCases>\n`;
}

/** What is wrong with a cell of this type; null when it can be read. */
export function isReadable(cell: string, type: TestType): boolean {
  const text = cell.trim();
  switch (type) {
    case 'string': return true;
    case 'number': return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text);
    case 'boolean': return text === 'true' || text === 'false';
    case 'date': return /^-?\d{4,9}-\d\d-\d\d$/.test(text);
    case 'time': return /^\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d|@.+)?$/.test(text);
    case 'dateTime': return /^-?\d{4,9}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d|@.+)?$/.test(text);
    case 'duration': return /^-?P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(text);
  }
}
