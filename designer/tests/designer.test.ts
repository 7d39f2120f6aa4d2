import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { bpmnTexts } from '../src/bpmn/texts';
import { panelTexts } from '../src/designer/panelTexts';
import { designerTexts } from '../src/designer/texts';
import { axe, languages, like, Person, say, withBrowser } from './browser';
import { Desk } from './desk';

const t = say(designerTexts, 'zh');
const p = say(panelTexts, 'zh');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const unique = (): string => `d${Date.now().toString(36)}`;

const xml = (step: string) => `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:flowable="http://flowable.org/bpmn" id="d" targetNamespace="x">
  <bpmn:process id="small" name="小流程" isExecutable="true">
    <bpmn:startEvent id="s" name="受理" flowable:initiator="me"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="look"/>
    <bpmn:userTask id="look" name="${step}" approval:kind="review" approval:department="fire"/><bpmn:sequenceFlow id="f2" sourceRef="look" targetRef="print"/>
    <bpmn:serviceTask id="print" name="打印"><bpmn:extensionElements><zeebe:taskDefinition type="print"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f3" sourceRef="print" targetRef="e"/><bpmn:endEvent id="e" name="结束"/>
  </bpmn:process></bpmn:definitions>`;

/** A designer at the board of a draft of their own. */
async function atBoard(settings: { width?: number } = {}): Promise<{ designer: Person; key: string; desk: Desk }> {
  const key = unique();
  const desk = await Desk.of('chengdu-designer');
  await desk.send('PUT', `/api/drafts/${key}`, { xml: xml('看'), revision: 0, region: '510104' });
  const designer = await Person.enter(settings);
  await designer.come('chengdu-designer', `/designer/${key}`);
  await designer.page.locator('.djs-shape').first().waitFor();
  return { designer, key, desk };
}

async function choose(page: Page, element: string): Promise<void> {
  await page.getByRole('tab', { name: t.elements }).click();
  await page.locator(`.board-panels [data-element="${element}"]`).press('Enter');
  await page.getByRole('tab', { name: t.properties }).click();
}

withBrowser('The designer', () => {
  test.each([1440, 320])('adds a concurrent review behind a step without a pointer, and is led to what is wrong (%i px)', async (width) => {
    const { designer, key, desk } = await atBoard({ width });
    const { page } = designer;
    await choose(page, 'look');
    if (width < 760) await page.locator('.board-palette > summary').press('Enter');
    await button(page, say(bpmnTexts, 'zh').concurrentBlock).press('Enter');

    await page.getByRole('tab', { name: like(t.problems) }).click();
    const finding = page.locator('.problems button').filter({ hasText: 'approval-department-missing' }).first();
    await finding.press('Enter');
    await page.getByRole('tab', { name: t.properties }).click();
    await page.getByLabel(p.department, { exact: true }).fill('market');
    await page.keyboard.press('Control+s');
    await page.locator('.board-head').getByText(t.saved).waitFor();

    const saved = await desk.get<{ xml: string }>(`/api/drafts/${key}`);
    expect(saved.xml.match(/<bpmn:parallelGateway/g)).toHaveLength(2);
    expect(saved.xml.match(/approval:kind="review"/g)).toHaveLength(4);
    expect(saved.xml).toContain('approval:department="market"');
    await designer.leave();
  });

  test('loses nothing by a reload, and is asked when somebody else saved meanwhile', async () => {
    const { designer, key, desk } = await atBoard();
    const { page } = designer;
    await choose(page, 'look');
    await page.getByLabel(p.name, { exact: true }).or(page.getByRole('textbox', { name: like(p.name) })).first().fill('看一看');
    await page.waitForFunction(([name]) => Object.keys(localStorage).some((k) => k.endsWith(name!) && localStorage.getItem(k)!.includes('看一看')), [key]);
    await page.reload();
    await button(page, t.recover).click();
    await page.locator('.djs-label').filter({ hasText: '看一看' }).waitFor();

    const draft = await desk.get<{ revision: number }>(`/api/drafts/${key}`);
    await desk.send('PUT', `/api/drafts/${key}`, { xml: xml('另看'), revision: draft.revision, note: '同事改的' });
    await page.keyboard.press('Control+s');
    await page.getByRole('dialog', { name: t.conflict }).waitFor();
    expect(await axe(page)).toEqual([]);
    await button(page, t.conflictLook).click();
    await page.locator('.change-detail').filter({ hasText: '另看' }).filter({ hasText: '看一看' }).first().waitFor();
    await page.keyboard.press('Control+s');
    await button(page, t.conflictMine).click();
    await page.locator('.board-head').getByText(t.saved).waitFor();
    expect((await desk.get<{ xml: string }>(`/api/drafts/${key}`)).xml).toContain('看一看');
    await designer.leave();
  });

  test('reads what becomes of a file of another product before it is taken over', async () => {
    const designer = await Person.enter();
    const { page } = designer;
    const key = unique();
    await designer.come('chengdu-designer', '/designer');
    await button(page, t.importOne).click();
    await page.locator('input[type=file]').setInputFiles({ name: 'foreign.bpmn', mimeType: 'application/xml', buffer: Buffer.from(xml('看')) });
    await page.getByText('flowable:initiator').waitFor();
    await page.getByText('approval:jobType="print"').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('dialog').getByLabel(t.key, { exact: true }).fill(key);
    await button(page, t.takeOver).click();
    await page.locator('.djs-shape').first().waitFor();

    const draft = await (await Desk.of('chengdu-designer')).get<{ xml: string }>(`/api/drafts/${key}`);
    expect(draft.xml).toContain('approval:jobType="print"');
    expect(draft.xml).not.toContain('flowable:initiator');
    await designer.leave();
  });

  test.each(languages)('plays a case and walks through it; tokens are called an illustration (%s)', async (language) => {
    const words = say(designerTexts, language);
    const designer = await Person.enter({ language });
    const { page } = designer;
    await designer.come('chengdu-designer', '/designer/open-a-restaurant');
    await button(page, words.play).click();
    await button(page, words.playStart).click();
    await page.getByText(like(words.playConcluded)).waitFor();
    for (let i = 0; i < 7; i++) await button(page, words.next).click();
    await page.locator('.djs-element.tone-play').waitFor();
    expect(await axe(page)).toEqual([]);

    await button(page, words.simulate).click();
    await page.getByText(words.illustration).waitFor();
    await button(page, words.simStart).click();
    await page.locator('.bts-token').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await designer.leave();
  });
});
