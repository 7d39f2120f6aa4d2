import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

/** An account of the demo, and the first administrator. */
export interface Account {
  account: string;
  password: string;
  role: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    accounts: Account[];
    /** Why there is no browser; empty when there is one. */
    noBrowser: string;
  }
}

const root = resolve(import.meta.dirname, '../..');
const patience = 300_000;

/** A program of ours as the build left it: release where it is there, else debug. */
function program(name: string): string {
  const found = ['release', 'debug'].map((kind) => join(root, 'artifacts/bin', name, kind, `${name}.dll`)).find(existsSync);
  if (found === undefined) throw new Error(`${name} is not built`);
  return found;
}

/** Starts it and waits for the line that says it is ready, or for its end where no line is given. */
function start(name: string, words: string[], ready?: RegExp): Promise<{ child: ChildProcess; said: string }> {
  return new Promise((done, fail) => {
    const child = spawn('dotnet', [program(name), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const late = setTimeout(() => fail(new Error(`${name} was not ready in time: ${said.slice(-2000)}`)), patience);
    const hear = (bytes: Buffer) => {
      said += bytes.toString('utf8');
      if (ready?.test(said)) {
        clearTimeout(late);
        done({ child, said });
      }
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.on('exit', (code) => {
      clearTimeout(late);
      if (ready === undefined && code === 0) done({ child, said });
      else fail(new Error(`${name} ended with code ${code}: ${said.slice(-2000)}`));
    });
  });
}

/** One server with its own database for all browser tests of a run, filled with the demo. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const noBrowser = existsSync(process.env.ONEGO_CHROMIUM ?? '/usr/bin/chromium') ? '' : (process.env.ONEGO_NO_CHROMIUM ?? 'no Chromium on this machine');
  project.provide('noBrowser', noBrowser);
  if (noBrowser !== '') {
    project.provide('url', '');
    project.provide('accounts', []);
    return async () => undefined;
  }
  const running = process.env.ONEGO_TEST_DATA;
  const data = running ?? mkdtempSync(join(tmpdir(), 'onego-web-'));
  // A developer may point the tests at a data folder whose server already runs.
  const server = running === undefined ? await start('Workflow.Server', ['--port', '0', '--data', data], /OneGo serves/) : null;
  const { url } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { url: string };
  if (running === undefined) await start('Workflow.Samples', ['demo', '--url', url, '--data', data]);
  const accounts = JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')) as Account[];
  const [account = '', password = ''] = readFileSync(join(data, 'first-admin.txt'), 'utf8').trim().split(/\s+/).slice(-2);
  accounts.push({ account, password, role: 'administrator' });
  project.provide('url', url.replace(/\/$/, ''));
  project.provide('accounts', accounts);
  return async () => {
    if (server === null) return;
    const ended = new Promise((done) => server.child.on('exit', done));
    server.child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
}
