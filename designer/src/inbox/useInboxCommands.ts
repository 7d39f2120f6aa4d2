import type { RefObject } from 'react';
import { fill, useTexts } from '../shared/texts';
import { actionTexts, isDirect, type ActionName } from '../case/actions/actions';
import { caseTexts } from '../case/texts';
import { keyOf, type Task } from './api';
import type { PaneHandle } from './CasePane';
import type { Command } from './commands';
import { noFilter, type KeptFilters } from './filters';
import { selectable } from './TaskRow';
import { inboxTexts } from './texts';

interface Around {
  rows: Task[];
  cursor: string | null;
  openKey: string | null;
  caseId: string | null;
  selected: ReadonlyMap<string, Task>;
  kept: KeptFilters;
  pane: RefObject<PaneHandle | null>;
  /** What can be done with the open task. */
  names: ActionName[];
  setCursor: (key: string) => void;
  open: (task: Task, action?: ActionName | null) => void;
  select: (task: Task, on: boolean) => void;
  next: () => void;
  setKept: (kept: KeptFilters) => void;
  setBatch: (on: boolean) => void;
  setPalette: (on: boolean) => void;
  clearSelected: () => void;
  toList: () => void;
  toCase: () => void;
}

const keyed: Partial<Record<ActionName, string>> = { claim: 'c', release: 'r', opinion: 'o' };

/** What was searched for before gives way to what is typed now. */
function toSearch(): void {
  const field = document.getElementById('inbox-search');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

/** Everything that the inbox does by keyboard. Reading a case is logged, so moving the cursor opens none. */
export function useInboxCommands(at: Around): Command[] {
  const t = useTexts(inboxTexts);
  const ct = useTexts(caseTexts);
  const index = at.rows.findIndex((row) => keyOf(row) === at.cursor);
  const row = at.rows[index];
  const move = (by: number) => {
    const to = at.rows[index < 0 ? 0 : Math.max(0, Math.min(at.rows.length - 1, index + by))];
    if (to === undefined) return;
    at.setCursor(keyOf(to));
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(keyOf(to))}"]`)?.focus({ preventScroll: true }));
  };
  // A key on another row than the open one opens that row first.
  const act = (name: ActionName) => {
    const inList = document.activeElement?.closest('.list') !== null && row !== undefined && keyOf(row) !== at.openKey;
    if (inList) at.open(row, name);
    else if (at.names.includes(name)) at.pane.current?.start(name);
  };
  const { names } = at;
  const others = names.filter((name) => keyed[name] === undefined);
  const single: [ActionName, string][] = [['claim', t.cmdClaim], ['release', t.cmdRelease], ['opinion', t.cmdOpinion]];

  return [
    { id: 'palette', name: t.cmdPalette, key: 'k', chord: true, run: () => at.setPalette(true) },
    { id: 'down', name: t.cmdDown, key: 'j', run: () => move(1), ready: at.rows.length > 0 },
    { id: 'up', name: t.cmdUp, key: 'k', run: () => move(-1), ready: at.rows.length > 0 },
    { id: 'open', name: t.cmdOpen, key: 'Enter', run: () => row && at.open(row), ready: row !== undefined },
    { id: 'next', name: t.cmdNext, key: 'n', run: at.next, ready: at.rows.length > 0 },
    ...single.map(([name, text]) => ({ id: name, name: text, key: keyed[name], run: () => act(name), ready: names.includes(name) || (row !== undefined && keyOf(row) !== at.openKey) })),
    ...others.map((name) => ({ id: `do-${name}`, name: fill(t.cmdAction, { name: ct[actionTexts[name].name] }), run: () => at.pane.current?.start(name), ready: !isDirect(name) })),
    { id: 'select', name: t.cmdSelect, key: 'x', run: () => row && at.select(row, !at.selected.has(keyOf(row))), ready: row !== undefined && selectable(row) },
    { id: 'batch', name: t.cmdBatch, key: 'b', run: () => at.setBatch(true), ready: at.selected.size > 0 },
    { id: 'unselect', name: t.cmdSelectNone, run: at.clearSelected, ready: at.selected.size > 0 },
    { id: 'search', name: t.cmdSearch, key: '/', run: toSearch },
    { id: 'list', name: t.cmdList, key: 'l', run: at.toList },
    { id: 'case', name: t.cmdCase, key: 'e', run: at.toCase, ready: at.caseId !== null },
    { id: 'clear', name: t.cmdClear, run: () => at.setKept({ ...at.kept, current: { ...noFilter, sort: at.kept.current.sort } }) },
    ...at.kept.saved.map((s) => ({ id: `filter-${s.name}`, name: fill(t.cmdFilter, { name: s.name }), run: () => at.setKept({ ...at.kept, current: s.filter }) })),
    { id: 'help', name: t.cmdHelp, key: '?', run: () => at.setPalette(true) },
  ];
}
