import type { DailyCount, HeatElement } from './api';

export interface DayTotal {
  day: string;
  filed: number;
  accepted: number;
  concluded: number;
  opinions: number;
  yellow: number;
  red: number;
}

/** Adds up what is counted by region, joint item and department to one line a day; days without any are there as zeros. */
export function dailyTotals(counts: readonly DailyCount[], from: string, to: string): DayTotal[] {
  const totals = new Map<string, DayTotal>();
  for (const at = new Date(`${from}T00:00:00Z`); at <= new Date(`${to}T00:00:00Z`); at.setUTCDate(at.getUTCDate() + 1)) {
    const day = at.toISOString().slice(0, 10);
    totals.set(day, { day, filed: 0, accepted: 0, concluded: 0, opinions: 0, yellow: 0, red: 0 });
  }
  for (const count of counts) {
    const total = totals.get(count.day);
    if (total === undefined) continue;
    for (const key of ['filed', 'accepted', 'concluded', 'opinions', 'yellow', 'red'] as const) total[key] += count[key];
  }
  return [...totals.values()];
}

/** Days before a day: dayBefore("2026-03-01", 1) is "2026-02-28". */
export function dayBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

/** Today's day in the zone that legal days are counted in. */
export const today = (now: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now);

/** The mean level of ratings, by how many there are of each level from one on; null without any. */
export function meanLevel(levels: readonly number[]): number | null {
  const count = levels.reduce((sum, n) => sum + n, 0);
  return count === 0 ? null : levels.reduce((sum, n, i) => sum + n * (i + 1), 0) / count;
}

export type HeatBy = 'count' | 'time';

/** What colours an element: how often work is or was there, or how much working time it takes there. */
export const heatOf = (element: HeatElement, by: HeatBy): number | null => (by === 'count' ? element.done + element.open : element.medianMinutes);

/** From 0 (least) to 4 (most), in equal steps up to the greatest. */
export function heatLevel(value: number, greatest: number): 0 | 1 | 2 | 3 | 4 {
  if (greatest <= 0) return 0;
  return Math.min(4, Math.floor((value / greatest) * 5)) as 0 | 1 | 2 | 3 | 4;
}

/** Working minutes as hours and minutes. */
export function hoursAndMinutes(minutes: number): { hours: number; minutes: number } {
  const whole = Math.round(minutes);
  return { hours: Math.floor(whole / 60), minutes: whole % 60 };
}
