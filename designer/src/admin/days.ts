import type { Notice } from './api';

export type DayKind = 'working' | 'weekend' | 'off' | 'makeUp' | 'half';

export interface CalendarDay {
  /** "2026-01-04" */
  date: string;
  kind: DayKind;
}

const iso = (at: Date): string => at.toISOString().slice(0, 10);

/** The days that a notice's range names; one day stands for itself. */
export function daysIn(range: string): string[] {
  const [first, last = first] = range.split('/');
  const days: string[] = [];
  const at = new Date(`${first}T00:00:00Z`);
  const end = new Date(`${last}T00:00:00Z`);
  // A notice names at most a month at once.
  while (at <= end && days.length < 31) {
    days.push(iso(at));
    at.setUTCDate(at.getUTCDate() + 1);
  }
  return days;
}

/**
 * The days of a year, by month, as notices tell them: a later notice wins day by day, and where all are silent the week
 * decides.
 * @param notices in order of publication, those of a base calendar first
 */
export function yearOf(year: number, notices: readonly Notice[]): CalendarDay[][] {
  const told = new Map<string, DayKind>();
  for (const notice of notices) {
    for (const range of notice.off) for (const day of daysIn(range)) told.set(day, 'off');
    for (const day of notice.makeUp) told.set(day, 'makeUp');
    for (const day of notice.half) told.set(day, 'half');
  }
  return Array.from({ length: 12 }, (_, month) => {
    const days: CalendarDay[] = [];
    for (const at = new Date(Date.UTC(year, month, 1)); at.getUTCMonth() === month; at.setUTCDate(at.getUTCDate() + 1)) {
      const date = iso(at);
      days.push({ date, kind: told.get(date) ?? (at.getUTCDay() % 6 === 0 ? 'weekend' : 'working') });
    }
    return days;
  });
}

/** Monday is 0. */
export const weekday = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

export const works = (kind: DayKind): boolean => kind === 'working' || kind === 'makeUp' || kind === 'half';

/** Reads a notice as it was pasted: one object, or a list of them. An error says where the text is not JSON. */
export function readNotices(text: string): { notices: unknown[] } | { error: string } {
  try {
    const json: unknown = JSON.parse(text);
    const notices = Array.isArray(json) ? json : [json];
    return notices.length > 0 && notices.every((n) => typeof n === 'object' && n !== null && !Array.isArray(n)) ? { notices } : { error: '' };
  } catch (cause) {
    return { error: (cause as Error).message };
  }
}
