import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { applyTexts, progressTexts } from '../src/apply/texts';
import { caseTexts } from '../src/case/texts';
import { inboxTexts } from '../src/inbox/texts';
import { formTexts } from '../src/shared/form/texts';
import { receiptTexts } from '../src/shared/receipt/texts';
import type { Language } from '../src/shared/texts';
import { shellTexts } from '../src/staff/texts';
import { account, Person, say, withBrowser } from './browser';
import { answer, application, Desk, othersAgree } from './desk';

/** Goes to the inbox by the navigation, finds the task by its number, opens it. */
async function openTask(person: Person, language: Language, caseNumber: string): Promise<void> {
  const t = say(inboxTexts, language);
  await person.page.getByRole('navigation').getByRole('link', { name: say(shellTexts, language).navInbox }).click();
  await person.page.getByLabel(t.search).fill(caseNumber);
  const line = person.page.locator('a[data-row]').filter({ hasText: caseNumber });
  // The list of before is still there for a moment; a line of it would go from under the click.
  await person.page.locator('a[data-row]').nth(1).waitFor({ state: 'detached' });
  await line.first().click();
  await person.page.getByRole('heading', { name: new RegExp(caseNumber) }).or(person.page.locator('.pane-case').getByText(caseNumber)).first().waitFor();
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

withBrowser('One restaurant, from the application to the rating', () => {
  // In one language: the parts of it are tried in both by the tests of each reader.
  test('each reader does the main part in the browser', async () => {
    const language: Language = 'zh';
    const apply = say(applyTexts, language);
    const form = say(formTexts, language);
    const c = say(caseTexts, language);
    const shell = say(shellTexts, language);

    const name = 'applicant-3';

    await (await Desk.of(name)).send('DELETE', '/api/my/draft.application.open-a-restaurant').catch(() => undefined);
    // Filters stay, also those of the tests before.
    for (const officer of ['jinjiang-market', 'jinjiang-window']) await (await Desk.of(officer)).send('DELETE', '/api/my/inbox.filters').catch(() => undefined);

    // The applicant fills in one form and hands in one list of materials.
    const applicant = await Person.enter({ language });
    await applicant.page.goto('/apply/');
    await applicant.page.getByRole('link', { name: apply.signIn }).first().click();
    await applicant.page.getByLabel(new RegExp(`^${apply.account}`)).fill(name);
    await applicant.page.getByLabel(new RegExp(`^${apply.password}`)).fill(account(name).password);
    await applicant.page.getByRole('button', { name: apply.signIn, exact: true }).click();
    await applicant.page.locator('a[href="/apply/items/open-a-restaurant"]').first().click();
    await applicant.page.getByRole('link', { name: apply.start, exact: true }).click();
    await applicant.page.locator('#region').selectOption('510104');
    await answer(applicant.page, application.answers);
    await press(applicant.page, apply.next);
    await applicant.page.locator('#applicant-name').fill(application.applicant.name);
    await applicant.page.locator('#applicant-idNumber').fill(application.applicant.idNumber);
    await applicant.page.locator('#applicant-phone').fill(application.applicant.phone);
    await press(applicant.page, apply.next);
    await applicant.page.locator('input[type=file]').first().setInputFiles({ name: 'form.txt', mimeType: 'text/plain', buffer: Buffer.from('one application for all departments') });
    await applicant.page.getByText(form.uploaded).first().waitFor();
    await press(applicant.page, apply.next);
    await press(applicant.page, apply.send);
    await applicant.page.getByRole('img', { name: say(receiptTexts, language).qr }).waitFor();
    const [caseNumber = '', code = ''] = await applicant.page.locator('.receipt-code').allInnerTexts();
    expect(caseNumber).toMatch(/^510104-/);
    const caseId = /case-[0-9a-f]{32}/.exec(applicant.page.url())![0];

    // The window accepts; all departments get their part at once.
    const window = await Person.enter({ language });
    await window.signIn('jinjiang-window', shell);
    await openTask(window, language, caseNumber);
    await press(window.page, c.doAccept);
    await window.page.locator('form.act-form').getByRole('button', { name: c.doAccept }).click();
    await window.page.getByText(c.didAccept).first().waitFor();

    // A department gives its opinion, the others theirs.
    const officer = await Person.enter({ language });
    await officer.signIn('jinjiang-market', shell);
    await openTask(officer, language, caseNumber);
    await press(officer.page, c.doClaim);
    await officer.page.getByRole('button', { name: c.doRelease, exact: true }).first().waitFor();
    await press(officer.page, c.doOpinion);
    await officer.page.getByLabel(c.positive, { exact: true }).check();
    await officer.page.getByLabel(c.reason).fill(c.phrase1);
    await press(officer.page, c.opinionSend);
    await officer.page.getByText(c.didOpinion).first().waitFor();
    await othersAgree(caseId, 'market');

    // The lead department decides and concludes; the window delivers.
    await openTask(officer, language, caseNumber);
    await press(officer.page, c.doDecide);
    await officer.page.getByLabel(c.grant, { exact: true }).check();
    await officer.page.locator('form.act-form').getByRole('button', { name: c.doDecide }).click();
    await officer.page.getByText(c.didDecide).first().waitFor();
    await openTask(officer, language, caseNumber);
    await press(officer.page, c.doConclude);
    await officer.page.locator('form.act-form').getByRole('button', { name: c.doConclude }).click();
    await officer.page.getByText(c.didConclude).first().waitFor();
    await officer.leave();
    await openTask(window, language, caseNumber);
    await press(window.page, c.doDeliver);
    await window.page.locator('form.act-form').getByRole('button', { name: c.doDeliver }).click();
    await window.page.getByText(c.didDeliver).first().waitFor();
    await window.leave();

    // The applicant sees the result by the code of the receipt and rates it once.
    const p = say(progressTexts, language);
    await applicant.page.goto(`/apply/progress#${caseNumber}.${code}`);
    await applicant.page.getByText(p.granted).first().waitFor();
    await applicant.page.getByLabel(p.rate5).check();
    await press(applicant.page, p.rateSend);
    await applicant.page.getByText(p.ratedThanks).waitFor();
    expect(await applicant.page.getByRole('button', { name: p.rateSend }).count()).toBe(0);
    await applicant.leave();
  });
});

