import { expect, test } from 'vitest';
import { caseTexts } from '../src/case/texts';
import { oversightTexts } from '../src/oversight/texts';
import { ruleTexts } from '../src/oversight/ruleTexts';
import { axe, like, Person, say, withBrowser } from './browser';
import { Desk } from './desk';

interface Card {
  caseId: string;
  caseNumber: string;
  id: string;
  standing: string;
  actions: string[];
}

withBrowser('Cards, their rules and indicators', () => {
  test('a supervisor sees first what a rule would have done, publishes it, lifts a card and reads the indicators', async () => {
    const language = 'en';
    const [t, rules, c] = [say(oversightTexts, language), say(ruleTexts, language), say(caseTexts, language)];
    const boss = await Person.enter({ language });
    const { page } = boss;
    const desk = await Desk.of('chengdu-supervisor');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await boss.come('chengdu-supervisor', '/card-rules');
    await page.getByLabel(t.region, { exact: true }).selectOption('510104');
    await button(t.addRule).click();
    const adding = page.getByRole('dialog', { name: t.editRule });
    await adding.waitFor();
    expect(await axe(page)).toEqual([]);
    await adding.getByLabel(t.kind, { exact: true }).selectOption({ label: rules.lateHandover });
    await adding.getByLabel(t.card, { exact: true }).selectOption('red');
    await adding.getByRole('button', { name: t.ruleSaved, exact: true }).click();
    await adding.waitFor({ state: 'detached' });
    await button(t.preview).click();
    await page.getByText(like(t.previewed)).waitFor({ timeout: 60_000 });
    expect((await desk.get<{ version: number }>('/api/card-rules/510104')).version).toBe(0);
    expect(await axe(page)).toEqual([]);
    await button(t.publish).click();
    const asked = page.getByRole('dialog', { name: t.publishTitle });
    await asked.getByRole('button', { name: t.publish, exact: true }).click();
    await page.getByText(like(t.version)).waitFor();
    expect((await desk.get<{ version: number; rules: unknown[] }>('/api/card-rules/510104'))).toMatchObject({ version: 1, rules: [{ kind: 'lateHandover', card: 'red' }] });

    const { items } = await desk.get<{ items: Card[] }>('/api/cards?standing=shown');
    const card = items.find((one) => one.actions.includes('lift'));
    await page.goto('/cards');
    await page.getByRole('heading', { level: 1, name: t.cards }).waitFor();
    if (card !== undefined) {
      await page.getByRole('row').filter({ hasText: card.caseNumber }).first().getByRole('button', { name: like(t.lift) }).click();
      const lifting = page.getByRole('dialog', { name: like(t.liftTitle) });
      await lifting.waitFor();
      expect(await axe(page)).toEqual([]);
      await lifting.getByLabel(t.reason, { exact: true }).fill('shown in error');
      await lifting.getByRole('button', { name: t.lift, exact: true }).click();
      await lifting.waitFor({ state: 'detached' });
      expect((await desk.get<{ cards: Card[] }>(`/api/cases/${card.caseId}/cards`)).cards.some((one) => one.standing === 'lifted')).toBe(true);
      await page.goto(`/cases/${card.caseId}`);
      await page.getByText(c.cards, { exact: true }).click();
      await page.getByRole('cell', { name: like(t.standing_lifted) }).first().waitFor();
      expect(await axe(page)).toEqual([]);
    }

    await page.goto('/indicators');
    await page.getByRole('heading', { level: 1, name: t.indicators }).waitFor();
    await page.getByLabel(t.by, { exact: true }).selectOption('region');
    await page.getByRole('table', { name: t.indicators }).or(page.getByText(t.noFigures)).first().waitFor();
    expect(await axe(page)).toEqual([]);
    await boss.leave();
  });
});
