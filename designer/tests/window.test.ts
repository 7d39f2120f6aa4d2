import { expect, test } from 'vitest';
import { formTexts } from '../src/shared/form/texts';
import { receiptTexts } from '../src/shared/receipt/texts';
import type { Language } from '../src/shared/texts';
import { windowTexts } from '../src/window/texts';
import { account, axe, languages, like, Person, say, withBrowser } from './browser';
import { Desk } from './desk';

const typed = ['满记面馆', '92510107MADEM90086', '周小满', '510104199005129973', '02886001111', '成都市武侯区一环路南四段 5 号', '120', '1', '32'];

const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${name}`) });

withBrowser('A clerk at the window', () => {
  test.each([['zh', 'jinjiang'], ['en', 'wuhou']] as [Language, string][])('takes an application down by keyboard, files it and hands over the receipt (%s)', async (language, place) => {
    const [t, r] = [say(windowTexts, language), say(receiptTexts, language)];
    const person = await Person.enter({ language });
    const { page } = person;
    await person.come(`${place}-window`, '/window');

    await page.getByRole('searchbox', { name: t.search }).fill('restaurant');
    await page.getByRole('link', { name: language === 'zh' ? '开办餐饮店一件事' : 'Open a restaurant' }).waitFor();
    await page.getByRole('searchbox', { name: t.search }).press('Enter');
    await page.locator('#applicant-name').fill('周小满');

    // Enter goes from field to field.
    await page.keyboard.press('Enter');
    await page.keyboard.type('510104199005129974');
    await page.keyboard.press('Enter');
    await page.keyboard.type('02886001111');
    await page.keyboard.press('Enter');
    await page.locator('#applicant-idNumber-error').waitFor();
    await page.locator('#applicant-idNumber').fill('510104199005129973');
    await page.locator('#applicant-idNumber-error').waitFor({ state: 'detached' });
    await page.locator('#answers-storeName').focus();
    for (const text of typed) {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    }
    expect(await page.locator(':focus').getAttribute('id')).toBe('answers-businessForm');

    // Ctrl+Enter says what is left, in one list.
    await page.keyboard.press('Control+Enter');
    await page.locator('.f-summary:focus').waitFor();
    expect(await axe(page)).toEqual([]);
    for (const [name, value] of [['businessForm', 'snack_bar'], ['menu', 'hot'], ['fuel', 'pipeline_gas'], ['resultDelivery', 'window']] as const) await page.locator(`#answers-${name}`).selectOption(value);
    await page.locator('#answers-foodWorkers').fill('4');
    for (const [name, value] of [['outdoorSign', 'false'], ['cookingFumes', 'false'], ['ownSewerConnection', 'false'], ['sellsTobacco', 'false']] as const) await page.locator(`[data-field=answers-${name}][value=${value}]`).check();

    // Several files at once: those named like a material are sorted by themselves.
    const [dialog] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: like(t.addFiles) }).click()]);
    await dialog.setFiles([pdf('食品安全管理制度.pdf'), pdf('scan0001.pdf')]);
    await page.locator('#material-food_safety_rules').getByText('食品安全管理制度.pdf').waitFor();
    await page.getByLabel(t.sortOf.replace('{name}', 'scan0001.pdf')).selectOption('operator_id');
    await page.locator('#material-operator_id').getByText('scan0001.pdf').waitFor();
    expect(await axe(page)).toEqual([]);

    // The draft waits while somebody else is served.
    await page.getByText(say(formTexts, language).draftSaved).waitFor();
    await page.getByRole('button', { name: t.back }).click();
    await page.getByRole('link', { name: t.openOf.replace('{name}', '周小满') }).first().click();
    await page.locator('#material-operator_id').getByText('scan0001.pdf').waitFor();
    await page.getByText(like(t.ready)).waitFor();
    await page.locator('#answers-storeName').press('Control+Enter');

    await page.getByRole('img', { name: r.qr }).waitFor();
    const [number = ''] = await page.locator('.receipt-code').allInnerTexts();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: t.back }).click();
    await page.getByRole('region', { name: t.today }).getByRole('link', { name: number }).waitFor();
    await page.getByRole('button', { name: t.receiptOf.replace('{number}', number) }).click();
    await page.getByRole('dialog').getByRole('img', { name: r.qr }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');

    // What is brought later is handed in here in the applicant's name.
    const caseId = /cases\/(.+)$/.exec((await page.getByRole('region', { name: t.today }).getByRole('link', { name: number }).getAttribute('href'))!)![1]!;
    const colleague = await Desk.of(`${place}-window`);
    await colleague.post(`/api/cases/${caseId}/supplement-request`, { taskId: await colleague.task(caseId, 'intake'), missing: [{ material: 'floor_plan', reason: '请补交平面布置图' }] });
    await page.getByRole('button', { name: t.receiveOf.replace('{number}', number) }).click({ timeout: 5_000 });
    const drawer = page.getByRole('dialog');
    await drawer.getByText('请补交平面布置图').waitFor();
    expect(await axe(page)).toEqual([]);
    const [files] = await Promise.all([page.waitForEvent('filechooser'), drawer.getByRole('button', { name: like(say(formTexts, language).addFile) }).click()]);
    await files.setFiles(pdf('平面图.pdf'));
    await drawer.locator('.f-file-state', { hasText: '✓' }).waitFor();
    await drawer.getByRole('button', { name: say(formTexts, language).supplementSend }).click();
    await page.getByText(t.received.replace('{number}', number)).waitFor();
    await person.leave();
  });

  test.each(languages)('loses nothing when the sign-in ends in the middle (%s)', async (language) => {
    const t = say(windowTexts, language);
    const person = await Person.enter({ language });
    const { page } = person;
    await person.come('jinjiang-window', '/window/open-a-restaurant');
    await page.locator('#applicant-name').waitFor();
    await page.waitForLoadState('networkidle');
    await page.context().clearCookies();
    await page.locator('#applicant-name').fill('侯峻熙');
    const again = page.getByRole('dialog');
    await again.locator('#sign-in-password').fill(account('jinjiang-window').password);
    await again.locator('button[type=submit]').click();
    await again.waitFor({ state: 'detached' });
    expect(await page.locator('#applicant-name').inputValue()).toBe('侯峻熙');
    await page.getByText(say(formTexts, language).draftSaved).waitFor();

    await page.getByRole('button', { name: t.back }).click();
    await page.getByRole('button', { name: t.removeOf.replace('{name}', '侯峻熙') }).first().click();
    await page.getByRole('button', { name: t.remove, exact: true }).click();
    await page.getByText(like(t.removeSure)).waitFor({ state: 'detached' });
    await person.leave();
  });
});
