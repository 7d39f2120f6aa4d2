import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed } from 'vitest';
import { inLanguage, type Catalogue, type Language, type Texts } from '../src/shared/texts';
import type { Account } from './server';

/** The tests of a real browser; where there is none they are skipped, and the reason stands in their name. */
export function withBrowser(name: string, tests: () => void): void {
  const why = inject('noBrowser');
  describe.skipIf(why !== '')(why === '' ? name : `${name} (skipped: ${why})`, () => {
    beforeAll(async () => {
      browser = await chromium.launch({
        executablePath: process.env.ONEGO_CHROMIUM ?? '/usr/bin/chromium',
        // Root has no sandbox, and an unpacked browser none that is installed; nothing but our own pages is opened.
        args: [...(process.getuid?.() === 0 || process.env.ONEGO_CHROMIUM_LIBRARIES ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
        env: {
          ...(process.env as Record<string, string>),
          ...(process.env.ONEGO_CHROMIUM_LIBRARIES ? { LD_LIBRARY_PATH: process.env.ONEGO_CHROMIUM_LIBRARIES, XDG_DATA_HOME: process.env.ONEGO_CHROMIUM_DATA ?? '' } : {}),
        },
      });
    });
    afterAll(async () => {
      await browser?.close();
      browser = undefined;
    });
    tests();
  });
}

let browser: Browser | undefined;

export interface Settings {
  language?: Language;
  elder?: boolean;
  width?: number;
  height?: number;
  /** Faults of the page that a test causes on purpose; each is a part of the message. */
  expected?: RegExp[];
}

export const languages: readonly Language[] = ['zh', 'en'];

export const account = (name: string): Account => {
  const found = inject('accounts').find((a) => a.account === name);
  if (found === undefined) throw new Error(`there is no demo account ${name}`);
  return found;
};

/** The texts of a catalogue in the language of a test, so that tests name what people read. */
export const say = <C extends Catalogue>(catalogue: C, language: Language): Texts<C> => inLanguage(catalogue, language);

/** A text as a pattern that matches it as a part: values in braces match anything. */
export const like = (text: string): RegExp => new RegExp(text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*'));

/** One person's browser. What must never happen on any page is noticed here and fails the test at {@link Person.leave}. */
export class Person {
  readonly faults: string[] = [];

  private constructor(readonly context: BrowserContext, readonly page: Page, private readonly settings: Settings) {}

  static async enter(settings: Settings = {}): Promise<Person> {
    const url = inject('url');
    const context = await browser!.newContext({
      baseURL: url,
      viewport: { width: settings.width ?? 1440, height: settings.height ?? 900 },
      locale: settings.language === 'en' ? 'en-GB' : 'zh-CN',
      timezoneId: 'Europe/Berlin',
      acceptDownloads: true,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(20_000);
    await context.addInitScript(([language, elder]) => {
      localStorage.setItem('onego.language', JSON.stringify(language));
      localStorage.setItem('onego.elder', JSON.stringify(elder));
      document.addEventListener('securitypolicyviolation', (e) => console.error(`policy violated: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}:${e.lineNumber}`));
    }, [settings.language ?? 'zh', settings.elder ?? false] as const);
    const page = await context.newPage();
    const person = new Person(context, page, settings);
    person.watch(page, url);
    context.on('page', (other) => person.watch(other, url));
    // What the person saw when a test failed.
    onTestFailed(async ({ task }) => {
      if (!page.isClosed()) await page.screenshot({ path: `../artifacts/browser/${task.name.replace(/[^\w]+/g, '-')}-${context.browser()!.contexts().indexOf(context)}.png` });
    });
    return person;
  }

  /** Signs in through the page itself. */
  async signIn(name: string, shell: { account: string; password: string; signIn: string }, path = '/'): Promise<void> {
    await this.page.goto(path);
    await this.page.getByLabel(shell.account, { exact: true }).fill(name);
    await this.page.getByLabel(shell.password, { exact: true }).fill(account(name).password);
    await this.page.getByRole('button', { name: shell.signIn, exact: true }).click();
  }

  /** Signed in already, for tests about something else. */
  async come(name: string, path: string): Promise<void> {
    await this.signInQuietly(name);
    await this.page.goto(path);
  }

  async signInQuietly(name: string): Promise<void> {
    const answer = await this.context.request.post('/api/session', { data: { account: name, password: account(name).password } });
    expect(answer.status(), `sign-in of ${name}`).toBe(200);
  }

  async leave(): Promise<void> {
    await this.context.close();
    const unexpected = this.faults.filter((fault) => !this.settings.expected?.some((e) => e.test(fault)));
    expect(unexpected).toEqual([]);
  }

  private watch(page: Page, url: string): void {
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // The browser's own word for an answer that is a refusal; refusals are part of the work.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const to = request.url();
      if (!to.startsWith(`${url}/`) && !/^(data|blob):/.test(to)) this.faults.push(`request leaves our origin: ${to}`);
    });
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the page as it stands, one line a finding. */
export async function axe(page: Page): Promise<string[]> {
  // As a worker of the browser's own, apart from the page's security policy.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const results = await (window as unknown as { axe: { run(o: object): Promise<{ violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string; html: string }[] }[] }> } }).axe.run({ resultTypes: ['violations'] });
    return results.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.html.slice(0, 120)} ${n.failureSummary.slice(0, 200)}`).join(' | ')}`);
  });
  return found;
}
