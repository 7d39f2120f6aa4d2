import { beforeAll, expect, test } from 'vitest';
import { intakeTexts as applyWords } from '../../src/apply/intakeTexts';
import { intakeTexts } from '../../src/case/intakeTexts';
import { caseTexts } from '../../src/case/texts';
import { formTexts } from '../../src/shared/form/texts';
import { axe, languages, like, Person, say, withBrowser } from '../browser';
import { Desk } from '../desk';
import { file, publish } from './shop';

withBrowser('What is accepted though something is missing', () => {
  beforeAll(() => publish('restaurant-on-trust', { deficiencyLimit: { amount: 10, unit: 'workingDays' } }));

  test.each(languages)('the window accepts on a promise, the applicant hands in later, and what is owed is settled (%s)', async (language) => {
    const [t, c, a, f] = [say(intakeTexts, language), say(caseTexts, language), say(applyWords, language), say(formTexts, language)];
    const { caseId } = await file('restaurant-on-trust');

    // The window: minor materials are chosen, the promise is written down.
    const window = await Person.enter({ language });
    await window.come('jinjiang-window', `/cases/${caseId}`);
    const button = (name: string) => window.page.getByRole('button', { name, exact: true });
    await button(c.doDeficiency).click();
    const form = window.page.getByRole('form', { name: c.doDeficiency });
    await form.getByRole('button', { name: c.doDeficiency, exact: true }).click();
    await form.getByText(t.promiseRequired).waitFor();
    expect(await axe(window.page)).toEqual([]);
    const chosen = await form.getByRole('checkbox', { checked: true }).count();
    expect(chosen).toBeGreaterThan(0);
    await form.getByLabel(t.promiseWords, { exact: true }).fill('十日内补交');
    await form.locator('#deficiency-limit').fill('11');
    await form.getByRole('button', { name: c.doDeficiency, exact: true }).click();
    await form.getByText(t.limitWrong.replace('{n}', '10')).waitFor();
    await form.locator('#deficiency-limit').fill('5');
    await form.getByRole('button', { name: c.doDeficiency, exact: true }).click();
    await window.page.getByRole('status').getByText(c.didDeficiency, { exact: true }).waitFor();
    const owed = window.page.getByRole('region', { name: t.owed, exact: true });
    await expect.poll(() => owed.locator('.mark', { hasText: t.owedOpen }).count()).toBe(chosen);

    // The applicant hands in one of them.
    const applicant = await Person.enter({ language, width: 390, height: 844 });
    await applicant.come('applicant-2', `/apply/cases/${caseId}`);
    const later = applicant.page.getByRole('region', { name: a.laterTitle, exact: true });
    await later.waitFor();
    const [dialog] = await Promise.all([applicant.page.waitForEvent('filechooser'), later.getByRole('button', { name: like(f.addFile) }).first().click()]);
    await dialog.setFiles({ name: '补交.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 later') });
    await later.locator('.f-file-state', { hasText: '✓' }).waitFor();
    expect(await axe(applicant.page)).toEqual([]);
    await later.getByRole('button', { name: a.laterSend, exact: true }).click();
    await applicant.page.getByText(a.laterSent, { exact: true }).waitFor();
    const mine = applicant.page.getByRole('region', { name: a.owed, exact: true });
    await mine.locator('.mark', { hasText: a.fulfilled }).waitFor();
    await applicant.leave();

    // The window sees it by itself.
    await owed.locator('.mark', { hasText: t.fulfilled }).waitFor();
    await window.leave();
  });

  test('a department settles what was not handed in, with a reason', async () => {
    const language = 'en';
    const [t, c] = [say(intakeTexts, language), say(caseTexts, language)];
    const { caseId } = await file('restaurant-on-trust');
    const window = await Desk.of('jinjiang-window');
    const { intake } = await window.get<{ intake: { mayFollow: string[] } }>(`/api/cases/${caseId}`);
    await window.post(`/api/cases/${caseId}/accept-deficiency`, {
      taskId: await window.task(caseId, 'intake'), materials: intake.mayFollow.slice(0, 1), promise: '三日内补交', limit: { amount: 3, unit: 'workingDays' },
    });
    const { obligations } = await window.get<{ obligations: { department: string }[] }>(`/api/cases/${caseId}`);

    const officer = await Person.enter({ language });
    await officer.come(`jinjiang-${obligations[0]!.department}`, `/cases/${caseId}`);
    const owed = officer.page.getByRole('region', { name: t.owed, exact: true });
    await owed.getByRole('button', { name: like(t.settle) }).click();
    const form = owed.getByRole('form');
    await form.getByLabel(t.waived, { exact: true }).check();
    await form.getByRole('button', { name: t.settle, exact: true }).click();
    await form.getByText(c.reasonRequired, { exact: true }).waitFor();
    expect(await axe(officer.page)).toEqual([]);
    await form.getByLabel(t.noteNeeded, { exact: true }).fill('现场已核实，无需补交');
    await form.getByRole('button', { name: t.settle, exact: true }).click();
    await owed.locator('.mark', { hasText: t.waived }).waitFor();
    await officer.leave();
  });
});
