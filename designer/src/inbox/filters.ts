import type { TaskKind } from '../case/api';

export type Sort = 'due' | 'priority' | 'opened' | 'received';

/** What the list shows. Empty texts and false mean: no matter. */
export interface Filter {
  view: 'department' | 'mine';
  state: 'active' | 'open' | 'claimed' | 'done' | 'cancelled';
  kind: TaskKind | '';
  card: 'yellow' | 'red' | '';
  urged: boolean;
  jointItem: string;
  q: string;
  sort: Sort;
}

export const noFilter: Filter = { view: 'department', state: 'active', kind: '', card: '', urged: false, jointItem: '', q: '', sort: 'due' };

/** What is kept of the filters under `inbox.filters`. */
export interface KeptFilters {
  current: Filter;
  saved: { name: string; filter: Filter }[];
}

export const SAVED_MAX = 30;

/** The list's parameters as the API names them. */
export function parametersOf(filter: Filter): Record<string, string | undefined> {
  return {
    view: filter.view,
    state: filter.state === 'active' ? undefined : filter.state,
    kind: filter.kind || undefined,
    card: filter.card || undefined,
    urged: filter.urged ? 'true' : undefined,
    jointItem: filter.jointItem || undefined,
    q: filter.q.trim() || undefined,
    sort: filter.sort,
  };
}

/** What was kept by an older page may lack members or hold strange ones: taken as far as it is understood. */
export function understood(kept: unknown): KeptFilters {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<KeptFilters>;
  const saved = Array.isArray(found.saved) ? found.saved.filter((s) => typeof s?.name === 'string') : [];
  return { current: filterOf(found.current), saved: saved.slice(0, SAVED_MAX).map((s) => ({ name: s.name, filter: filterOf(s.filter) })) };
}

const choices = {
  view: ['department', 'mine'],
  state: ['active', 'open', 'claimed', 'done', 'cancelled'],
  kind: ['', 'intake', 'review', 'decide', 'conclude', 'deliver', 'work'],
  card: ['', 'yellow', 'red'],
  sort: ['due', 'priority', 'opened', 'received'],
} as const;

function filterOf(kept: unknown): Filter {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const result: Record<string, unknown> = { ...noFilter };
  for (const [name, allowed] of Object.entries(choices)) {
    if ((allowed as readonly unknown[]).includes(found[name])) result[name] = found[name];
  }
  if (typeof found.urged === 'boolean') result.urged = found.urged;
  for (const name of ['jointItem', 'q']) if (typeof found[name] === 'string') result[name] = found[name];
  return result as unknown as Filter;
}

export const sameFilter = (a: Filter, b: Filter): boolean => (Object.keys(noFilter) as (keyof Filter)[]).every((k) => a[k] === b[k]);

/** Saves under a name; the same name again replaces what it stood for. */
export function saved(kept: KeptFilters, name: string): KeptFilters {
  const rest = kept.saved.filter((s) => s.name !== name);
  return { ...kept, saved: [...rest, { name, filter: kept.current }].slice(-SAVED_MAX) };
}
