import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'vitest';
import { languages, Person, withBrowser } from './browser';
import { Desk } from './desk';

/** The pictures of docs/images, made anew from the demo: `npm run pictures`. Not a test; nothing is compared. */
const folder = resolve(import.meta.dirname, '../../docs/images');

const pictures: readonly [name: string, reader: string, path: string, height?: number, width?: number][] = [
  ['inbox', 'jinjiang-market', '/inbox/{case}'],
  ['case', 'chengdu-supervisor', '/cases/{case}', 1100],
  ['designer', 'chengdu-designer', '/designer/open-a-restaurant'],
  ['window', 'jinjiang-window', '/window/open-a-restaurant'],
  ['board', 'chengdu-supervisor', '/board', 1100],
  ['heat', 'chengdu-supervisor', '/heat/open-a-restaurant'],
  ['calendar', 'chengdu-administrator', '/admin/calendars/cn'],
  ['apply', 'applicant-1', '/apply/items/open-a-restaurant', 900, 420],
];

withBrowser('Pictures', () => {
  test.each(languages)('%s', async (language) => {
    mkdirSync(folder, { recursive: true });
    const desk = await Desk.of('jinjiang-market');
    const { items } = await desk.get<{ items: { caseId: string; taskId: number }[] }>('/api/tasks?kind=review&state=active&limit=1');
    for (const [name, reader, path, height, width] of pictures) {
      const person = await Person.enter({ language, width: width ?? 1440, height: height ?? 860, expected: [/./] });
      await person.come(reader, path.replace('/inbox/{case}', `/inbox/${items[0]!.caseId}/${items[0]!.taskId}`).replace('{case}', items[0]!.caseId));
      await person.page.waitForLoadState('networkidle');
      await person.page.locator('.ant-spin-spinning').first().waitFor({ state: 'detached' });
      await person.page.screenshot({ path: resolve(folder, `${name}.${language}.png`) });
      await person.leave();
    }
  });
});
