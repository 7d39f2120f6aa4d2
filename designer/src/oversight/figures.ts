import type { IndicatorLine, IndicatorValue, Limit, Preview, Rule } from './api';

export const valueOf = (line: IndicatorLine, code: string): IndicatorValue | undefined => line.values.find((v) => v.code === code);

export interface PreviewSum {
  checked: number;
  appear: number;
  disappear: number;
  change: number;
  departments: Preview['departments'];
  changes: Preview['changes'];
}

export const nothing: PreviewSum = { checked: 0, appear: 0, disappear: 0, change: 0, departments: [], changes: [] };

// So many examples are enough to judge by.
const shownMost = 50;

/** Adds a page of a preview to those before. */
export function addPage(sum: PreviewSum, page: Preview): PreviewSum {
  const departments = new Map(sum.departments.map((d) => [`${d.region}/${d.department}`, d]));
  for (const d of page.departments) {
    const key = `${d.region}/${d.department}`;
    const was = departments.get(key);
    departments.set(key, was === undefined ? d : { ...d, appear: was.appear + d.appear, disappear: was.disappear + d.disappear, change: was.change + d.change });
  }
  const count = (key: 'appear' | 'disappear' | 'change') => sum[key] + page.departments.reduce((n, d) => n + d[key], 0);
  return {
    checked: sum.checked + page.checked, appear: count('appear'), disappear: count('disappear'), change: count('change'),
    departments: [...departments.values()].toSorted((a, b) => a.region.localeCompare(b.region) || a.department.localeCompare(b.department)),
    changes: [...sum.changes, ...page.changes].slice(0, shownMost),
  };
}

/** Kinds that wait for something, and how long they usually do. */
export const waits = (kind: string): boolean => kind === 'lateHandover' || kind === 'supplementLate';

export const isAboutClocks = (kind: string): boolean => kind === 'clockYellow' || kind === 'clockRed';

const usualWait: Limit = { amount: 1, unit: 'workingDays' };

/** A rule of another kind keeps only what that kind may have. */
export function withKind(rule: Rule, kind: string): Rule {
  return {
    ...rule, kind, after: waits(kind) ? rule.after ?? usualWait : null, clock: isAboutClocks(kind) ? rule.clock : null,
    card: kind === 'clockRed' ? 'red' : kind === 'clockYellow' ? 'yellow' : rule.card,
  };
}
