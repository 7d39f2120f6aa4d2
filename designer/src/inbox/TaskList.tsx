import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useElder } from '../shared/elder';
import { language, useTexts } from '../shared/texts';
import { useLineTitle } from '../case/names';
import { Empty, Failed, Loading } from '../staff/states';
import { keyOf, type Task } from './api';
import { TaskRow } from './TaskRow';
import { inboxTexts } from './texts';
import type { TaskRows } from './useTaskList';

interface Props {
  list: TaskRows;
  me: string;
  filtered: boolean;
  openKey: string | null;
  cursor: string | null;
  selected: ReadonlyMap<string, Task>;
  onCursor: (key: string) => void;
  onOpen: (task: Task) => void;
  onSelect: (task: Task, on: boolean) => void;
}

const OVERSCAN = 8;
const MORE_BEFORE_END = 20;

/** The rows in view of however many there are. The row in use stays drawn, so that it keeps the focus. */
export function TaskList({ list, me, filtered, openKey, cursor, selected, onCursor, onOpen, onSelect }: Props) {
  const t = useTexts(inboxTexts);
  const elder = useElder();
  const wanted = language.use();
  const box = useRef<HTMLDivElement>(null);
  const { rows } = list;
  const titleOf = useLineTitle(useMemo(() => [...new Set(rows.map((row) => row.jointItem))], [rows]));
  const index = useMemo(() => new Map(rows.map((row, i) => [keyOf(row), i])), [rows]);
  const at = (cursor === null ? undefined : index.get(cursor)) ?? 0;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (elder ? 150 : 100),
    getItemKey: (i) => keyOf(rows[i]!),
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const shown: number[] = [];
      for (let i = Math.max(0, range.startIndex - range.overscan); i <= Math.min(range.count - 1, range.endIndex + range.overscan); i++) shown.push(i);
      if (at < (shown[0] ?? 0)) shown.unshift(at);
      else if (at > (shown.at(-1) ?? -1) && at < range.count) shown.push(at);
      return shown;
    },
  });
  const shown = virtual.getVirtualItems();
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;

  // What is in view is kept fresh; near the end the next ones are asked for.
  useEffect(() => {
    const keys = new Set(rows.slice(first, last + 1).map(keyOf));
    if (openKey !== null) keys.add(openKey);
    list.look(keys);
    if (list.hasMore && !list.loadingMore && list.error === null && last >= rows.length - MORE_BEFORE_END) list.more();
  }, [first, last, rows, openKey, list.hasMore, list.loadingMore, list.error]);

  // Rows that come and go above the view do not move it: the first row seen stays where it is.
  const anchor = useRef<{ key: string; gap: number } | null>(null);
  useLayoutEffect(() => {
    const held = anchor.current;
    const scroll = box.current;
    if (held === null || scroll === null || scroll.scrollTop === 0) return;
    const now = index.get(held.key);
    if (now === undefined) return;
    const offset = virtual.measurementsCache[now]?.start;
    if (offset === undefined || Math.abs(offset + held.gap - scroll.scrollTop) <= 1) return;
    scroll.scrollTop = offset + held.gap;
    // It hears of this with the next frame; a row measured before that would be set right from where the list stood, and undo it.
    virtual.scrollOffset = scroll.scrollTop;
  }, [rows]);
  const remember = () => {
    const item = virtual.getVirtualItems().find((v) => v.end > (box.current?.scrollTop ?? 0));
    anchor.current = item === undefined || rows[item.index] === undefined ? null : { key: keyOf(rows[item.index]!), gap: (box.current?.scrollTop ?? 0) - item.start };
  };

  // The keyboard moves the row in use: it comes into view and takes the focus when the list has it.
  useEffect(() => {
    if (cursor === null || !index.has(cursor)) return;
    virtual.scrollToIndex(index.get(cursor)!, { align: 'auto' });
    if (box.current?.contains(document.activeElement)) {
      requestAnimationFrame(() => {
        if (!(document.activeElement instanceof HTMLInputElement)) box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(cursor)}"]`)?.focus({ preventScroll: true });
      });
    }
  }, [cursor]);

  if (list.isPending) return <Loading />;
  if (list.error !== null && rows.length === 0) return <Failed error={list.error} onRetry={list.retry} />;
  if (rows.length === 0) return <Empty>{filtered ? t.emptyFiltered : t.empty}</Empty>;
  return (
    <div className="list-box" ref={box} onScroll={remember}>
      <ul className="list" aria-label={t.list} style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => {
          const task = rows[item.index]!;
          const key = keyOf(task);
          return (
            <li key={item.key} data-index={item.index} ref={virtual.measureElement} style={{ transform: `translateY(${item.start}px)` }} aria-setsize={list.hasMore ? -1 : rows.length} aria-posinset={item.index + 1}>
              <TaskRow task={task} title={titleOf(task)} me={me} wanted={wanted} isOpen={key === openKey} isCursor={item.index === at} isSelected={selected.has(key)} onOpen={onOpen} onSelect={onSelect} onFocus={onCursor} />
            </li>
          );
        })}
      </ul>
      {list.loadingMore && <p className="quiet list-foot" role="status">{t.loadingMore}</p>}
      {list.error !== null && <Failed error={list.error} onRetry={list.retry} />}
    </div>
  );
}
