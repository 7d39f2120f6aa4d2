import { expect, test } from 'vitest';
import { operationsTexts } from '../src/operations/texts';
import { axe, like, Person, say, withBrowser } from './browser';

withBrowser('Operations', () => {
  test('an administrator sees the figures of now and, a few seconds later, the first of the last quarter of an hour', async () => {
    const t = say(operationsTexts, 'en');
    const boss = await Person.enter({ language: 'en' });
    const { page } = boss;
    await boss.come('chengdu-administrator', '/operations');
    await page.getByRole('heading', { level: 1, name: t.operations }).waitFor();
    await page.getByText(t.waiting, { exact: true }).first().waitFor();
    for (const name of [t.views, t.deliveries, t.allNodes]) await page.getByRole('region', { name, exact: true }).first().waitFor();
    await page.getByRole('img', { name: t.chartCommit }).waitFor();
    await page.getByText(like(t.summary.replace('{name}', t.answered))).waitFor();
    expect(await axe(page)).toEqual([]);
    await boss.leave();
  });

  test('figures that cannot be fetched any more stay, and are said to be old; a database that is away is told', async () => {
    const t = say(operationsTexts, 'zh');
    const boss = await Person.enter({ language: 'zh', width: 390, elder: true });
    const { page } = boss;
    let mode: 'broken' | 'away' | 'well' = 'well';
    await page.route('**/api/metrics', async (route) => {
      if (mode === 'broken') return route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal-error","title":"x"}' });
      const answer = await route.fetch();
      const body = (await answer.json()) as { platform: unknown; history: unknown[] };
      return route.fulfill({ response: answer, json: mode === 'away' ? { ...body, platform: null, history: [] } : body });
    });
    await boss.come('chengdu-supervisor', '/operations');
    await page.getByRole('heading', { level: 2, name: t.views }).waitFor();
    mode = 'away';
    await page.getByText(t.databaseAway).waitFor();
    await page.getByText(t.noHistory).waitFor();
    mode = 'broken';
    await page.getByText(like(t.stale)).waitFor();
    await page.getByText(t.waiting, { exact: true }).first().waitFor();
    expect(await axe(page)).toEqual([]);
    await boss.leave();
  });

  test('a request that is refused because the server is busy goes again by itself', async () => {
    const boss = await Person.enter({ language: 'en' });
    const { page } = boss;
    let refusals = 1;
    await page.route('**/api/metrics', (route) =>
      refusals-- > 0 ? route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, contentType: 'application/problem+json', body: '{"code":"busy","title":"busy"}' }) : route.continue());
    await boss.come('chengdu-supervisor', '/operations');
    await page.getByRole('heading', { level: 2, name: say(operationsTexts, 'en').views }).waitFor();
    expect(refusals).toBeLessThan(0);
    await boss.leave();
  });

  test('nobody else is shown the page', async () => {
    const clerk = await Person.enter({ language: 'en' });
    await clerk.come('jinjiang-market', '/operations');
    await clerk.page.locator('main').getByText('There is no such page').waitFor();
    expect((await clerk.context.request.get('/api/metrics')).status()).toBe(403);
    await clerk.leave();
  });
});
