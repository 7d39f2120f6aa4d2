import { expect, test } from 'vitest';
import restaurant from '../../../samples/open-a-restaurant/definition.bpmn?raw';
import { compare, compareLines } from './deepDiff';
import { decodeXml, importReport } from './importReport';
import { withDrawing } from './layout';
import { lint } from './lint';
import { readModel } from './model';
import { mergeProblems, worstByElement } from './problems';
import { fromTemplate } from './templates';

const diff = async (before: string, after: string) => compare(await readModel(before), await readModel(after));

test('two readings of the same definition do not differ', async () => {
  expect(await diff(restaurant, restaurant)).toEqual([]);
});

test('a changed legal basis inside an extension element is named with both values', async () => {
  const changes = await diff(restaurant, restaurant.replace('days="10" basis="行政许可法第四十四条"', 'days="9" basis="行政许可法第四十四条第一款"'));

  expect(changes).toEqual([{
    id: 'deliver', type: 'UserTask', kind: 'deliver', name: '送达证照', change: 'changed',
    details: [
      { path: 'extensionElements/approval:Limit/days', before: '10', after: '9' },
      { path: 'extensionElements/approval:Limit/basis', before: '行政许可法第四十四条', after: '行政许可法第四十四条第一款' },
    ],
  }]);
});

test('attributes of our namespace, documentation, conditions and defaults are compared', async () => {
  const after = restaurant
    .replace('approval:department="fire"', 'approval:department="market"')
    .replace('<bpmn:incoming>flow_decided</bpmn:incoming>', '<bpmn:documentation>说明</bpmn:documentation><bpmn:incoming>flow_decided</bpmn:incoming>')
    .replace('default="flow_denied"', 'default="flow_granted"');

  const changes = await diff(restaurant, after);

  const details = changes.flatMap((c) => c.details.map((d) => [c.id, d.path, d.before, d.after]));
  expect(details).toContainEqual(['review_fire_safety', 'department', 'fire', 'market']);
  expect(details).toContainEqual(['granted', 'documentation/bpmn:Documentation/text', null, '说明']);
  expect(details).toContainEqual(['granted', 'default', 'flow_denied', 'flow_granted']);
});

test('elements added, removed and only moved are told apart', async () => {
  const after = restaurant
    .replace('id="review_tobacco"', 'id="review_smoke"').replaceAll('bpmnElement="review_tobacco"', 'bpmnElement="review_smoke"')
    .replaceAll('sourceRef="review_tobacco"', 'sourceRef="review_smoke"').replaceAll('targetRef="review_tobacco"', 'targetRef="review_smoke"')
    .replace('<dc:Bounds x="1430" y="560" width="130" height="80"/>', '<dc:Bounds x="1440" y="560" width="130" height="80"/>');

  const changes = await diff(restaurant, after);

  expect(changes.find((c) => c.id === 'review_tobacco')!.change).toBe('removed');
  expect(changes.find((c) => c.id === 'review_smoke')!.change).toBe('added');
  expect(changes.find((c) => c.id === 'deliver')!.change).toBe('moved');
});

test('lines that differ are found between those that are alike', () => {
  const lines = compareLines('a\nb\nc\nd', 'a\nx\nc\ny\nd');

  expect(lines.map((l) => [l.kind, l.text])).toEqual([['same', 'a'], ['removed', 'b'], ['added', 'x'], ['same', 'c'], ['added', 'y'], ['same', 'd']]);
  expect(lines.at(-1)).toEqual({ kind: 'same', text: 'd', before: 4, after: 5 });
});

test('what the server says the lint does not repeat; the worst comes first', () => {
  const problems = mergeProblems(
    [
      { severity: 'warning', code: 'implicit-end', element: 'a', message: 'ends here', line: 3 },
      { severity: 'error', code: 'missing-end', element: 'p', message: 'no end', line: 1 },
    ],
    [{ rule: 'no-implicit-end', element: 'a' }, { rule: 'end-event-required', element: 'p' }, { rule: 'label-required', element: 'a' }, { rule: 'no-implicit-end', element: 'b' }],
  );

  expect(problems.map((p) => [p.severity, p.code, p.element])).toEqual([
    ['error', 'missing-end', 'p'], ['warning', 'implicit-end', 'a'], ['warning', 'no-implicit-end', 'b'], ['hint', 'label-required', 'a'],
  ]);
  expect(worstByElement(problems).get('a')).toEqual({ severity: 'warning', count: 2 });
});

test('the lint has nothing to say of a good definition and names what is wrong in a bad one', async () => {
  const good = await readModel(restaurant);
  const bad = await readModel(restaurant.replace('name="牵头部门作出决定"', ''));

  expect(lint(good.definitions)).toEqual([]);
  expect(lint(bad.definitions)).toEqual([{ rule: 'label-required', element: 'decide' }]);
});

