import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Person, withBrowser } from './browser';

const KiB = 1024;

/** All scripts and styles that a page loads until it rests, gzipped: what a first visit costs. Printed, heaviest first. */
async function weightOf(title: string, person: Person, go: () => Promise<void>): Promise<number> {
  const files = new Map<string, number>();
  const reading: Promise<void>[] = [];
  person.page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    if (/\.(js|css)$/.test(path)) reading.push(response.body().then((body) => void files.set(path, gzipSync(body, { level: 9 }).length)));
  });
  await go();
  await person.page.waitForLoadState('networkidle');
  await Promise.all(reading);
  const sizes = [...files].sort((a, b) => b[1] - a[1]);
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(`${title}: ${(all / KiB).toFixed(1)} KiB gzip\n${sizes.map(([path, size]) => `  ${(size / KiB).toFixed(1).padStart(7)} ${path.replace(/^\/assets\//, '')}`).join('\n')}`);
  return all;
}

withBrowser('What a first visit loads', () => {
  test('the inbox with a task open costs at most 330 KiB, and neither modeler, viewer nor charts', async () => {
    const person = await Person.enter();
    const all = await weightOf('inbox', person, async () => {
      await person.come('jinjiang-market', '/inbox');
      await person.page.getByRole('main').getByText('510104-').first().waitFor();
    });
    expect(all).toBeLessThanOrEqual(330 * KiB);
    await person.leave();
  });

  test("the applicants' page costs at most 100 KiB", async () => {
    const person = await Person.enter();
    const all = await weightOf('applicants', person, async () => {
      await person.page.goto('/apply/');
      await person.page.getByRole('heading', { level: 1 }).waitFor();
    });
    expect(all).toBeLessThanOrEqual(100 * KiB);
    await person.leave();
  });
});
