import { expect, test } from 'vitest';
import restaurant from '../../../samples/open-a-restaurant/definition.bpmn?raw';
import { withDrawing } from './layout';
import { executable, readModel } from './model';
import { outlineOf } from './outline';

const nested = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:a="http://onego.dev/schema/approval" id="d" targetNamespace="x">
  <process id="p" isExecutable="true">
    <endEvent id="end"/><sequenceFlow id="f4" sourceRef="sub" targetRef="again"/>
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="sub"/>
    <subProcess id="sub"><startEvent id="s2"/><sequenceFlow id="f2" sourceRef="s2" targetRef="t"/><userTask id="t" name="查" a:kind="review" a:department="fire"/>
      <sequenceFlow id="f3" sourceRef="t" targetRef="e2"/><endEvent id="e2"><terminateEventDefinition/></endEvent></subProcess>
    <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
    <sequenceFlow id="f5" sourceRef="late" targetRef="end"/>
    <exclusiveGateway id="again"/><sequenceFlow id="f6" sourceRef="again" targetRef="sub"/><sequenceFlow id="f7" sourceRef="again" targetRef="end"/>
  </process></definitions>`;

test('the outline follows the flows, opens sub-processes and lists a loop once', async () => {
  const { definitions } = await readModel(nested);

  const outline = outlineOf(executable(definitions)!);

  expect(outline.map((e) => [e.id, e.depth])).toEqual([['start', 0], ['sub', 0], ['s2', 1], ['t', 1], ['e2', 1], ['late', 0], ['again', 0], ['end', 0]]);
  expect(outline[3]).toMatchObject({ type: 'UserTask', kind: 'review', department: 'fire', name: '查' });
  expect(outline.find((e) => e.id === 'e2')!.kind).toBe('terminate');
  expect(outline.find((e) => e.id === 'late')!.kind).toBe('timer');
  expect(outline.find((e) => e.id === 'again')!.next.map((n) => n.id)).toEqual(['sub', 'end']);
});

test('a definition with a drawing stays as it is', async () => {
  expect(await withDrawing(restaurant)).toBe(restaurant);
});

test('a definition without a drawing gets one in which no two elements lie on one another', async () => {
  const bare = restaurant.replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, '');

  const { definitions } = await readModel(await withDrawing(bare));

  const plane = definitions['diagrams'][0].plane.planeElement;
  const boxes = plane.filter((e: { $type: string }) => e.$type === 'bpmndi:BPMNShape').map((e: { bounds: { x: number; y: number; width: number; height: number } }) => e.bounds);
  expect(plane.filter((e: { $type: string }) => e.$type === 'bpmndi:BPMNEdge')).toHaveLength(executable(definitions)!['flowElements'].filter((e: { $type: string }) => e.$type === 'bpmn:SequenceFlow').length);
  for (const a of boxes)
    for (const b of boxes)
      if (a !== b) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
});

test('sub-processes are drawn open around what they hold, boundary events on their edge', async () => {
  const { definitions } = await readModel(await withDrawing(nested));

  const box = (id: string) => definitions['diagrams'][0].plane.planeElement.find((e: { bpmnElement: { id: string } }) => e.bpmnElement.id === id).bounds;
  const [sub, task, late] = [box('sub'), box('t'), box('late')];
  expect(task.x > sub.x && task.x + task.width < sub.x + sub.width && task.y > sub.y && task.y + task.height < sub.y + sub.height).toBe(true);
  expect(late.y + 18).toBe(sub.y + sub.height);
});

test('flows are written into the lists of their ends, once', async () => {
  const { elements } = await readModel(await withDrawing(nested));

  expect(elements['again']!['incoming'].map((f: { id: string }) => f.id)).toEqual(['f4']);
  expect(elements['again']!['outgoing'].map((f: { id: string }) => f.id)).toEqual(['f6', 'f7']);
  expect(elements['late']!['outgoing'].map((f: { id: string }) => f.id)).toEqual(['f5']);
});
