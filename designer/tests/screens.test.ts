import { expect, test } from 'vitest';
import { axe, Person, withBrowser, type Settings } from './browser';

/** Every screen, as the reader who works there opens it. `{case}` is a case of the demo that is under review. */
const screens: readonly [reader: string, path: string][] = [
  ['jinjiang-market', '/inbox'],
  ['jinjiang-market', '/inbox/{case}'],
  ['jinjiang-market', '/copies'],
  ['jinjiang-market', '/cases'],
  ['jinjiang-market', '/cases/{case}'],
  ['jinjiang-window', '/window'],
  ['jinjiang-window', '/window/open-a-restaurant'],
  ['chengdu-designer', '/designer'],
  ['chengdu-designer', '/designer/open-a-restaurant'],
  ['chengdu-designer', '/decisions'],
  ['chengdu-supervisor', '/board'],
  ['chengdu-supervisor', '/heat/open-a-restaurant'],
  ['chengdu-supervisor', '/cases/{case}'],
  ['chengdu-supervisor', '/cards'],
  ['chengdu-supervisor', '/incidents'],
  ['chengdu-supervisor', '/indicators'],
  ['chengdu-supervisor', '/card-rules'],
  ['chengdu-supervisor', '/operations'],
  ['chengdu-supervisor', '/messages/parked'],
  ['chengdu-supervisor', '/messages/waits'],
  ['chengdu-administrator', '/admin/regions'],
  ['chengdu-administrator', '/admin/departments/510104'],
  ['chengdu-administrator', '/admin/accounts'],
  ['chengdu-administrator', '/admin/accounts/jinjiang-market'],
  ['chengdu-administrator', '/admin/joint-items'],
  ['chengdu-administrator', '/admin/joint-items/open-a-restaurant'],
  ['chengdu-administrator', '/admin/calendars'],
  ['chengdu-administrator', '/admin/calendars/cn'],
  ['chengdu-administrator', '/admin/terms'],
  ['chengdu-administrator', '/admin/templates'],
  ['chengdu-administrator', '/admin/notices'],
  ['admin', '/admin/webhook-targets'],
  ['chengdu-auditor', '/audit'],
  ['chengdu-integrator', '/integrate'],
  ['', '/apply/'],
  ['', '/apply/sign-in'],
  ['', '/apply/register'],
  ['', '/apply/progress'],
  ['applicant-1', '/apply/'],
  ['applicant-1', '/apply/items/open-a-restaurant'],
  ['applicant-1', '/apply/items/open-a-restaurant/questions'],
  ['applicant-1', '/apply/items/open-a-restaurant/applicant'],
  ['applicant-1', '/apply/items/open-a-restaurant/materials'],
  ['applicant-1', '/apply/items/open-a-restaurant/check'],
  ['applicant-1', '/apply/items/newborn/materials'],
  ['applicant-1', '/apply/cases'],
  ['applicant-1', '/apply/mandates'],
];

const ways: readonly [name: string, settings: Settings][] = [
  ['Chinese, wide', { language: 'zh', width: 1440 }],
  ['English, elder mode, 320 px', { language: 'en', elder: true, width: 320, height: 720 }],
];

withBrowser('Every screen', () => {
  let underReview = '';

  async function settle(person: Person): Promise<void> {
    await person.page.waitForLoadState('networkidle');
    await person.page.locator('main, [role=main]').first().waitFor();
    await person.page.locator('.ant-spin-spinning').first().waitFor({ state: 'detached' });
  }

  test.each(ways)('has nothing that axe finds, fits its width and stays within our origin (%s)', async (_, settings) => {
    const found: string[] = [];
    for (const reader of new Set(screens.map(([name]) => name))) {
      const person = await Person.enter(settings);
      if (reader !== '') await person.signInQuietly(reader);
      for (const [, path] of screens.filter(([name]) => name === reader)) {
        try {
          if (path.includes('{case}') && underReview === '') underReview = await caseUnderReview(person);
          await person.page.goto(path.replace('{case}', underReview));
          await settle(person);
          for (const line of await axe(person.page)) found.push(`${reader} ${path}: ${line}`);
          const over = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (over > 1) found.push(`${reader} ${path}: ${over} px wider than the window`);
          if (await person.page.getByRole('heading', { level: 1 }).count() !== 1) found.push(`${reader} ${path}: not one main heading`);
        } catch (error) {
          found.push(`${reader} ${path}: ${String(error).slice(0, 300)}`);
        }
      }
      await person.leave().catch((error: unknown) => found.push(`${reader}: ${String(error).slice(0, 600)}`));
    }
    expect(found.join('\n')).toBe('');
  }, 600_000);

  async function caseUnderReview(person: Person): Promise<string> {
    const answer = await person.context.request.get('/api/tasks?kind=review&state=active&limit=1');
    const { items } = (await answer.json()) as { items: { caseId: string }[] };
    return items[0]!.caseId;
  }
});
