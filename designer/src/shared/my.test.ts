import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, ApiProblem } from './api';
import { Keeper } from './my';

const store = new Map<string, string>();
const server = new Map<string, { value: unknown; version: number; savedAt: string }>();
let online = true;
let clock = Date.now();

const answer = <T>(value: T): Promise<T> => (online ? Promise.resolve(value) : Promise.reject(new ApiProblem(0, 'network', 'away')));

beforeEach(() => {
  vi.useFakeTimers();
  store.clear();
  server.clear();
  online = true;
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => store.get(name) ?? null,
    setItem: (name: string, text: string) => store.set(name, text),
    removeItem: (name: string) => store.delete(name),
  });
  vi.spyOn(api, 'get').mockImplementation(((path: string) =>
    answer(path === '/api/my' ? [...server.keys()].map((key) => ({ key })) : server.get(path.slice('/api/my/'.length)))) as typeof api.get);
  vi.spyOn(api, 'put').mockImplementation(((path: string, body: { value: unknown }) => {
    if (!online) return answer(null);
    const key = path.slice('/api/my/'.length);
    const kept = { value: body.value, version: (server.get(key)?.version ?? 0) + 1, savedAt: '' };
    server.set(key, kept);
    return answer(kept);
  }) as typeof api.put);
  vi.spyOn(api, 'del').mockImplementation(((path: string) => answer(server.delete(path.slice('/api/my/'.length)))) as typeof api.del);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The list of keys is asked for at most once in ten seconds: every test is later than that. */
const later = () => vi.setSystemTime((clock += 60_000));
const visit = async (key = 'filters') => {
  later();
  const keeper = new Keeper('li', key);
  await vi.advanceTimersByTimeAsync(0);
  return keeper;
};

test('what is kept stands in the browser at once and on the server a moment later', async () => {
  const keeper = await visit();
  keeper.set('half a sentence');
  expect(store.get('onego.my.li.filters')).toBe('{"value":"half a sentence","sent":false}');
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.get('filters')?.value).toBe('half a sentence');
  expect(keeper.current.saving).toBe('saved');
});

test('a text typed while the server was away is there after a reload, and is sent then', async () => {
  online = false;
  const before = await visit();
  before.set('typed offline');
  await vi.advanceTimersByTimeAsync(1000);
  expect(before.current.saving).toBe('here');

  online = true;
  const after = await visit();
  expect(after.current.value).toBe('typed offline');
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.get('filters')?.value).toBe('typed offline');
});

test('a change made before the answer came is made to the answer', async () => {
  server.set('filters', { value: ['saved long ago'], version: 3, savedAt: '' });
  later();
  const keeper = new Keeper('li', 'filters');
  keeper.set((before: string[] | undefined) => [...(before ?? []), 'new']);
  expect(keeper.current.value).toEqual(['new']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.get('filters')?.value).toEqual(['saved long ago', 'new']);
});

test('what was removed while the server was away is removed with the next visit', async () => {
  server.set('draft', { value: 'old', version: 1, savedAt: '' });
  const before = await visit('draft');
  online = false;
  await before.remove();
  online = true;
  const after = await visit('draft');
  expect(after.current.value).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.has('draft')).toBe(false);
});
