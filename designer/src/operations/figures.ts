import type { Metrics } from './api';

/** How a figure is to be taken; the guide for operators says what to do. */
export type Level = 'well' | 'heed' | 'act';

/** A queue of the database is counted to here. */
export const countedMax = 10_000;

const level = (value: number, heed: number, act: number): Level => (value >= act ? 'act' : value >= heed ? 'heed' : 'well');

/** The levels of the figures that have one. The numbers are those of docs/guides/operator.md. */
export function levels({ node, platform }: Metrics) {
  const views = platform?.projections ?? [];
  return {
    oldest: level(node.oldestMs, 1_000, 5_000),
    behind: level(Math.max(0, ...views.filter((v) => v.behind > 0).map((v) => v.behindMs)), 5_000, 60_000),
    timers: level(platform === null || platform.timers.due === 0 ? 0 : platform.timers.lateMs, 5_000, 60_000),
    held: level(platform?.deliveries.reduce((sum, d) => sum + d.heldCases, 0) ?? 0, 1, 1_000),
    deadLetters: level(platform?.deadLetters ?? 0, 1, 1_000),
    broker: node.broker === 'away' || node.broker === 'blocked' ? ('act' as const) : ('well' as const),
  };
}

/** 850 → "850 ms", 2400 → "2.4 s", 90000 → "1.5 min" */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${(ms / 60_000).toFixed(1)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

/** The last value there is, and the highest; null where there is none. */
export function span(values: readonly (number | null)[]): { last: number; top: number } | null {
  const there = values.filter((v) => v !== null);
  return there.length === 0 ? null : { last: there.at(-1)!, top: Math.max(...there) };
}
