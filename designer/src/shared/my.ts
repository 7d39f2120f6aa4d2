import { useSyncExternalStore } from 'react';
import { api, ApiProblem } from './api';
import { session } from './session';

/** What the server keeps under one key for one account. */
interface Stored {
  value: unknown;
  version: number;
  savedAt: string;
}

/** What the browser keeps beside: `sent` is false while the server does not have it yet; no `value` means removed. */
interface Here {
  value?: unknown;
  sent: boolean;
}

type Change = (value: unknown) => unknown;

/** "here" means: in this browser only, because the server could not take it. It is sent with the next visit or change. */
export type Saving = 'loading' | 'saving' | 'saved' | 'here';

/** A small thing that belongs to the account: filters, phrases, a half-written text. */
export interface Mine<T> {
  readonly value: T;
  readonly saving: Saving;
}

const PUT_AFTER_MS = 800;
const kept = new Map<string, Keeper>();

/**
 * Keeps a value in the browser at once and in the personal store a moment later, so that neither a reload, nor the end
 * of a sign-in, nor another computer loses it. The last change wins.
 */
export class Keeper {
  current: Mine<unknown> = { value: undefined, saving: 'loading' };
  private readonly followers = new Set<() => void>();
  private readonly name: string;
  private version: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private queue: Promise<unknown>;
  private changes: Change[] = [];

  constructor(account: string, private readonly key: string) {
    this.name = `onego.my.${account}.${key}`;
    const here = this.read();
    this.current = { value: here?.value, saving: 'loading' };
    this.queue = this.load(here);
  }

  follow = (follower: () => void) => {
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  };

  /** A function changes what is there; while that is still asked for, it is applied again to the answer. */
  set(next: unknown): void {
    if (typeof next !== 'function') this.keep(next);
    else if (this.current.saving !== 'loading') this.keep((next as Change)(this.current.value));
    else {
      this.changes.push(next as Change);
      this.show({ value: (next as Change)(this.current.value), saving: 'loading' });
    }
  }

  private keep(value: unknown): void {
    this.write({ value, sent: false });
    this.show({ value, saving: 'saving' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), PUT_AFTER_MS);
  }

  remove(): Promise<void> {
    clearTimeout(this.timer);
    this.write({ sent: false });
    this.show({ value: undefined, saving: 'saving' });
    return this.send();
  }

  private async load(here: Here | null): Promise<void> {
    await this.ask(here);
    const changes = this.changes;
    this.changes = [];
    if (changes.length === 0) return;
    const now = this.read();
    this.keep(changes.reduce((value, change) => change(value), now === null ? undefined : now.value));
  }

  private async ask(here: Here | null): Promise<void> {
    try {
      const found = await fetched(this.key);
      this.version = found?.version ?? null;
      // What was changed while this was asked is newer than the answer.
      const now = this.read();
      if (now !== null && !now.sent) {
        if (here !== null && !here.sent) setTimeout(() => void this.send());
        return;
      }
      this.write(found === null ? null : { value: found.value, sent: true });
      this.show({ value: found?.value, saving: 'saved' });
    } catch {
      this.show({ ...this.current, saving: 'here' });
    }
  }

  /** One call at a time, always with the newest value. */
  private send(): Promise<void> {
    const sent = this.queue.then(() => this.sendNow());
    this.queue = sent.catch(() => undefined);
    return sent.catch(() => this.show({ ...this.current, saving: 'here' }));
  }

  private async sendNow(): Promise<void> {
    const here = this.read();
    if (here === null || here.sent) return;
    if (here.value === undefined) await this.removed();
    else await this.put(here.value);
    const now = this.read();
    if (JSON.stringify(now) !== JSON.stringify(here)) return;
    this.write(here.value === undefined ? null : { ...here, sent: true });
    this.show({ value: here.value, saving: 'saved' });
  }

  private async put(value: unknown): Promise<void> {
    const path = `/api/my/${this.key}`;
    try {
      this.version = (await api.put<Stored>(path, { value, version: this.version ?? undefined }))?.version ?? null;
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== 'store-moved') throw problem;
      keys = null;
      this.version = (await fetched(this.key))?.version ?? null;
      this.version = (await api.put<Stored>(path, { value, version: this.version ?? undefined }))?.version ?? null;
    }
  }

  private async removed(): Promise<void> {
    try {
      await api.del(`/api/my/${this.key}`);
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.status !== 404) throw problem;
    }
    this.version = null;
  }

  private show(next: Mine<unknown>): void {
    this.current = next;
    this.followers.forEach((follower) => follower());
  }

  private read(): Here | null {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? 'null') as Here | null;
    } catch {
      return null;
    }
  }

  private write(here: Here | null): void {
    try {
      if (here === null) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify(here));
    } catch {
      // Private windows and full disks: the server still keeps it.
    }
  }
}

const KEYS_FRESH_MS = 10_000;
let keys: { at: number; answer: Promise<{ key: string }[]> } | null = null;

/** Which keys there are, asked once for all that a page wants at its start: what is not there is not asked for. */
function keysThere(): Promise<{ key: string }[]> {
  if (keys === null || Date.now() - keys.at > KEYS_FRESH_MS) {
    const answer = api.get<{ key: string }[]>('/api/my');
    keys = { at: Date.now(), answer };
    answer.catch(() => (keys = null));
  }
  return keys.answer;
}

async function fetched(key: string): Promise<Stored | null> {
  const there = await keysThere();
  if (!there.some((k) => k.key === key)) return null;
  try {
    return await api.get<Stored>(`/api/my/${key}`);
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 404) return null;
    throw problem;
  }
}

function keeperOf(key: string): Keeper {
  const account = session.get()?.account ?? '';
  const name = `${account} ${key}`;
  let found = kept.get(name);
  if (found === undefined) kept.set(name, (found = new Keeper(account, key)));
  return found;
}

/** @param key as the personal store names it: `inbox.filters`, `phrases`, `draft.opinion.<case>.<task>` */
export function useMine<T>(key: string, initial: T): [Mine<T>, set: (value: T | ((before: T) => T)) => void, remove: () => Promise<void>] {
  const keeper = keeperOf(key);
  const now = useSyncExternalStore(keeper.follow, () => keeper.current);
  return [now.value === undefined ? { ...now, value: initial } : (now as Mine<T>), (value) => keeper.set(typeof value === 'function' ? (before: unknown) => (value as (before: T) => T)(before === undefined ? initial : (before as T)) : value), () => keeper.remove()];
}
