import { expect, test } from 'vitest';
import { countCases, isReadable, readGrid, testTypeOf, writeGrid, type TestGrid } from './tck';

const grid: TestGrid = {
  model: 'small-shop',
  inputs: [{ name: 'application.floorArea', type: 'number' }, { name: 'application.chain', type: 'boolean' }, { name: '日期', type: 'date' }],
  expected: [{ name: '秒批.outcome', type: 'string' }, { name: '秒批.reason', type: 'string' }],
  lines: [
    { id: '1', description: '小 <店> & "店"', inputs: ['80', 'false', '2026-03-02'], expected: ['grant', ' 面积<=100 '] },
    { id: '2', description: '', inputs: ['300', null, '2026-03-02'], expected: ['person', null] },
  ],
};

test('a table of tests is written in the format of the TCK and read back the same', () => {
  const xml = writeGrid(grid);

  expect(xml).toContain('<inputNode name="application">');
  expect(xml).toContain('<component name="floorArea">');
  expect(xml).toContain('<value xsi:type="xsd:decimal">80</value>');
  expect(readGrid(xml)).toEqual(grid);
  expect(countCases(xml)).toBe(2);
});

test('the order of cells does not matter, and a result that is not a context is one value', () => {
  const xml = `<tc:testCases xmlns:tc="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <tc:modelName>0004.dmn</tc:modelName><tc:testCase id="a"><tc:inputNode name="Age"><tc:value xsi:type="xsd:double">30</tc:value></tc:inputNode><tc:inputNode name="Plan"><tc:value xsi:type="xsd:string">x</tc:value></tc:inputNode>
    <tc:resultNode name="Risk" type="decision"><tc:expected><tc:value xsi:nil="true"/></tc:expected></tc:resultNode></tc:testCase></tc:testCases>`;

  expect(readGrid(xml)).toEqual({
    model: '0004.dmn', inputs: [{ name: 'Age', type: 'number' }, { name: 'Plan', type: 'string' }], expected: [{ name: 'Risk', type: 'string' }],
    lines: [{ id: 'a', description: '', inputs: ['30', 'x'], expected: [null] }],
  });
});

const around = (inner: string) => `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><testCase id="1">${inner}</testCase></testCases>`;

test('a column in which nothing is filled in yet keeps its type', () => {
  const empty = { ...grid, lines: [{ id: '1', description: '', inputs: [null, null, null], expected: [null, null] }] };

  expect(readGrid(writeGrid(empty))).toEqual(empty);
});

test.each([
  ['a list', around('<inputNode name="a"><list><item><value xsi:type="xsd:string">x</value></item></list></inputNode>')],
  ['a context within a context', around('<inputNode name="a"><component name="b"><component name="c"><value>1</value></component></component></inputNode>')],
  ['an error that is expected', around('<resultNode name="a" type="decision" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode>')],
  ['a decision service', '<testCases><testCase id="1" type="decisionService" invocableName="s"/></testCases>'],
  ['no tests at all', '<definitions/>'],
  ['broken XML', '<testCases><testCase>'],
])('%s cannot be edited as a table and is left as it is', (_, xml) => {
  expect(readGrid(xml)).toBeNull();
});

test.each([
  ['number', '1e3', true], ['number', '1,5', false], ['boolean', 'yes', false], ['boolean', 'true', true], ['date', '2026-03-02', true], ['date', '2026-3-2', false],
  ['time', '08:00:00+08:00', true], ['dateTime', '2026-03-02T08:00:00Z', true], ['duration', 'P1Y2M', true], ['duration', 'P', false], ['duration', 'PT', false], ['string', '', true],
] as const)('as %s, “%s” can be read: %s', (type, text, can) => {
  expect(isReadable(text, type)).toBe(can);
});

test('the types of FEEL have their types in tests', () => {
  expect(['number', 'date and time', 'days and time duration', 'Any', 'tLoan'].map(testTypeOf)).toEqual(['number', 'dateTime', 'duration', 'string', 'string']);
});