const foreign = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:c7="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" id="d" targetNamespace="x">
  <bpmn:process id="p" name="P">
    <bpmn:startEvent id="s" flowable:initiator="me"/>
    <bpmn:serviceTask id="print"><bpmn:extensionElements><zeebe:taskDefinition type="print" retries="5"/><zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:serviceTask id="send" c7:type="external" c7:topic="send"/>
    <bpmn:userTask id="look" c7:candidateGroups="fire"/>
    <bpmn:scriptTask id="calc" scriptFormat="groovy"><bpmn:script>1</bpmn:script></bpmn:scriptTask>
    <bpmn:scriptTask id="feel"><bpmn:extensionElements><zeebe:script expression="=a + 1" resultVariable="b"/></bpmn:extensionElements></bpmn:scriptTask>
    <bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="other"/></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="print"><bpmn:conditionExpression>\${amount > 3}</bpmn:conditionExpression></bpmn:sequenceFlow>
  </bpmn:process><bpmn:message id="m" name="paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId"/></bpmn:extensionElements></bpmn:message></bpmn:definitions>`;

test('an import says what is kept, translated, degraded and dropped, and by whom it was written', async () => {
  const { lines, xml, processId } = await importReport(foreign);

  const of = (fate: string) => lines.filter((l) => l.fate === fate).map((l) => [l.what, l.from, l.became]);
  expect(processId).toBe('p');
  expect(of('dropped')).toEqual([['flowable:initiator', 'Flowable', null], ['c7:type', 'Camunda 7', null]]);
  expect(of('translated')).toEqual([
    ['Process', null, 'isExecutable="true"'],
    ['zeebe:taskDefinition', 'Camunda 8 (Zeebe)', 'approval:jobType="print" approval:retries="5"'],
    ['zeebe:ioMapping', 'Camunda 8 (Zeebe)', 'approval:input, approval:output (1)'],
    ['c7:topic', 'Camunda 7', 'approval:jobType="send"'],
    ['c7:candidateGroups', 'Camunda 7', 'approval:department="fire"'],
    ['zeebe:script', 'Camunda 8 (Zeebe)', '<script> approval:result="b"'],
    ['zeebe:calledElement', 'Camunda 8 (Zeebe)', 'calledElement="other"'],
    ['zeebe:subscription', 'Camunda 8 (Zeebe)', 'approval:correlation key="=orderId"'],
  ]);
  expect(of('degraded').map(([what]) => what)).toEqual(['ScriptTask (groovy)', 'SequenceFlow ${amount > 3}']);
  expect(xml).toContain('approval:jobType="print"');
  expect(xml).toContain('approval:department="fire"');
  expect(xml).toContain('<approval:input name="b" value="=a" />');
  expect(xml).toContain('<approval:correlation key="=orderId" />');
  expect(xml).toContain('<bpmn:script>a + 1</bpmn:script>');
  expect(xml).not.toMatch(/<zeebe:|c7:topic|flowable:initiator/);
});

test('our own definitions are taken over whole', async () => {
  const { lines, xml } = await importReport(restaurant);

  expect(new Set(lines.map((l) => l.fate))).toEqual(new Set(['kept']));
  expect(await diff(restaurant, xml)).toEqual([]);
});

test('no import of what is no BPMN', async () => {
  await expect(importReport('<html/>')).rejects.toThrow();
  await expect(importReport('not xml')).rejects.toThrow();
});

test('every template can be drawn and the lint finds nothing in it', async () => {
  const names = { start: 's', review: 'r', decide: 'd', granted: 'g?', yes: 'y', no: 'n', conclude: 'c', deliver: 'v', deliverRefusal: 'w', end: 'e', refused: 'f' };
  for (const template of ['blank', 'single', 'concurrent'] as const) {
    const xml = await withDrawing(fromTemplate(template, 'open-a-shop', 'A & "B"', 'market', names));
    expect(xml).toContain('BPMNShape');
    expect(lint((await readModel(xml)).definitions)).toEqual([]);
  }
});

test('a file is read in the encoding that it declares, and refused when its bytes are not of it', () => {
  const ascii = [...'<?xml version="1.0" encoding="GBK"?><a name="'].map((c) => c.charCodeAt(0));
  const gbk = new Uint8Array([...ascii, 0xca, 0xdc, 0xc0, 0xed, 0x22, 0x2f, 0x3e]);

  expect(decodeXml(gbk.buffer)).toContain('name="受理"');
  expect(() => decodeXml(new Uint8Array([0x3c, 0xca, 0xdc]).buffer)).toThrow('encoding utf-8');
});
