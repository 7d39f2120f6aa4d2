import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { caseTexts } from '../src/case/texts';
import { designerTexts } from '../src/designer/texts';
import { Person, say, withBrowser } from './browser';
import { underReview } from './desk';

/** The licence of the diagrams: the mark stays visible, uncovered and a link, on each of them. */
async function uncoveredMarks(page: Page): Promise<boolean[]> {
  await page.locator('.bjs-powered-by:visible').first().waitFor();
  return page.locator('.bjs-powered-by:visible').evaluateAll((marks) => marks.map((mark) => {
    mark.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = mark.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return width > 10 && height > 5 && top !== null && mark.contains(top) && getComputedStyle(mark).opacity === '1';
  }));
}

const widths = [1440, 320] as const;

withBrowser('The bpmn.io mark', () => {
  test.each(widths)('stands uncovered on the drawing board and on both panes of a comparison (%i px)', async (width) => {
    const t = say(designerTexts, 'zh');
    const designer = await Person.enter({ width });
    await designer.come('chengdu-designer', '/designer/open-a-restaurant');
    expect(await uncoveredMarks(designer.page)).toEqual([true]);

    await designer.page.getByText(t.compare, { exact: true }).first().click();
    await designer.page.locator('.bjs-powered-by:visible').nth(1).waitFor();
    expect(await uncoveredMarks(designer.page)).toEqual([true, true]);

    await designer.page.getByText(t.simulate, { exact: true }).first().click();
    await designer.page.locator('.bjs-powered-by:visible').nth(1).waitFor({ state: 'detached' });
    expect(await uncoveredMarks(designer.page)).toEqual([true]);
    await designer.leave();
  });

  test.each(widths)('stands uncovered on a case and on the heat map (%i px)', async (width) => {
    const { caseId } = await underReview();
    const supervisor = await Person.enter({ width });
    await supervisor.come('chengdu-supervisor', `/cases/${caseId}`);
    const diagram = supervisor.page.getByText(say(caseTexts, 'zh').diagram, { exact: true }).first();
    await diagram.waitFor();
    if (await supervisor.page.locator('.bjs-powered-by').count() === 0) await diagram.click();
    expect(await uncoveredMarks(supervisor.page)).toEqual([true]);

    await supervisor.page.goto('/heat/open-a-restaurant');
    expect(await uncoveredMarks(supervisor.page)).toEqual([true]);
    await supervisor.leave();
  });
});
