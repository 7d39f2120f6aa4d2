import { language, type Language } from './texts';

// Legal days are those of the calendar's zone, never the machine's.
const timeZone = 'Asia/Shanghai';
const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };
const kept = new Map<string, Intl.DateTimeFormat>();

function formatter(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language.get() + kind;
  let found = kept.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locales[language.get()], { timeZone, ...options });
    kept.set(key, found);
  }
  return found;
}

type Instant = string | null | undefined;

const shown = (at: Instant, format: Intl.DateTimeFormat): string => (at ? format.format(new Date(at)) : '');

/** 2026年4月20日 · 20 Apr 2026 */
export const day = (at: Instant): string => shown(at, formatter('day', { year: 'numeric', month: 'short', day: 'numeric' }));

/** 4月20日 09:30 · 20 Apr, 09:30 */
export const dayTime = (at: Instant): string =>
  shown(at, formatter('dayTime', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }));

/** With year and seconds, for records. */
export const exact = (at: Instant): string =>
  shown(at, formatter('exact', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }));

/** 1234567 → 1,234,567 */
export const count = (n: number): string => n.toLocaleString(locales[language.get()]);

/** 1536 → 1.5 KB */
export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  const units = ['KB', 'MB', 'GB'];
  let size = n / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

const DAY_MS = 86_400_000;
const midnight = (at: string): boolean => (new Date(at).getTime() + 8 * 3_600_000) % DAY_MS === 0;

/** The day on which a limit ends: midnight closes the day before. In hours, the instant itself. */
export const dueDay = (at: Instant): string => (!at ? '' : midnight(at) ? day(new Date(new Date(at).getTime() - 1).toISOString()) : dayTime(at));
