import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { instantTexts } from '../src/case/instantTexts';
import { decisionTexts } from '../src/decisions/texts';
import { axe, languages, like, Person, say, withBrowser } from './browser';
import { decidedBy, Desk } from './desk';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const unique = (): string => `m${Date.now().toString(36)}`;

type Words = ReturnType<typeof say<typeof decisionTexts>>;

async function begin(page: Page, t: Words, code: string): Promise<void> {
  await button(page, t.newOne).click();
  await page.getByLabel(t.code, { exact: true }).fill(code);
  const names = page.getByRole('dialog').getByLabel(like(`${t.name} · `));
  await names.nth(0).fill('小店');
  await names.nth(1).fill('Small shop');
  await button(page, t.create).click();
  await page.locator('.dmn-decision-table-container').waitFor();
}

const view = (page: Page, t: Words, name: string) => page.getByRole('navigation', { name: t.views }).getByRole('button', { name: like(name) }).click();

const cell = (t: Words, column: string) => t.cellOf.replace('{column}', column).replace('{n}', '1');

withBrowser('Decision models', () => {
  test('a designer makes one, mends it after a failing test, publishes it, and reads why it comes out so', async () => {
    const t = say(decisionTexts, 'zh');
    const code = unique();
    const designer = await Person.enter();
    const { page } = designer;
    await designer.come('chengdu-designer', '/decisions');
    await begin(page, t, code);
    expect(await axe(page)).toEqual([]);

    // The test wants what the table does not do yet.
    await view(page, t, t.tests);
    await button(page, t.addTests).click();
    await page.getByLabel(cell(t, 'application.floorArea')).fill('300');
    await page.getByLabel(cell(t, `${t.wInstant}.outcome`)).fill('deny');
    for (const [i, spoken] of languages.entries()) await page.getByLabel(cell(t, `${t.wInstant}.reason ${spoken}`)).fill(decisionTexts.wPerson[i]!);
    await page.locator('.grid-result .mark-bad').waitFor();
    await page.locator('.grid-result').getByText('"person"').waitFor();
    expect(await axe(page)).toEqual([]);
    await button(page, t.publish).click();
    await page.getByRole('dialog').getByText(like(t.publishBlocked)).waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: t.publish, exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // Mended in the table itself, by keyboard once its cell is chosen.
    await view(page, t, t.model);
    await page.locator('[data-row-id="rule2"] [contenteditable="true"], [data-row-id="rule2"][data-col-id="outcome"] [contenteditable="true"]').first().waitFor();
    await page.locator('[data-row-id="rule2"][data-col-id="outcome"]').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('"deny"');
    await page.keyboard.press('Tab');
    await view(page, t, t.tests);
    await page.locator('.grid-result .mark-good').waitFor();

    await view(page, t, t.tryIt);
    await page.getByLabel(like('application.floorArea')).fill('80');
    await button(page, t.evaluate).click();
    await page.locator('.try-value').getByText('"grant"').waitFor();
    await page.locator('.explained').getByText(t.ruleN.replace('{n}', '1')).click();
    await page.locator('.dmn-found').first().waitFor();
    expect(await axe(page)).toEqual([]);

    await button(page, t.publish).click();
    await page.getByRole('dialog').getByRole('button', { name: t.publish, exact: true }).click();
    await page.locator('.board-head').getByText(t.unchanged.replace('{n}', '1')).waitFor();
    const kept = await (await Desk.of('chengdu-designer')).get<{ version: number; model: { xml: string; tests: string[] } }>(`/api/rules/${code}`);
    expect(kept).toMatchObject({ version: 1, model: { tests: [expect.stringContaining('deny')] } });
    await designer.leave();

    const { caseId } = await decidedBy(code, 80);
    for (const language of languages) {
      const i = say(instantTexts, language);
      const supervisor = await Person.enter({ language });
      await supervisor.come('chengdu-supervisor', `/cases/${caseId}`);
      await supervisor.page.getByText(i.explanation, { exact: true }).waitFor();
      expect(await supervisor.page.locator('.explanation').innerText()).toContain('80');
      expect(await axe(supervisor.page)).toEqual([]);
      await supervisor.leave();
    }
    // The applicant is told the words only.
    const applicant = await Person.enter();
    await applicant.come('applicant-2', `/apply/cases/${caseId}`);
    await applicant.page.getByText(decisionTexts.wGranted[0]).waitFor();
    expect(await applicant.page.getByRole('main').innerText()).not.toContain('floorArea');
    await applicant.leave();
  });

  test('a colleague who published meanwhile is not overwritten unasked', async () => {
    const t = say(decisionTexts, 'zh');
    const code = unique();
    const designer = await Person.enter({ expected: [/Failed to load/] });
    const { page } = designer;
    await designer.come('chengdu-designer', '/decisions');
    await begin(page, t, code);
    await button(page, t.publish).click();
    await page.getByRole('dialog').getByRole('button', { name: t.publish, exact: true }).click();
    await page.locator('.board-head').getByText(t.unchanged.replace('{n}', '1')).waitFor();

    const desk = await Desk.of('chengdu-designer');
    const first = await desk.get<{ name: unknown; model: { xml: string; decision: string; tests: string[] } }>(`/api/rules/${code}`);
    await desk.send('PUT', `/api/rules/${code}`, { name: first.name, model: { ...first.model, xml: first.model.xml.replace('&lt;= 100', '&lt;= 90') } });
    await view(page, t, 'XML');
    const xml = page.getByLabel(t.xmlLabel);
    await xml.fill((await xml.inputValue()).replace('&lt;= 100', '&lt;= 110'));
    await button(page, t.takeXml).click();
    await button(page, t.publish).click();
    await page.getByRole('dialog').getByRole('button', { name: t.publish, exact: true }).click();
    await page.getByRole('dialog').getByText(like(t.moved)).waitFor();
    expect(await axe(page)).toEqual([]);
    await button(page, t.lookAtTheirs).click();
    await page.locator('.xml-removed').filter({ hasText: '90' }).waitFor();
    await page.locator('.xml-added').filter({ hasText: '110' }).waitFor();
    await designer.leave();
  });

  test.each([['zh', 1440], ['en', 1440], ['en', 320]] as const)('every view opens in %s at %i px with the mark of bpmn.io uncovered, and axe finds nothing', async (language, width) => {
    const t = say(decisionTexts, language);
    const designer = await Person.enter({ language, width, elder: width === 320 });
    const { page } = designer;
    await designer.come('chengdu-designer', '/decisions');
    await begin(page, t, unique());
    const parts = page.getByRole('navigation', { name: t.parts }).getByRole('button');
    for (let i = await parts.count() - 1; i >= 0; i--) {
      await parts.nth(i).click();
      const mark = page.locator('.dmn-frame .bjs-powered-by:visible');
      await mark.waitFor();
      expect(await mark.evaluate((shown) => {
        shown.scrollIntoView({ block: 'center' });
        const { x, y, width: w, height: h } = shown.getBoundingClientRect();
        return w > 10 && h > 5 && shown.contains(document.elementFromPoint(x + w / 2, y + h / 2));
      })).toBe(true);
      expect(await axe(page)).toEqual([]);
    }
    for (const name of [t.tests, t.check, t.tryIt, t.xml, t.versions]) {
      await view(page, t, name);
      expect(await axe(page), name).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(1);
    }
    await designer.leave();
  });
});
