import { expect, test } from 'vitest';
import zoo from './elements.bpmn?raw';
import { compare, flatten } from './deepDiff';
import { entries, turnsInto } from './entries';
import { addable, kindsAt, mayBePlain, mayNotInterrupt, mayRepeat, positionOf, summaryOf, type Position } from './eventKinds';
import { importReport } from './importReport';
import { withDrawing } from './layout';
import { lint } from './lint';
import { executable, readModel, writeModel } from './model';
import { outlineOf, outlineOfAll } from './outline';
import { propertiesOf } from './reading';
import { rootsOf } from './roots';
import { bpmnTexts, wordFor } from './texts';
import { writtenIn } from './written';

const { definitions, elements } = await readModel(await withDrawing(zoo));
const of = (id: string) => propertiesOf(elements[id]!);
const ids = (list: readonly { id: string }[]) => list.map((e) => e.id);

test('events are read with what they wait for or throw', () => {
  expect(of('paid')).toMatchObject({ position: 'start', events: [{ kind: 'message', root: 'm_paid' }], correlation: { key: 'caseNumber', ttl: '' }, outputs: [{ name: 'fee', value: 'paid.amount' }], inputs: null });
  expect(of('ask')).toMatchObject({ position: 'boundary', interrupts: false, events: [{ kind: 'escalation', root: 'x_up' }] });
  expect(of('anyOf')).toMatchObject({ isParallelMultiple: true, events: [{ kind: 'timer', timer: { form: 'timeDuration', text: 'P3D' } }, { kind: 'signal', root: 's_stop' }] });
  expect(of('holds').events).toMatchObject([{ kind: 'conditional', condition: 'total = 3' }]);
  expect(of('compensate').events).toMatchObject([{ kind: 'compensation', activity: 'deal', waits: false }]);
  expect([of('jump').events[0]!.link, of('land').events[0]!.link]).toEqual(['wait', 'wait']);
  expect(of('l_start')).toMatchObject({ position: 'eventStart', interrupts: false });
  expect(of('cancelled')).toMatchObject({ isInTransaction: true });
  expect(of('start')).toMatchObject({ events: [], correlation: null, inputs: null, outputs: null });
});

test('activities and gateways are read with how they run', () => {
  expect(of('each').loop).toMatchObject({ form: 'sequential', collection: 'application.shops', element: 'shop', output: 'results', outputElement: 'shop.name', completion: 'numberOfCompletedInstances >= 2', behavior: 'One', thrown: { kind: 'signal', root: 's_one' } });
  expect(of('reserve').loop).toMatchObject({ form: 'standard', testBefore: true, maximum: '3', condition: 'loopCounter < 3' });
  expect(of('each').quantities).toEqual({ start: '2', completion: '' });
  expect(of('call')).toMatchObject({ calls: 'called', inputs: [{ name: 'who', value: 'application.creditCode' }], outputs: [{ name: 'verified', value: 'ok' }] });
  expect(of('send')).toMatchObject({ message: 'm_paid', correlation: { key: 'caseNumber', ttl: 'PT1H' }, inputs: [{ name: 'amount', value: 'total' }] });
  expect(of('script')).toMatchObject({ script: { body: '1 + 2', format: 'feel' }, result: 'total' });
  expect(of('some')).toMatchObject({ activation: 'activationCount >= 1' });
  expect(of('both').outflows).toMatchObject([{ id: 'f4', condition: 'total > 2' }, { id: 'f7', condition: '' }]);
  expect(of('loose').adHoc).toEqual({ isSequential: true, activate: '["peek"]', condition: 'done', cancelsRest: false });
  expect(of('late')).toMatchObject({ isEventSub: true, quantities: null, inputs: null });
  expect(of('giveBack').isForCompensation).toBe(true);
});

test('each place allows the events that the standard allows there', () => {
  expect(kindsAt('start', false)).toEqual(['message', 'timer', 'signal', 'conditional']);
  expect(kindsAt('innerStart', false)).toEqual([]);
  expect(kindsAt('boundary', false)).not.toContain('cancel');
  expect(kindsAt('boundary', true)).toContain('cancel');
  expect(kindsAt('end', false)).not.toContain('cancel');
  expect((['start', 'innerStart', 'eventStart', 'catch', 'throw', 'boundary', 'end'] as Position[]).filter(mayBePlain)).toEqual(['start', 'innerStart', 'throw', 'end']);
  expect(addable('catch', ['link'], false)).toEqual([]);
  expect(addable('catch', ['message'], false)).not.toContain('link');
  expect(mayNotInterrupt('boundary', ['timer'])).toBe(true);
  expect(mayNotInterrupt('boundary', ['timer', 'error'])).toBe(false);
  expect(mayNotInterrupt('eventStart', ['compensation'])).toBe(false);
  expect([mayRepeat('boundary', true), mayRepeat('boundary', false), mayRepeat('catch', true), mayRepeat('start', true)]).toEqual([false, true, false, true]);
  expect(summaryOf(elements['anyOf']!)).toBe('parallelMultiple');
  expect(positionOf(elements['both']!)).toBeNull();
});

