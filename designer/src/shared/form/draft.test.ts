import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../api';
import { emptyDraft, isStarted, joinDrafts, type Draft, type DraftFile } from './draft';
import { DraftKeeper, type LocalStore, type RemoteStore } from './draftKeeper';

const file = (fileId: string, material: string | null = 'plan'): DraftFile => ({ fileId, name: `${fileId}.pdf`, contentType: 'application/pdf', size: 1, sha256: '00', material });
const draft = (more: Partial<Draft> = {}): Draft => ({ ...emptyDraft('open-a-restaurant', '510104'), ...more });

describe('A draft changed in two places', () => {
  it('keeps what was changed in each', () => {
    const base = draft({ inputs: { store: '面馆', area: '80' } });
    const here = draft({ inputs: { store: '满记面馆', area: '80' } });
    const there = draft({ inputs: { store: '面馆', area: '95', seats: '30' }, region: '510107' });
    expect(joinDrafts(base, here, there)).toMatchObject({ inputs: { store: '满记面馆', area: '95', seats: '30' }, region: '510107' });
  });

  it('takes what is here where both changed the same', () => {
    const joined = joinDrafts(draft({ inputs: { store: 'a' } }), draft({ inputs: { store: 'b' } }), draft({ inputs: { store: 'c' } }));
    expect(joined.inputs.store).toBe('b');
  });

  it('keeps files handed in at either place, and leaves out those removed at either', () => {
    const base = draft({ files: [file('one'), file('two'), file('three')] });
    const here = draft({ files: [file('one'), file('three'), file('desk')] });
    const there = draft({ files: [file('one'), file('two'), file('phone')] });
    expect(joinDrafts(base, here, there).files.map((f) => f.fileId)).toEqual(['one', 'desk', 'phone']);
  });

  it('keeps a file that was sorted here and removed there', () => {
    const joined = joinDrafts(draft({ files: [file('one', null)] }), draft({ files: [file('one', 'plan')] }), draft({ files: [] }));
    expect(joined.files.map((f) => f.material)).toEqual(['plan']);
  });

  it('clears a field that was emptied here', () => {
    const joined = joinDrafts(draft({ inputs: { store: 'a' } }), draft({ inputs: { store: '' } }), draft({ inputs: { store: 'a' } }));
    expect(joined.inputs.store).toBe('');
  });
});

it('A draft is worth offering once something stands in it', () => {
  expect([isStarted(draft()), isStarted(draft({ inputs: { sign: false } })), isStarted(draft({ inputs: { store: '' } }))]).toEqual([false, true, false]);
});

/** The account's store and the tab's, as far as drafts need them. */
function stores(stored: { value: Draft; version: number } | null = null) {
  const kept = { stored, isAway: false, writes: 0 };
  const remote: RemoteStore = {
    read: async () => {
      if (kept.isAway) throw new ApiProblem(0, 'network', '');
      return kept.stored;
    },
    write: async (_, value, version) => {
      if (kept.isAway) throw new ApiProblem(0, 'network', '');
      if (version !== (kept.stored?.version ?? null)) throw new ApiProblem(409, 'store-moved', '');
      kept.writes++;
      kept.stored = { value, version: (version ?? 0) + 1 };
      return kept.stored.version;
    },
    remove: async () => {
      kept.stored = null;
    },
  };
  const tab = new Map<string, string>();
  const local: LocalStore = { read: (k) => tab.get(k) ?? null, write: (k, v) => void tab.set(k, v), remove: (k) => void tab.delete(k) };
  const open = async () => {
    const keeper = new DraftKeeper('draft.application.x', 'here', remote, local);
    await keeper.load(draft());
    return keeper;
  };
  return { kept, tab, remote, open };
}

const type = (store: string) => (d: Draft): Draft => ({ ...d, inputs: { ...d.inputs, store } });

describe('A draft in the browser', () => {
  it('is in the account’s store after a moment', async () => {
    const { kept, open } = stores();
    const keeper = await open();
    keeper.change(type('满记面馆'));
    expect(keeper.get().state).toBe('unsaved');
    await keeper.flush();
    expect(keeper.get().state).toBe('saved');
    expect(kept.stored?.value.inputs.store).toBe('满记面馆');
  });

  it('survives a reload while the server is away', async () => {
    const { kept, open } = stores();
    const before = await open();
    kept.isAway = true;
    before.change(type('满记面馆'));
    await before.flush();
    const after = await open();
    expect(after.get().draft?.inputs.store).toBe('满记面馆');
    kept.isAway = false;
    await after.flush();
    expect(kept.stored?.value.inputs.store).toBe('满记面馆');
  });

  it('is joined with what another device saved meanwhile', async () => {
    const { kept, open } = stores({ value: draft({ inputs: { area: '80' } }), version: 1 });
    const keeper = await open();
    kept.stored = { value: draft({ inputs: { area: '95' } }), version: 2 };
    keeper.change(type('满记面馆'));
    await keeper.flush();
    expect(keeper.get()).toMatchObject({ state: 'saved', joined: true });
    expect(kept.stored?.value.inputs).toEqual({ area: '95', store: '满记面馆' });
  });

  it('is gone everywhere once the application was sent', async () => {
    const { kept, tab, open } = stores();
    const keeper = await open();
    keeper.change(type('满记面馆'));
    await keeper.flush();
    await keeper.discard();
    keeper.change(type('again'));
    expect([kept.stored, tab.size]).toEqual([null, 0]);
  });

  it('does not come back in a tab that had saved it, once it was sent from elsewhere', async () => {
    const { kept, open } = stores();
    const tab = await open();
    tab.change(type('满记面馆'));
    await tab.flush();
    kept.stored = null;
    expect((await open()).get()).toMatchObject({ state: 'saved', draft: draft() });
  });

  it('cannot be shown while neither place has it', async () => {
    const { kept, open } = stores();
    kept.isAway = true;
    expect((await open()).get().state).toBe('failed');
  });
});
