import { Button, Input } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { useMine } from '../shared/my';
import { session } from '../shared/session';
import { fill, useTexts } from '../shared/texts';
import { useNarrow } from '../staff/narrow';
import { Loading } from '../staff/states';
import { actionTexts, finishes, type ActionName } from '../case/actions/actions';
import { caseTexts } from '../case/texts';
import { keyOf, type Task } from './api';
import { CasePane, type PaneHandle } from './CasePane';
import { useCommands } from './commands';
import { Filters } from './Filters';
import { noFilter, sameFilter, understood, type KeptFilters, type Sort } from './filters';
import { TaskList } from './TaskList';
import { selectable } from './TaskRow';
import { inboxTexts } from './texts';
import { useInboxCommands } from './useInboxCommands';
import { useTaskList } from './useTaskList';
import '../case/actions/actions.css';
import '../case/case.css';
import './inbox.css';

const Palette = lazy(() => import('./Palette'));
const Batch = lazy(() => import('./Batch'));

const TYPING_MS = 300;
const SELECT_MAX = 200;
const sorts: readonly Sort[] = ['due', 'priority', 'opened', 'received'];

interface Preferences {
  singleKeys?: boolean;
  autoNext?: boolean;
}

/** 待办箱: filters, list, case. */
export default function InboxPage() {
  const t = useTexts(inboxTexts);
  const ct = useTexts(caseTexts);
  const me = session.use()?.account ?? '';
  const narrow = useNarrow();
  const params = useParams<{ caseId?: string; taskId?: string }>();
  const [, go] = useLocation();
  const caseId = params.caseId ?? null;
  const taskId = params.taskId === undefined ? null : Number(params.taskId);
  const openKey = caseId === null || taskId === null ? null : keyOf({ caseId, taskId });

  const [keptRaw, setKeptRaw] = useMine<unknown>('inbox.filters', null);
  const kept = useMemo(() => understood(keptRaw.value), [keptRaw.value]);
  // Whoever chooses before the saved filters have arrived does not lose them.
  const setKept = (to: KeptFilters) => setKeptRaw((before: unknown) => ({ current: to.current, saved: to.saved === kept.saved ? understood(before).saved : to.saved }));
  const filter = kept.current;
  const [preferences, setPreferences] = useMine<Preferences>('preferences', {});
  const singles = preferences.value.singleKeys ?? true;
  const autoNext = preferences.value.autoNext ?? true;
  const list = useTaskList(filter);
  const { rows } = list;

  const [cursor, setCursor] = useState<string | null>(openKey);
  const [selected, setSelected] = useState<ReadonlyMap<string, Task>>(new Map());
  const [batch, setBatch] = useState(false);
  const [palette, setPalette] = useState(false);
  const [want, setWant] = useState<ActionName | null>(null);
  const [moved, setMoved] = useState(false);
  const [told, setTold] = useState('');
  const [names, setNames] = useState<ActionName[]>([]);
  const pane = useRef<PaneHandle>(null);
  const at = rows.findIndex((row) => keyOf(row) === openKey);
  // Where the open task stood: after it is done, the next one has moved up to its place.
  const place = useRef(0);
  if (at >= 0) place.current = at;

  const open = useCallback((task: Task, action: ActionName | null = null) => {
    setCursor(keyOf(task));
    setBatch(false);
    setWant(action);
    setMoved(false);
    setTold('');
    go(`/inbox/${keyOf(task)}`);
  }, [go]);
  const openPlain = useCallback((task: Task) => open(task), [open]);
  const select = useCallback((task: Task, on: boolean) => setSelected((before) => {
    const next = new Map(before);
    if (!on) next.delete(keyOf(task));
    else if (next.size < SELECT_MAX) next.set(keyOf(task), task);
    return next;
  }), []);
  const next = (after: boolean) => {
    const following = rows.slice(at >= 0 && after ? at + 1 : place.current).find((row) => keyOf(row) !== openKey) ?? rows.findLast((row) => keyOf(row) !== openKey);
    if (following === undefined) setTold((before) => (after ? t.nextNone : before));
    else {
      open(following);
      setMoved(true);
    }
    return following !== undefined;
  };
  const latest = useRef(next);
  latest.current = next;
  const done = (name: ActionName) => {
    const words = ct[actionTexts[name].done];
    // The list has been asked for again; it is drawn before the next task is looked for.
    requestAnimationFrame(() => {
      if (finishes(name) && autoNext) latest.current(false);
      setTold(words);
    });
  };

  const startBatch = (on: boolean) => {
    setTold('');
    setBatch(on);
  };
  const commands = useInboxCommands({
    rows, cursor, openKey, caseId, selected, kept, pane, names,
    setCursor, open, select, next: () => void next(true), setKept, setBatch: startBatch, setPalette, clearSelected: () => setSelected(new Map()),
    toList: () => (narrow ? go('/inbox') : focusRow(cursor)), toCase: () => caseId !== null && go(`/cases/${caseId}`),
  });
  useCommands(commands, singles, palette);

  const selectableRows = rows.filter(selectable);
  const filtered = !sameFilter({ ...filter, sort: 'due' }, noFilter);
  const showList = !narrow || (caseId === null && !batch);
  const showPane = !narrow || caseId !== null || batch;

  return (
    <Frame>
      <h1 className="visually-hidden">{t.inbox}</h1>
      {showList && (
        <FilterPane label={fill(t.filtersOpen, { name: filtered ? t.filtersSome : t.filtersNone })}>
          <Filters kept={kept} here={keptRaw.saving === 'here'} onKeep={(to) => setKept(to)} />
        </FilterPane>
      )}
      {showList && (
        <section className="inbox-list" aria-label={t.list}>
          <div className="list-head">
            <Search kept={kept} onKeep={setKept} />
            <div className="act-row">
              <select aria-label={t.sort} value={filter.sort} onChange={(e) => setKept({ ...kept, current: { ...filter, sort: e.target.value as Sort } })}>
                {sorts.map((s) => <option key={s} value={s}>{{ due: t.sortDue, priority: t.sortPriority, opened: t.sortOpened, received: t.sortReceived }[s]}</option>)}
              </select>
              <Button onClick={() => setPalette(true)}>{t.keysButton}</Button>
            </div>
            <div className="act-row list-select">
              {selectableRows.length > 1 && (
                <label className="choice"><input type="checkbox" checked={selected.size > 0 && selectableRows.slice(0, SELECT_MAX).every((row) => selected.has(keyOf(row)))}
                  onChange={(e) => setSelected(e.target.checked ? new Map(selectableRows.slice(0, SELECT_MAX).map((row) => [keyOf(row), row])) : new Map())} />{t.selectAll}</label>
              )}
              <span className="quiet" role="status">{selected.size > 0 ? fill(t.selectedCount, { n: selected.size }) : rows.length > 0 ? fill(list.hasMore ? t.listCountOf : t.listCount, { n: rows.length }) : ''}</span>
              {selected.size > 0 && <Button type="primary" onClick={() => startBatch(true)}>{t.batch}</Button>}
            </div>
          </div>
          {narrow && told !== '' && <div role="status" className="told">{told}</div>}
          <TaskList key={JSON.stringify(filter)} list={list} me={me} filtered={filtered} openKey={openKey} cursor={cursor} selected={selected} onCursor={setCursor} onOpen={openPlain} onSelect={select} />
        </section>
      )}
      {showPane && (
        <section className="inbox-pane" aria-label={t.pane}>
          <div role="status" className={told === '' ? 'visually-hidden' : 'told'}>{told}</div>
          {batch
            ? <Suspense fallback={<Loading />}><Batch selected={selected} onClose={() => setBatch(false)} onGood={(keys) => setSelected((before) => new Map([...before].filter(([key]) => !keys.includes(key))))} /></Suspense>
            : caseId === null
              ? <div className="state"><strong>{t.choose}</strong><span>{singles ? t.chooseHint : t.chooseHintPlain}</span></div>
              : <CasePane key={`${caseId}/${taskId}`} caseId={caseId} taskId={taskId} listed={at >= 0 || list.isPending} want={want} takeFocus={moved} narrow={narrow} handle={pane}
                  onDone={done} onWanted={() => setWant(null)} onNames={setNames} onBack={() => setTold('')} />}
        </section>
      )}
      {palette && (
        <Suspense fallback={null}>
          <Palette commands={commands} singles={singles} autoNext={autoNext} onSingles={(on) => setPreferences((before) => ({ ...before, singleKeys: on }))}
            onAutoNext={(on) => setPreferences((before) => ({ ...before, autoNext: on }))} onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </Frame>
  );
}

const focusRow = (key: string | null) => document.querySelector<HTMLElement>(key === null ? '[data-row]' : `[data-row="${CSS.escape(key)}"]`)?.focus();

/** The panes fill what the page's head leaves of the window. */
function Frame({ children }: { children: React.ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const fit = () => frame.current?.style.setProperty('--inbox-top', `${Math.round(frame.current.getBoundingClientRect().top + scrollY)}px`);
    const watch = new ResizeObserver(fit);
    watch.observe(document.body);
    fit();
    return () => watch.disconnect();
  }, []);
  return <div ref={frame} className="inbox fill">{children}</div>;
}

/** Always open where there is room for three panes, folded where there is not. */
function FilterPane({ label, children }: { label: string; children: React.ReactNode }) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const wide = matchMedia('(min-width: 1200px)');
    const fit = () => box.current?.toggleAttribute('open', wide.matches);
    fit();
    wide.addEventListener('change', fit);
    return () => wide.removeEventListener('change', fit);
  }, []);
  return <details ref={box} className="inbox-filters"><summary>{label}</summary>{children}</details>;
}

function Search({ kept, onKeep }: { kept: KeptFilters; onKeep: (kept: KeptFilters) => void }) {
  const t = useTexts(inboxTexts);
  const [q, setQ] = useState(kept.current.q);
  // What is being typed is newer than what the server still has to tell.
  const typing = useRef(false);
  const latest = useRef(kept);
  latest.current = kept;
  useEffect(() => {
    if (!typing.current) setQ(kept.current.q);
  }, [kept.current.q]);
  useEffect(() => {
    if (!typing.current) return;
    const timer = setTimeout(() => {
      typing.current = false;
      onKeep({ ...latest.current, current: { ...latest.current.current, q } });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [q]);
  return <Input id="inbox-search" type="search" aria-label={t.search} placeholder={t.search} maxLength={100} value={q} onPressEnter={() => focusRow(null)} onChange={(e) => {
    typing.current = true;
    setQ(e.target.value);
  }} />;
}
