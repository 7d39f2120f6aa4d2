import { expect, test } from 'vitest';
import { feelOf, inputsOf, slotsOf } from './shape';
import { newModel } from './template';

const xml = newModel('instant', 'small-shop', '小店', { decision: '秒批', input: '面积', outcome: '结果', reason: '理由', granted: { zh: '小', en: 'small' }, person: { zh: '大', en: 'large' } });

test('a context is taken apart into what the model mentions of it, and a table of several outputs into their names', async () => {
  const slots = await slotsOf(xml, '秒批', [{ name: 'application', type: 'Any' }, { name: 'region', type: 'string' }]);

  expect(slots.inputs).toEqual([{ name: 'application.floorArea', type: 'number' }, { name: 'region', type: 'string' }]);
  expect(slots.results).toEqual([{ name: '秒批.outcome', type: 'string' }, { name: '秒批.reason zh', type: 'string' }, { name: '秒批.reason en', type: 'string' }]);
});

test('what is no model leaves the inputs as they are', async () => {
  expect(await slotsOf('<nothing/>', 'd', [{ name: 'a', type: '' }])).toEqual({ inputs: [{ name: 'a', type: '' }], results: [{ name: 'd', type: '' }] });
});

test('what is typed becomes FEEL of its type', () => {
  expect([feelOf('他说"好"', 'string'), feelOf(' 80 ', 'number'), feelOf('2026-03-02', 'date'), feelOf('P3D', 'days and time duration'), feelOf('', 'number'), feelOf('[1, 2]', '')])
    .toEqual(['"他说\\"好\\""', '80', 'date("2026-03-02")', 'duration("P3D")', 'null', '[1, 2]']);
});

test('parts of a context are put together, empty ones left out', () => {
  const slots = [{ name: 'application.floorArea', type: 'number' }, { name: 'application.storeName', type: 'string' }, { name: 'region', type: 'string' }];

  expect(inputsOf(slots, { 'application.floorArea': '80', region: '510104' })).toEqual({ application: '{floorArea: 80}', region: '"510104"' });
  expect(inputsOf(slots, {})).toEqual({ application: '{}', region: 'null' });
});
