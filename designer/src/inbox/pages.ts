import type { Page } from '../shared/api';
import { keyOf, type Task } from './api';

/**
 * A stretch of the list from a cursor on. Cursors are places in the order, not rows: a stretch can be asked for again
 * alone, however long the list is.
 */
export interface Stretch {
  cursor: string | null;
  rows: Task[];
  /** Where the next one begins; null at the end of the list. */
  next: string | null;
  /** The round of changes that it has been asked for in. */
  round: number;
}

export interface Pages {
  stretches: Stretch[];
  round: number;
}

/** The rows as they are shown. A row that moved may stand in two stretches for a moment: its first place counts. */
export function rowsOf(pages: Pages | undefined): Task[] {
  const seen = new Set<string>();
  const rows: Task[] = [];
  for (const stretch of pages?.stretches ?? []) {
    for (const row of stretch.rows) {
      const key = keyOf(row);
      if (!seen.has(key)) {
        seen.add(key);
        rows.push(row);
      }
    }
  }
  return rows;
}

export const nextCursor = (pages: Pages | undefined): string | null => pages?.stretches.at(-1)?.next ?? null;

/** A first or a further stretch at the end; nothing when the end has moved in the meantime. */
export function appended(pages: Pages | undefined, cursor: string | null, answer: Page<Task>): Pages {
  const stretch: Stretch = { cursor, rows: answer.items, next: answer.nextCursor, round: pages?.round ?? 0 };
  if (pages === undefined || pages.stretches.length === 0) return { stretches: [stretch], round: pages?.round ?? 0 };
  return nextCursor(pages) === cursor ? { ...pages, stretches: [...pages.stretches, stretch] } : pages;
}

/** The first stretch that is older than this round and holds one of the rows asked for; the head of the list always counts. */
export function staleAt(pages: Pages, wanted: ReadonlySet<string>): number {
  return pages.stretches.findIndex((s, i) => s.round < pages.round && (i === 0 || holds(s, wanted)));
}

const holds = (stretch: Stretch, wanted: ReadonlySet<string>): boolean => stretch.rows.some((row) => wanted.has(keyOf(row)));

/**
 * Puts a fresh answer in place of the stretch that begins at its cursor. It may reach into the following ones: what it
 * tells replaces what they told, and they begin where it ends.
 */
export function renewed(pages: Pages, cursor: string | null, answer: Page<Task>): Pages {
  const at = pages.stretches.findIndex((s) => s.cursor === cursor);
  if (at < 0) return pages;
  const fresh: Stretch = { cursor, rows: answer.items, next: answer.nextCursor, round: pages.round };
  const before = pages.stretches.slice(0, at);
  if (answer.nextCursor === null) return { ...pages, stretches: [...before, fresh] };
  const told = new Set(answer.items.map(keyOf));
  const after = pages.stretches.slice(at + 1)
    .map((s) => ({ ...s, rows: s.rows.filter((row) => !told.has(keyOf(row))) }))
    .filter((s) => s.rows.length > 0);
  if (after[0] !== undefined) after[0] = { ...after[0], cursor: answer.nextCursor };
  return { ...pages, stretches: [...before, fresh, ...after] };
}
