import { expect, test } from 'vitest';
import { withDrawing } from './layout';
import { lint } from './lint';
import { executable, readModel } from './model';
import { outlineOf } from './outline';

const samples = import.meta.glob<string>('../../../samples/*/definition.bpmn', { query: '?raw', import: 'default', eager: true });
// The samples that are played, as told by their application.
const played = new Set(Object.keys(import.meta.glob('../../../samples/*/application.json')).map((path) => path.replace('application.json', 'definition.bpmn')));
const drawn = Object.entries(samples).filter(([path]) => played.has(path));

test('every played sample is read, drawn and listed by the modeler, and its linter has nothing to say', async () => {
  expect(drawn.length).toBeGreaterThanOrEqual(4);
  for (const [path, xml] of drawn) {
    const { definitions } = await readModel(xml);
    const process = executable(definitions)!;

    expect(lint(definitions), path).toEqual([]);
    expect(await withDrawing(xml), path).toBe(xml);
    expect(new Set(outlineOf(process).map((e) => e.id)).size, path).toBe(process['flowElements'].filter((e: { $type: string }) => e.$type !== 'bpmn:SequenceFlow').length);
  }
});
