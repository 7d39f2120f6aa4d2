import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { applyTexts, progressTexts } from '../src/apply/texts';
import { formTexts } from '../src/shared/form/texts';
import { receiptTexts } from '../src/shared/receipt/texts';
import type { Language } from '../src/shared/texts';
import { account, axe, languages, like, Person, say, withBrowser } from './browser';
import { Desk, othersAgree } from './desk';

const item = '/apply/items/open-a-restaurant';
const typed = {
  storeName: '满记面馆', creditCode: '92510104MADEM90089', operatorName: '周小满', operatorIdNumber: '510104199005129973', operatorPhone: '02886001111',
  address: '成都市锦江区东大街示范段 12 号', floorArea: '80', floor: '1', seats: '32', foodWorkers: '4',
};
const chosen = {
  businessForm: 'snack_bar', menu: 'hot', outdoorSign: 'true', cookingFumes: 'true', fuel: 'pipeline_gas', ownSewerConnection: 'false', sellsTobacco: 'false', resultDelivery: 'window',
};

/** Answers what is always asked. */
async function answer(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(typed)) await page.locator(`#answers-${name}`).fill(value);
  for (const [name, value] of Object.entries(chosen)) await page.locator(`[data-field=answers-${name}][value=${value}]`).check();
}

async function upload(page: Page, material: string, name: string, label: string): Promise<void> {
  const place = page.locator(`#material-${material}`);
  const [dialog] = await Promise.all([page.waitForEvent('filechooser'), place.getByRole('button', { name: like(label) }).click()]);
  await dialog.setFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${name}`) });
  await place.getByText(name, { exact: true }).waitFor();
  await place.locator('.f-file-state', { hasText: '✓' }).first().waitFor();
}

withBrowser('An applicant', () => {
  test.each([['zh', 'applicant-3'], ['en', 'applicant-4']] as [Language, string][])('applies, supplements, gets the result and rates, all from one page (%s)', async (language, name) => {
    const [t, p, f, r] = [say(applyTexts, language), say(progressTexts, language), say(formTexts, language), say(receiptTexts, language)];
    const person = await Person.enter({ language });
    const { page } = person;

    // Looking needs no sign-in; applying does.
    await page.goto(item);
    await page.getByRole('link', { name: t.start }).click();
    await page.getByLabel(t.account).fill(name);
    await page.getByLabel(t.password).fill(account(name).password);
    await page.getByRole('button', { name: t.signIn, exact: true }).click();

    // Everything that is missing is told at once, and each line leads to its field.
    await page.getByRole('heading', { level: 1, name: t.stepQuestions }).waitFor();
    await page.locator('.applies-true').first().waitFor();
    await page.getByRole('button', { name: t.next }).click();
    await page.locator('.f-summary:focus').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.locator('.f-summary a').first().click();
    expect(await page.locator(':focus').getAttribute('id')).toBe('answers-storeName');

    // One answer opens the next question, and closes it again.
    await answer(page);
    await page.locator('#answers-signArea').fill('3000');
    await page.locator('#answers-signArea').blur();
    await page.locator('#answers-signArea-error').waitFor();
    await page.locator('#answers-signArea').fill('3');
    await page.getByText(f.draftSaved).waitFor();

    // A reload loses nothing, nor does the end of the sign-in.
    await page.reload();
    await page.locator('#answers-signArea').waitFor();
    expect(await page.locator('#answers-storeName').inputValue()).toBe(typed.storeName);
    await page.context().clearCookies();
    await page.locator('#answers-storeName').fill('满记面馆二店');
    const again = page.getByRole('dialog', { name: t.signIn });
    await again.waitFor();
    expect(await axe(page)).toEqual([]);
    await again.getByLabel(t.password).fill(account(name).password);
    await again.getByRole('button', { name: t.signIn }).click();
    await again.waitFor({ state: 'detached' });
    expect(await page.locator('#answers-storeName').inputValue()).toBe('满记面馆二店');
    await page.locator('#answers-storeName-error, .f-field.f-wrong').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t.next }).click();

    // The identity number is checked by the server while it is typed.
    await page.locator('#applicant-name').fill('周小满');
    await page.locator('#applicant-phone').fill('02886001111');
    await page.locator('#applicant-idNumber').fill('5101 0419 9005 129974');
    await page.locator('#applicant-idNumber').blur();
    await page.locator('#applicant-idNumber-error').waitFor();
    await page.locator('#applicant-idNumber').fill('510104199005129973');
    await page.locator('#applicant-idNumber-error').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t.next }).click();

    await page.getByRole('heading', { level: 1, name: t.stepMaterials }).waitFor();
    await upload(page, 'application_form', '申请表.pdf', f.addFile);
    await page.getByRole('button', { name: t.next }).click();
    await page.getByRole('heading', { level: 1, name: t.stepCheck }).waitFor();
    await page.getByText(typed.address).waitFor();
    await page.getByRole('button', { name: t.send, exact: true }).click();

    // The receipt has a code to scan, which leads to the progress without a sign-in.
    await page.getByRole('img', { name: r.qr }).waitFor();
    expect(await axe(page)).toEqual([]);
    const caseId = /cases\/([^/]+)\/receipt/.exec(page.url())![1]!;
    const [caseNumber = '', code = ''] = await page.locator('.receipt-code').allInnerTexts();
    const other = await Person.enter({ language, elder: true, width: 320, height: 720 });
    const asked: string[] = [];
    other.page.on('request', (q) => asked.push(q.url()));
    await other.page.goto(`/apply/progress#${caseNumber}.${code}`);
    await other.page.getByText(caseNumber).waitFor();
    expect(asked.filter((url) => url.includes(code))).toEqual([]);
    expect(await axe(other.page)).toEqual([]);

    // What the window asks for shows on the open page by itself.
    await page.getByRole('link', { name: r.progress }).click();
    await page.getByText(like(p.awaitingThem)).waitFor();
    const window = await Desk.of('jinjiang-window');
    await window.post(`/api/cases/${caseId}/supplement-request`, { taskId: await window.task(caseId, 'intake'), missing: [{ material: 'floor_plan', reason: '请补交平面布置图' }] });
    await page.getByText('请补交平面布置图').waitFor({ timeout: 5_000 });
    expect(await axe(page)).toEqual([]);
    await upload(page, 'floor_plan', '平面图.pdf', f.addFile);
    await page.getByRole('button', { name: f.supplementSend }).click();
    await page.getByText(p.supplementSent).waitFor();

    await window.post(`/api/cases/${caseId}/accept`, { taskId: await window.task(caseId, 'intake') });
    await othersAgree(caseId);
    const lead = await Desk.of('jinjiang-market');
    await lead.post(`/api/cases/${caseId}/decide`, { taskId: await lead.task(caseId, 'decide'), decision: 'grant' });
    await lead.post(`/api/cases/${caseId}/conclude`, { taskId: await lead.task(caseId, 'conclude'), results: [{ item: 'food_licence', name: '食品经营许可证', number: 'JY25101040000001' }] });
    await page.getByText(like(p.documentNumber.replace('{number}', 'JY25101040000001'))).waitFor({ timeout: 5_000 });
    await page.getByText(p.proofWords, { exact: true }).waitFor();
    expect(await axe(page)).toEqual([]);

    // Five levels, once.
    await page.getByRole('radio', { name: p.rate5 }).check();
    await page.getByLabel(p.rateComment).fill('很快');
    await page.getByRole('button', { name: p.rateSend }).click();
    await page.getByText(like(p.rated.replace('{level}', p.rate5))).waitFor();
    await other.page.reload();
    await other.page.getByText(like(p.rated.replace('{level}', p.rate5))).waitFor();
    expect(await other.page.getByRole('radio').count()).toBe(0);
    expect(await axe(other.page)).toEqual([]);

    // The draft is gone.
    await page.goto('/apply/');
    await page.getByRole('heading', { name: t.casesTitle }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('heading', { name: t.drafts }).count()).toBe(0);
    await other.leave();
    await person.leave();
  });

  test('a wrong code is refused, and nothing is told of the case', async () => {
    const p = say(progressTexts, 'zh');
    const person = await Person.enter();
    await person.page.goto('/apply/progress');
    await person.page.getByLabel(p.caseNumber).fill('510104-261122-00000000');
    await person.page.getByLabel(p.code).fill('AAAAAAAAAA');
    await person.page.getByRole('button', { name: p.look }).click();
    await person.page.getByRole('alert').waitFor();
    expect(await axe(person.page)).toEqual([]);
    await person.leave();
  });

  test.each(languages)('withdraws with a reason (%s)', async (language) => {
    const [t, p, r] = [say(applyTexts, language), say(progressTexts, language), say(receiptTexts, language)];
    const person = await Person.enter({ language, width: 768 });
    const { page } = person;
    await person.come(language === 'zh' ? 'applicant-1' : 'applicant-2', `${item}/questions`);
    await answer(page);
    await page.locator('#answers-signArea').waitFor();
    await page.goto(`${item}/applicant`);
    await page.locator('#applicant-name').fill('周小满');
    await page.locator('#applicant-phone').fill('02886001111');
    await page.locator('#applicant-idNumber').fill('510104199005129973');
    await page.getByRole('button', { name: t.next }).click();
    await page.getByRole('heading', { level: 1, name: t.stepMaterials }).waitFor();
    await page.getByRole('button', { name: t.next }).click();
    await page.getByRole('button', { name: t.send, exact: true }).click();
    await page.getByRole('link', { name: r.progress }).click();

    await page.getByRole('button', { name: p.withdraw }).click();
    await page.getByRole('button', { name: p.withdraw }).click();
    await page.getByText(p.reasonNeeded).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByLabel(p.withdrawReason).fill('不再开店');
    await page.getByRole('button', { name: p.withdraw }).click();
    await page.getByText(p.withdrawDone).waitFor();
    await person.leave();
  });
});
