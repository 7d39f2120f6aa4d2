import { ApiProblem, api } from '../api';
import { joinDrafts, type Draft } from './draft';

/** A value of the account's own store (GET /api/my/{key}). */
export interface Stored {
  value: Draft;
  version: number;
}

/** Where drafts are kept for the account. */
export interface RemoteStore {
  read(key: string): Promise<Stored | null>;
  /** @param version of the value it follows; null for the first */
  write(key: string, value: Draft, version: number | null): Promise<number>;
  remove(key: string): Promise<void>;
}

/** The copy in this browser tab: survives a reload and the end of the sign-in, not the tab. */
export interface LocalStore {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
}

export type DraftState = 'loading' | 'saved' | 'saving' | 'unsaved' | 'failed';

export interface DraftView {
  draft: Draft | null;
  state: DraftState;
  /** The draft was changed elsewhere meanwhile; both were joined. */
  joined: boolean;
  /** Why loading failed. */
  error: unknown;
}

interface Copy {
  value: Draft;
  base: Draft | null;
  version: number | null;
}

/** Changes are sent after this pause in the typing. */
const pauseMs = 800;
const retryMs = 15_000;

/** Keeps one draft, here at once and in the account's store a moment later. */
export class DraftKeeper {
  private view: DraftView = { draft: null, state: 'loading', joined: false, error: null };
  private base: Draft | null = null;
  private version: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> | null = null;
  private followers = new Set<() => void>();
  private ended = false;

  constructor(
    readonly key: string,
    private readonly localKey: string,
    private readonly remote: RemoteStore,
    private readonly local: LocalStore,
  ) {}

  readonly get = (): DraftView => this.view;

  readonly follow = (follower: () => void): (() => void) => {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  };

  /** Finds the draft; `first` is what it is when there is none. */
  async load(first: Draft): Promise<void> {
    this.show({ state: 'loading', error: null });
    const copy = this.copy();
    let stored: Stored | null = null;
    try {
      stored = await this.remote.read(this.key);
    } catch (error) {
      if (copy === null) return this.show({ state: 'failed', error });
      this.base = copy.base;
      this.version = copy.version;
      this.show({ draft: copy.value });
      return this.plan(retryMs);
    }
    this.version = stored?.version ?? null;
    this.base = stored?.value ?? null;
    // It was saved and is gone: sent or deleted from elsewhere.
    const isGone = copy !== null && stored === null && copy.version !== null && same(copy.value, copy.base);
    if (isGone) this.local.remove(this.localKey);
    if (copy === null || isGone) return this.show({ draft: stored?.value ?? first, state: 'saved' });
    if (stored === null || stored.version === copy.version) this.show({ draft: copy.value });
    else this.show({ draft: joinDrafts(copy.base, copy.value, stored.value), joined: true });
    if (stored !== null && same(this.view.draft, stored.value)) return this.show({ state: 'saved', joined: false });
    this.plan(0);
  }

  change(make: (draft: Draft) => Draft): void {
    if (this.view.draft === null) return;
    const draft = make(this.view.draft);
    if (draft === this.view.draft) return;
    this.show({ draft });
    this.keepHere();
    this.plan(pauseMs);
  }

  /** Sends what is not saved yet; returns when it is, or when that has to wait. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.writing !== null) await this.writing;
    if (this.view.state === 'unsaved' && !this.ended) {
      this.writing = this.write();
      await this.writing;
      this.writing = null;
    }
  }

  /** The application was sent, or is given up. */
  async discard(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    if (this.writing !== null) await this.writing;
    this.local.remove(this.localKey);
    await this.remote.remove(this.key);
  }

  /** The page goes; what is unsaved is sent. */
  leave(): void {
    clearTimeout(this.timer);
    if (this.view.state === 'unsaved') void this.flush();
  }

  private async write(): Promise<void> {
    for (let tries = 0; tries < 3; tries++) {
      const draft = this.view.draft!;
      this.show({ state: 'saving' });
      try {
        this.version = await this.remote.write(this.key, draft, this.version);
        this.base = draft;
        this.keepHere();
        if (this.view.draft === draft) this.show({ state: 'saved' });
        else this.plan(pauseMs);
        return;
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.code !== 'store-moved') return this.plan(retryMs);
        const stored = await this.remote.read(this.key).catch(() => undefined);
        if (stored === undefined) return this.plan(retryMs);
        this.version = stored?.version ?? null;
        if (stored !== null) this.show({ draft: joinDrafts(this.base, this.view.draft!, stored.value), joined: true });
        this.base = stored?.value ?? null;
        this.keepHere();
      }
    }
    this.plan(retryMs);
  }

  private plan(milliseconds: number): void {
    if (this.ended) return;
    this.show({ state: 'unsaved' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  private copy(): Copy | null {
    try {
      const text = this.local.read(this.localKey);
      return text === null ? null : (JSON.parse(text) as Copy);
    } catch {
      return null;
    }
  }

  private keepHere(): void {
    if (this.ended) return;
    try {
      this.local.write(this.localKey, JSON.stringify({ value: this.view.draft!, base: this.base, version: this.version } satisfies Copy));
    } catch {
      // A full or forbidden store: the account's own has it a moment later.
    }
  }

  private show(change: Partial<DraftView>): void {
    this.view = { ...this.view, ...change };
    this.followers.forEach((follower) => follower());
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const accountStore: RemoteStore = {
  read: async (key) => {
    try {
      return await api.get<Stored>(`/api/my/${key}`);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }
  },
  write: async (key, value, version) => (await api.put<{ version: number }>(`/api/my/${key}`, { value, version: version ?? 0 })).version,
  remove: async (key) => {
    try {
      await api.del(`/api/my/${key}`);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 404)) throw error;
    }
  },
};

export const tabStore: LocalStore = {
  read: (key) => sessionStorage.getItem(key),
  write: (key, text) => sessionStorage.setItem(key, text),
  remove: (key) => sessionStorage.removeItem(key),
};

const localName = (account: string, key: string): string => `onego.draft.${account}.${key}`;

export const keeperFor = (account: string, key: string): DraftKeeper => new DraftKeeper(key, localName(account, key), accountStore, tabStore);

/** Deletes a draft that no page has open. */
export async function removeDraft(account: string, key: string): Promise<void> {
  await accountStore.remove(key);
  tabStore.remove(localName(account, key));
}
