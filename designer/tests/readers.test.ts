import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { adminTexts } from '../src/admin/texts';
import { auditTexts } from '../src/audit/texts';
import { caseTexts } from '../src/case/texts';
import { designerTexts } from '../src/designer/texts';
import { integrateTexts } from '../src/integrate/texts';
import { partTexts } from '../src/parts/texts';
import { formTexts } from '../src/shared/form/texts';
import type { Language } from '../src/shared/texts';
import { shellTexts } from '../src/staff/texts';
import { boardTexts } from '../src/supervisor/texts';
import { windowTexts } from '../src/window/texts';
import { axe, languages, like, Person, say, withBrowser } from './browser';
import { answer, application, Desk, underReview } from './desk';

/** Comes in by the sign-in page and goes to a screen by the navigation, as the reader does. */
async function enter(name: string, language: Language, screen: keyof typeof shellTexts): Promise<Person> {
  const shell = say(shellTexts, language);
  const person = await Person.enter({ language });
  await person.signIn(name, shell);
  await person.page.getByRole('navigation', { name: shell.navigation }).getByRole('link', { name: shell[screen], exact: true }).click();
  return person;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A dialog with nothing for axe to find. */
async function dialog(page: Page, name: string | RegExp) {
  const opened = page.getByRole('dialog', { name });
  await opened.waitFor();
  expect(await axe(page)).toEqual([]);
  return opened;
}

const unique = (): string => `t${Date.now().toString(36)}`;

withBrowser("Each reader's main job, from the sign-in to the result", () => {
  test.each(languages)('the designer draws from a template, is told what is wrong, and deploys (%s)', async (language) => {
    const t = say(designerTexts, language);
    const key = unique();
    const designer = await enter('chengdu-designer', language, 'navDesigner');
    await button(designer.page, t.newOne).click();
    const asked = await dialog(designer.page, t.newOne);
    await asked.getByLabel(t.name, { exact: true }).fill(`开办书店 ${key}`);
    await asked.getByLabel(t.key, { exact: true }).fill(key);
    await asked.getByLabel(t.region, { exact: true }).selectOption('510104');
    await asked.getByLabel(like(t.leadDepartment)).selectOption('market');
    await button(designer.page, t.create).click();
    await designer.page.locator('.djs-container').first().waitFor();

    await button(designer.page, t.deploy).click();
    const deploying = await dialog(designer.page, like(t.deployTitle));
    await deploying.getByLabel(like(t.deployNote)).fill('第一版');
    await deploying.getByRole('button', { name: t.deploy, exact: true }).click();
    await designer.page.getByText(like(t.deployed)).first().waitFor();
    const { versions } = await (await Desk.of('chengdu-designer')).get<{ versions: { version: number; note: string }[] }>(`/api/definitions/${key}`);
    expect(versions.map((v) => [v.version, v.note])).toEqual([[1, '第一版']]);
    await designer.leave();
  });

  test.each(languages)('the window takes an application for somebody and hands out a receipt (%s)', async (language) => {
    const t = say(windowTexts, language);
    const clerk = await enter('jinjiang-window', language, 'navWindow');
    await clerk.page.locator('a[href^="/window/open-a-restaurant"]').first().click();
    await answer(clerk.page, application.answers);
    await clerk.page.locator('#applicant-name').fill(application.applicant.name);
    await clerk.page.locator('#applicant-idNumber').fill(application.applicant.idNumber);
    await clerk.page.locator('#applicant-phone').fill(application.applicant.phone);
    await clerk.page.getByText(t.ready).first().waitFor();
    await button(clerk.page, t.file).click();
    await clerk.page.getByText(like(t.filed)).first().waitFor();
    await clerk.page.locator('.receipt-scan svg').waitFor();
    expect(await axe(clerk.page)).toEqual([]);
    await clerk.leave();
  });

  test.each(languages)('the window hears of a wrong identity number at its field, before anything is sent (%s)', async (language) => {
    const f = say(formTexts, language);
    const clerk = await Person.enter({ language });
    await clerk.come('jinjiang-window', '/window/open-a-restaurant');
    const field = clerk.page.locator('#applicant-idNumber');
    await field.fill('510104199005129970');
    await clerk.page.getByLabel(like(f.phone)).first().focus();
    await clerk.page.locator('#applicant-idNumber-error').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await clerk.leave();
  });

  test.each(languages)('the supervisor urges a department from the board, and the officer sees it (%s)', async (language) => {
    const t = say(boardTexts, language);
    const c = say(caseTexts, language);
    const { caseId, caseNumber } = await underReview();
    const supervisor = await enter('chengdu-supervisor', language, 'navBoard');
    await supervisor.page.getByLabel(like(t.search)).fill(caseNumber);
    const row = supervisor.page.getByRole('row').filter({ hasText: caseNumber });
    await row.getByRole('button', { name: like(t.supervise) }).click();
    const urging = await dialog(supervisor.page, like(`${t.supervise} · ${caseNumber}`));
    await urging.getByText('食品经营许可核发').or(urging.getByText('Food business licence')).first().click();
    await urging.getByLabel(like(t.note)).fill('请在今天之内给出意见。');
    await urging.getByRole('button', { name: t.urge, exact: true }).click();
    await supervisor.page.getByText(t.urged).first().waitFor();
    await supervisor.leave();

    const officer = await Person.enter({ language });
    const task = await (await Desk.of('jinjiang-market')).task(caseId, 'review', 'market');
    await officer.come('jinjiang-market', `/inbox/${caseId}/${task}`);
    await officer.page.getByText(c.urged).first().waitFor();
    await officer.leave();
  });

  test.each(languages)('the administrator opens a department and an account for it (%s)', async (language) => {
    const t = say(adminTexts, language);
    const p = say(partTexts, language);
    const code = unique();
    const administrator = await enter('chengdu-administrator', language, 'navAdmin');
    await administrator.page.goto('/admin/departments/510104');
    await button(administrator.page, t.addDepartment).click();
    const department = await dialog(administrator.page, t.addDepartment);
    await department.getByLabel(like(t.departmentCode)).fill(code);
    await department.getByLabel(new RegExp(p.zh)).fill('园林局');
    await department.getByLabel(new RegExp(p.en)).fill('Parks bureau');
    await department.getByRole('button', { name: p.save, exact: true }).click();
    await administrator.page.getByText(t.departmentSaved).first().waitFor();

    await administrator.page.getByRole('navigation', { name: t.sections }).getByRole('link', { name: t.accounts, exact: true }).click();
    await button(administrator.page, t.openAccount).click();
    const account = await dialog(administrator.page, t.openAccount);
    await account.getByLabel(like(t.account)).first().fill(`${code}-officer`);
    await account.getByLabel(t.displayName, { exact: true }).fill('园林局经办人');
    await account.getByLabel(t.homeRegion, { exact: true }).selectOption('510104');
    await account.getByLabel(like(t.password)).fill('a-first-password-9');
    await account.getByRole('button', { name: t.openAccount, exact: true }).click();
    await administrator.page.getByText(t.opened).first().waitFor();
    await administrator.leave();
  });

  test.each(languages)('the auditor verifies the whole log (%s)', async (language) => {
    const t = say(auditTexts, language);
    const auditor = await enter('chengdu-auditor', language, 'navAudit');
    await button(auditor.page, t.start).or(button(auditor.page, t.startAgain)).click();
    await auditor.page.getByText(t.intact).first().waitFor({ timeout: 60_000 });
    await auditor.leave();
  });

  test.each(languages)('the integrator subscribes to events and sees where it stands (%s)', async (language) => {
    const t = say(integrateTexts, language);
    const p = say(partTexts, language);
    const id = unique();
    const integrator = await enter('chengdu-integrator', language, 'navIntegrate');
    await integrator.page.getByRole('navigation', { name: t.sections }).getByRole('link', { name: t.subscriptions, exact: true }).click();
    await button(integrator.page, t.addSubscription).first().click();
    const wish = await dialog(integrator.page, t.addSubscription);
    await wish.getByLabel(t.id, { exact: true }).fill(id);
    await wish.getByLabel(t.url, { exact: true }).fill('https://department.example/webhooks');
    await wish.getByLabel(t.allTypes, { exact: true }).check();
    await wish.getByRole('button', { name: p.save, exact: true }).click();
    await integrator.page.getByText(p.shownOnce).waitFor();
    expect(await axe(integrator.page)).toEqual([]);
    await button(integrator.page, p.kept).click();
    await integrator.page.getByRole('link', { name: id }).or(integrator.page.getByText(id)).first().waitFor();
    await (await Desk.of('chengdu-integrator')).send('DELETE', `/api/subscriptions/${id}`);
    await integrator.leave();
  });
});
