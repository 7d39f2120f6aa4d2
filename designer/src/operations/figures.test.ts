import { expect, test } from 'vitest';
import type { Metrics } from './api';
import { duration, levels, span } from './figures';

const well: Metrics = {
  at: '2026-04-20T01:00:00Z',
  node: { name: 'a', since: '2026-04-20T00:00:00Z', waiting: 0, oldestMs: 0, accepted: 1, rejected: 0, failed: 0, conflicts: 0, commitFailures: 0, cacheHitShare: null, memoryBytes: 1, broker: 'connected', lines: [] },
  platform: {
    at: '2026-04-20T01:00:00Z', position: 1, nodes: [], waitingForLock: 0, timers: { due: 0, lateMs: 0, leased: 0, nextAt: null }, jobs: { waiting: 0, leased: 0, retrying: 0 },
    projections: [{ name: 'CaseDaily', position: 1, behind: 0, behindMs: 0, rebuilding: false }], deliveries: [], deadLetters: 0,
  },
  history: [],
};

test('a platform at rest has nothing to heed', () => {
  expect(new Set(Object.values(levels(well)))).toEqual(new Set(['well']));
});

test('what waits too long is to be heeded, and longer still to be acted on', () => {
  expect(levels({ ...well, node: { ...well.node, oldestMs: 1_200 } }).oldest).toBe('heed');
  expect(levels({ ...well, node: { ...well.node, oldestMs: 9_000, broker: 'away' } })).toMatchObject({ oldest: 'act', broker: 'act' });
  const platform = { ...well.platform!, projections: [{ name: 'CaseDaily', position: 1, behind: 3, behindMs: 70_000, rebuilding: false }], deadLetters: 2 };
  expect(levels({ ...well, platform })).toMatchObject({ behind: 'act', deadLetters: 'heed' });
});

test('a database that does not answer raises nothing by itself', () => {
  expect(levels({ ...well, platform: null }).timers).toBe('well');
});

test('times are told in the unit that people would use', () => {
  expect([0, 850, 2_400, 90_000, 9_000_000].map(duration)).toEqual(['0 ms', '850 ms', '2.4 s', '1.5 min', '2.5 h']);
});

test('gaps count for nothing', () => {
  expect(span([1, null, 5, 2, null])).toEqual({ last: 2, top: 5 });
  expect(span([null])).toBeNull();
});
