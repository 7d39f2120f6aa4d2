import { expect, test } from 'vitest';
import { shellTexts } from '../src/staff/texts';
import { axe, languages, Person, say, withBrowser } from './browser';

withBrowser('The frame of the staff page', () => {
  test.each(languages)('somebody signs in, sees what the role gives, and signs out (%s)', async (language) => {
    const t = say(shellTexts, language);
    const person = await Person.enter({ language });

    await person.signIn('jinjiang-market', t);
    await person.page.getByRole('navigation', { name: t.navigation }).getByRole('link', { name: t.navInbox }).waitFor();
    expect(await person.page.getByRole('navigation').getByRole('link', { name: t.navAdmin }).count()).toBe(0);

    await person.page.getByRole('button', { name: t.signOut }).click();
    await person.page.getByRole('heading', { name: t.signInTitle }).waitFor();
    expect(await axe(person.page)).toEqual([]);
    await person.leave();
  });

  test('a wrong password is told in the language of the page and can be corrected', async () => {
    const t = say(shellTexts, 'en');
    const person = await Person.enter({ language: 'en' });
    await person.page.goto('/');
    await person.page.getByLabel(t.account, { exact: true }).fill('jinjiang-market');
    await person.page.getByLabel(t.password, { exact: true }).fill('not this one');
    await person.page.getByRole('button', { name: t.signIn, exact: true }).click();

    expect(await person.page.getByRole('alert').innerText()).toMatch(/password/i);
    expect(await axe(person.page)).toEqual([]);
    await person.leave();
  });
});
