import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { bpmnTexts } from '../src/bpmn/texts';
import { panelTexts } from '../src/designer/panelTexts';
import { runTexts } from '../src/designer/runTexts';
import { designerTexts } from '../src/designer/texts';
import { axe, like, Person, say, withBrowser } from './browser';
import { Desk } from './desk';

const t = say(designerTexts, 'zh');
const r = say(runTexts, 'zh');
const p = say(panelTexts, 'zh');
const words = say(bpmnTexts, 'zh');

const blank = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" id="d" targetNamespace="x">
  <bpmn:process id="small" name="小流程" isExecutable="true">
    <bpmn:startEvent id="s" name="受理"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="look"/>
    <bpmn:userTask id="look" name="看" approval:kind="work" approval:department="fire"/><bpmn:sequenceFlow id="f2" sourceRef="look" targetRef="e"/><bpmn:endEvent id="e" name="结束"/>
  </bpmn:process><bpmn:process id="called" name="核验" isExecutable="true"><bpmn:startEvent id="cs"/><bpmn:sequenceFlow id="cf" sourceRef="cs" targetRef="ce"/><bpmn:endEvent id="ce"/></bpmn:process></bpmn:definitions>`;

/** The panel and the palette as a designer uses them: by what stands on them. */
class Panel {
  constructor(private readonly page: Page) {}

  async choose(element: string): Promise<void> {
    await this.page.getByRole('tab', { name: t.elements }).click();
    await this.page.locator(`.board-panels [data-element="${element}"]`).press('Enter');
    await this.page.getByRole('tab', { name: t.properties }).click();
  }

  async add(what: keyof typeof bpmnTexts, id: string): Promise<void> {
    const group = this.page.locator('.palette-group').filter({ has: this.page.getByText(words[what], { exact: true }) });
    if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
    await this.page.getByRole('button', { name: words[what], exact: true }).click();
    await this.field(p.id).fill(id);
    await this.field(p.id).blur();
  }

  field(label: string) {
    return this.page.locator('.properties').getByRole('textbox', { name: like(label) }).first();
  }

  select(label: string) {
    return this.page.locator('.properties').getByRole('combobox', { name: like(label) }).first();
  }

  check(label: string) {
    return this.page.locator('.properties').getByRole('checkbox', { name: label });
  }

  /** Chooses, or makes, what an event refers to, and names it. */
  async refer(kind: 'message' | 'signal' | 'error' | 'escalation', name: string): Promise<void> {
    const what = r[`kind.${kind}`];
    await this.page.locator('.properties').getByRole('combobox', { name: what, exact: true }).selectOption(`new:${what}`);
    await this.field(r.rootName.replace('{what}', what)).fill(name);
  }

  /** A field for FEEL is an editor that is loaded when it is first seen. */
  async feel(label: string, text: string): Promise<void> {
    const editor = this.page.locator('.properties .cm-content[aria-label]').and(this.page.getByRole('textbox', { name: label, exact: true })).last();
    await editor.fill(text);
  }

  async map(direction: 'Input' | 'Output', name: string, value: string): Promise<void> {
    const fold = this.page.locator('.properties details').filter({ hasText: direction === 'Input' ? r.inputs : r.outputs }).last();
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
    await fold.getByRole('button', { name: direction === 'Input' ? r.addInput : r.addOutput }).click();
    const row = fold.locator('fieldset').last();
    await row.getByRole('textbox', { name: r.mapName }).fill(name);
    await row.locator('.cm-content[aria-label]').fill(value);
  }
}

interface Checked { findings: { severity: string; code: string; element: string | null }[] }

async function atBoard(xml: string): Promise<{ designer: Person; panel: Panel; page: Page; key: string; desk: Desk; saved: () => Promise<string> }> {
  const key = `e${Date.now().toString(36)}`;
  const desk = await Desk.of('chengdu-designer');
  await desk.send('PUT', `/api/drafts/${key}`, { xml, revision: 0, region: '510104' });
  const designer = await Person.enter();
  const { page } = designer;
  await designer.come('chengdu-designer', `/designer/${key}`);
  await page.locator('.djs-shape').first().waitFor();
  const saved = async () => {
    await page.keyboard.press('Control+s');
    await page.locator('.board-head').getByText(t.saved).waitFor();
    return (await desk.get<{ xml: string }>(`/api/drafts/${key}`)).xml;
  };
  return { designer, panel: new Panel(page), page, key, desk, saved };
}

const one = (text: string): string => text.replace(/>\s+</g, '><');

withBrowser('The elements of BPMN', () => {
  test('a boundary message with a key, several instances with results, an event sub-process and a call with mappings are drawn, saved and opened again', async () => {
    const { designer, panel, page, key, desk, saved } = await atBoard(blank);

    await panel.choose('look');
    await panel.select(r.repeatForm).selectOption('sequential');
    await panel.feel(r.collection, 'application.shops');
    await panel.field(r.element).fill('shop');
    await panel.field(r.output).fill('results');
    await panel.feel(r.outputElement, 'shop.name');

    await panel.add('boundary.message', 'told');
    await panel.refer('message', '撤回通知');
    await panel.feel(r.key, 'application.creditCode');
    await panel.check(r.interruptsActivity).uncheck();
    await panel.map('Output', 'why', 'told.reason');
    await panel.select(p.connectTo).selectOption('e');
    await page.getByRole('button', { name: p.connect, exact: true }).click();

    await panel.choose('look');
    await panel.add('callActivity', 'verify');
    await page.getByLabel(r.called, { exact: true }).fill('called');
    await page.getByText(r.calledHere.replace('{name}', '核验')).waitFor();
    await panel.map('Input', 'who', 'application.creditCode');
    await panel.map('Output', 'verified', 'ok');

    await panel.add('eventSubProcess', 'late');
    const inner = page.locator('.board-panels [data-element]').filter({ hasText: words['start.message'] });
    await page.getByRole('tab', { name: t.elements }).click();
    await inner.press('Enter');
    await page.getByRole('tab', { name: t.properties }).click();
    await panel.select(r.eventKind).selectOption('signal');
    await panel.refer('signal', '区域停办');
    await panel.check(r.interruptsScope).uncheck();
    expect(await axe(page)).toEqual([]);

    const first = one(await saved());
    const { findings } = await desk.sendXml<Checked>(`/api/definitions/${key}?dryRun=true`, first);
    // All that the server asks for is who does the step within the event sub-process.
    expect(findings.filter((f) => f.severity === 'error').map((f) => f.code)).toEqual(['approval-department-missing']);
    expect(first).toContain('<approval:collection expression="=application.shops" element="shop" output="results" outputElement="=shop.name" />');
    expect(first).toMatch(/multiInstanceLoopCharacteristics isSequential="true"/);
    expect(first).toMatch(/<bpmn:boundaryEvent id="told" cancelActivity="false" attachedToRef="look"><bpmn:extensionElements><approval:correlation key="=application.creditCode" \/><approval:output name="why" value="=told.reason" \/>/);
    expect(first).toMatch(/<bpmn:message id="(\w+)" name="撤回通知" \/>/);
    expect(first).toMatch(/<bpmn:callActivity id="verify"[^>]* calledElement="called"><bpmn:extensionElements><approval:input name="who" value="=application.creditCode" \/><approval:output name="verified" value="=ok" \/>/);
    expect(first).toMatch(/<bpmn:subProcess id="late"[^>]* triggeredByEvent="true">/);
    expect(first).toMatch(/<bpmn:startEvent id="\w+" isInterrupting="false">.*?<bpmn:signalEventDefinition id="\w+" signalRef="(\w+)" \/>/);
    // The message that the event sub-process would have begun with is not left behind.
    expect(first.match(/<bpmn:message /g)).toHaveLength(1);

    await page.goto(`/designer/${key}`);
    await page.locator('.djs-shape').first().waitFor();
    await panel.choose('told');
    await expect.poll(() => panel.field(r.rootName.replace('{what}', r['kind.message'])).inputValue()).toBe('撤回通知');
    await page.getByRole('button', { name: p.remove }).click();
    const second = one(await saved());
    expect(second).not.toContain('撤回通知');
    expect(second).toContain('区域停办');
    await page.getByRole('button', { name: t.undo, exact: true }).click();
    expect(one(await saved()).replaceAll(/\s+id="\w+_di"/g, '')).toContain('撤回通知');
    await designer.leave();
  });
});