test('an element turns into its own family, and an event into what its place allows', () => {
  expect(ids(turnsInto(elements['deal']!))).toEqual(['sub', 'eventSub', 'adHoc']);
  expect(ids(turnsInto(elements['call']!))).toEqual(['work', 'service', 'rule', 'script', 'send', 'receive', 'manual']);
  expect(ids(turnsInto(elements['note']!))).toContain('script');
  expect(ids(turnsInto(elements['cancelled']!))).toEqual(['end', 'end.message', 'end.signal', 'end.error', 'end.escalation', 'end.compensation', 'end.terminate']);
  expect(ids(turnsInto(elements['l_start']!))).toEqual(['start.message', 'start.timer', 'start.conditional', 'start.error', 'start.escalation', 'start.compensation']);
  expect(turnsInto(elements['t_start']!)).toEqual([]);
});

test('everything that can be added has a word, and an id of its own', () => {
  expect(new Set(ids(entries)).size).toBe(entries.length);
  for (const entry of entries) expect(bpmnTexts[entry.text], entry.id).toHaveLength(2);
});

test('every element stands in the outline with a word of its own', () => {
  const outline = outlineOf(executable(definitions)!);
  const words = new Set(outline.map((e) => wordFor(e.type, e.kind)));

  expect(outline.length).toBe(Object.values(elements).filter((e) => /(Task|Event|Gateway|Process|Activity|Transaction|DataObjectReference)$/.test(e.$type) && e.$type !== 'bpmn:Process' && !e.id!.startsWith('c_')).length);
  for (const word of ['otherEvent', 'otherGateway', 'otherElement'] as const) expect(words).not.toContain(word);
  expect(outline.find((e) => e.id === 'late')!.kind).toBe('event');
  expect(wordFor('BoundaryEvent', 'parallelMultiple')).toBe('boundary.parallelMultiple');
});

test('messages, signals, errors and escalations are listed with how many refer to them', () => {
  expect(rootsOf(definitions).map((r) => [r.id, r.kind, r.code, r.uses])).toEqual([
    ['m_paid', 'message', '', 3], ['m_unused', 'message', '', 0], ['s_stop', 'signal', '', 3], ['s_one', 'signal', '', 1], ['e_no', 'error', 'not-found', 2], ['x_up', 'escalation', 'ask', 1],
  ]);
});

test('what the flow writes is known by name', () => {
  const written = new Map(writtenIn(executable(definitions)!).map((w) => [w.name, w.by]));

  expect(written.get('total')).toBe('计算');
  expect(written.get('fee')).toBe('已缴费');
  expect(written.has('paid')).toBe(false);
  expect([...written.keys()]).toEqual(expect.arrayContaining(['verified', 'results', 'ask', 'receive', '清单']));
});

test('the lint knows every element: it only finds what joins or parts without saying so', () => {
  expect(lint(definitions).map((r) => `${r.rule} ${r.element}`)).toEqual(['fake-join script', 'fake-join over', 'no-gateway-join-fork some', 'no-gateway-join-fork whichever']);
});

test('two readings do not differ; a changed key, root and loop are told with both values', async () => {
  const changed = zoo.replace('key="=caseNumber"/>', 'key="=creditCode"/>').replace('name="已缴费"/><bpmn:message', 'name="缴费"/><bpmn:message').replace('loopMaximum="3"', 'loopMaximum="4"');

  expect(compare(await readModel(zoo), await readModel(zoo))).toEqual([]);
  const changes = compare(await readModel(zoo), await readModel(changed));
  expect(changes.map((c) => [c.id, ...c.details.map((d) => [d.path, d.before, d.after])])).toEqual([
    ['m_paid', ['name', '已缴费', '缴费']],
    ['paid', ['extensionElements/approval:Correlation/key', '=caseNumber', '=creditCode']],
    ['reserve', ['loopCharacteristics/loopMaximum', '3', '4']],
  ]);
  expect(flatten(elements['each']!).get('loopCharacteristics/oneBehaviorEventRef')).toBe('thrown_one');
});

test('every element is written as it was read, and gets its place in a drawing', async () => {
  const again = await readModel(await writeModel(definitions));
  expect(compare(await readModel(await withDrawing(zoo)), again)).toEqual([]);

  const shown = new Set(((definitions['diagrams'] as { plane: { planeElement: { bpmnElement: { id: string } }[] } }[]).flatMap((d) => d.plane.planeElement)).map((p) => p.bpmnElement.id));
  for (const { id } of outlineOfAll(definitions)) expect(id === 'called' || shown.has(id), id).toBe(true);
  expect(definitions['diagrams']).toHaveLength(2);
});

test('an import keeps every element of the standard', async () => {
  const { lines } = await importReport(zoo);

  expect(lines.filter((l) => l.fate !== 'kept')).toEqual([]);
});
