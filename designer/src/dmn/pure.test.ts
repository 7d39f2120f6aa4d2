import { expect, test } from 'vitest';
import { inLanguage, language } from '../shared/texts';
import { decisionTexts } from '../decisions/texts';
import { editionOf, fromEditor, toEditor } from './namespaces';
import { partsOf, prepare } from './read';
import { newModel } from './template';
import { translate } from './translate';

const words = { decision: '秒批', input: '面积', outcome: '结果', reason: '理由', granted: { zh: '面积不超过 100 平方米', en: 'Small' }, person: { zh: '由人工审查', en: 'By a person' } };
const model = (kind: 'instant' | 'table' | 'blank') => newModel(kind, 'small-shop', '小店 <1>', words);

test.each(['instant', 'table', 'blank'] as const)('a new model (%s) is DMN 1.5 that the editor reads without loss and draws', async (kind) => {
  const xml = model(kind);

  expect(editionOf(xml)).toBe('1.5');
  const prepared = await prepare(xml);
  expect(prepared.lost).toEqual([]);
  expect(prepared.xml).toContain('DMNShape');
  expect((await partsOf(xml)).map((p) => p.name)).toEqual(kind === 'blank' ? ['秒批'] : ['秒批', kind === 'instant' ? 'application' : '面积']);
});

test.each(['1.2', '1.3', '1.4', '1.5'])('the namespaces of DMN %s are exchanged for the editor and put back', (edition) => {
  const given = fromEditor(toEditor(model('table')), edition);

  expect(editionOf(given)).toBe(edition);
  expect(fromEditor(toEditor(given), edition)).toBe(given);
});

test('a model without a drawing is drawn: what is asked above what it rests on', async () => {
  const bare = model('table').replace(/<dmndi:DMNDI>[\s\S]*<\/dmndi:DMNDI>/, '');
  const { xml } = await prepare(bare);
  const y = (id: string) => Number(new RegExp(`dmnElementRef="${id}">\\s*<dc:Bounds[^>]* y="(\\d+)"`).exec(xml)?.[1]);

  expect(y('decision')).toBeLessThan(y('given'));
  expect(xml).toContain('<di:waypoint');
});

test('what the editor would lose is told, so that such a model is edited as text', async () => {
  const conditional = model('blank').replace('</decision>', '<conditional><if><literalExpression><text>true</text></literalExpression></if></conditional></decision>');

  expect((await prepare(conditional)).lost.join()).toContain('<conditional>');
  await expect(prepare('<definitions xmlns="urn:x"/>')).rejects.toThrow();
});

test('the editor speaks the language of the page', () => {
  language.set('zh');
  expect([translate('Add rule'), translate('Input label: '), translate('e.g. { sample }', { sample: '1' })]).toEqual(['增加规则', '输入标题：', '例如 1']);
  language.set('en');
  expect([translate('Add rule'), translate('Input label: ')]).toEqual(['Add rule', 'Input label: ']);
  language.set('zh');
});

test('the page of decision models has words in both languages', () => {
  const [zh, en] = [inLanguage(decisionTexts, 'zh'), inLanguage(decisionTexts, 'en')] as Record<string, string>[];
  for (const key of Object.keys(decisionTexts)) {
    expect(zh![key], key).toMatch(/[\u4e00-\u9fff]|^(、|XML|FEEL)$/);
    expect(en![key], key).not.toMatch(/[\u4e00-\u9fff]/);
    expect((zh![key]!.match(/\{\w+\}/g) ?? []).sort(), key).toEqual((en![key]!.match(/\{\w+\}/g) ?? []).sort());
  }
});
