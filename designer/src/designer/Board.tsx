import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Outline } from '../bpmn/Outline';
import { openModeler, type ModelerHandle } from '../bpmn/modeler';
import { worstByElement } from '../bpmn/problems';
import { bpmnTexts } from '../bpmn/texts';
import type { Mark } from '../bpmn/viewer';
import { download } from '../parts/csv';
import { dayTime } from '../shared/format';
import { session } from '../shared/session';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { useNarrow } from '../staff/narrow';
import { Loading } from '../staff/states';
import { definitionsKey, discardDraft, draftsKey, type Source } from './api';
import { ConflictDialog } from './ConflictDialog';
import { DeployDialog } from './DeployDialog';
import { readCopy, type LocalCopy } from './localCopy';
import { Palette } from './Palette';
import { Panels } from './Panels';
import { countsOf, Problems } from './Problems';
import { Properties } from './Properties';
import { SaveDialog } from './SaveDialog';
import { designerTexts } from './texts';
import { useChecks } from './useChecks';
import { useSaving } from './useSaving';

const Versions = lazy(() => import('./Versions'));
const Compare = lazy(() => import('./Compare'));
const Play = lazy(() => import('./Play'));
const Simulation = lazy(() => import('./Simulation'));

export type View = 'drawing' | 'versions' | 'compare' | 'play' | 'simulate';
const views: View[] = ['drawing', 'versions', 'compare', 'play', 'simulate'];

/** The drawing board of one definition, with everything that is done with it. */
export function Board({ source, reload }: { source: Source; reload: () => Promise<void> }) {
  const t = useTexts(designerTexts);
  const narrow = useNarrow();
  const client = useQueryClient();
  const account = session.use()?.account ?? '';
  const host = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<ModelerHandle | null>(null);
  const [failed, setFailed] = useState(false);
  const [tick, setTick] = useState(0);
  const [selected, setSelected] = useState<string | null>(null);
  const [view, setView] = useState<View>('drawing');
  const [comparing, setComparing] = useState<string | null>(null);
  const [shown, setShown] = useState<string>('');
  const [dialog, setDialog] = useState<'save' | 'deploy' | null>(null);
  const [panel, setPanel] = useState(narrow ? 'elements' : 'properties');
  const [copy, setCopy] = useState<LocalCopy | null>(() => {
    const kept = readCopy(account, source.key);
    return kept !== null && kept.xml !== source.xml ? kept : null;
  });
  const saving = useSaving(source, account, handle);
  const changed = useRef(saving.changed);
  changed.current = saving.changed;

  useEffect(() => {
    let gone = false;
    const made = openModeler(host.current!, {
      onChange: (isModel) => {
        setTick((n) => n + 1);
        if (isModel) changed.current();
      },
      onSelect: setSelected,
    });
    made.open(source.xml).then(() => !gone && setHandle(made), () => !gone && setFailed(true));
    return () => {
      gone = true;
      made.destroy();
    };
  }, [source.xml]);

  // Ctrl+S saves wherever the focus is, unless a dialog asks something.
  const save = useRef(saving.save);
  save.current = saving.save;
  const isAsking = dialog !== null || saving.conflict !== null;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
      event.preventDefault();
      if (!isAsking) void save.current('');
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [isAsking]);

  const checks = useChecks(handle, source.key, tick);
  // Lists follow a moment later, so that typing and drawing never wait for them.
  const calmTick = useDeferredValue(tick);
  const outline = useMemo(() => handle?.outline() ?? [], [handle, calmTick]);
  const marks = useMemo((): Mark[] => [...worstByElement(checks.problems)].flatMap(([element, { severity, count }]): Mark[] =>
    severity === 'hint' ? [] : [{ element, tone: severity === 'error' ? 'bad' : 'changed', label: `${severity === 'error' ? '✕' : '▲'}${count}`, state: severity === 'error' ? t.error : t.warning }]), [checks.problems, t]);
  useEffect(() => handle?.setMarks(marks), [handle, marks]);

  const nameOf = (id: string) => handle?.properties(id)?.name || id;
  const choose = useCallback((id: string) => handle?.select(id), [handle]);
  const name = handle?.properties(handle.process()?.id ?? '')?.name || source.definition?.name || source.key;
  const counts = countsOf(checks.problems);

  const go = async (to: View) => {
    if (to !== 'drawing' && handle) setShown(await handle.xml());
    if (to !== 'compare') setComparing(null);
    setView(to);
  };
  const take = async (what: LocalCopy) => {
    setCopy(null);
    try {
      await handle!.open(what.xml);
      setTick((n) => n + 1);
      saving.changed();
    } catch {
      setFailed(true);
    }
  };
  const afterDeploy = async () => {
    saving.forget();
    if (saving.revision > 0) await discardDraft(source.key, saving.revision).catch(() => undefined);
    await Promise.all([definitionsKey, draftsKey].map((queryKey) => client.invalidateQueries({ queryKey })));
    await reload();
  };

  if (failed) return <p className="state" role="alert">{t.readFailed}<Link href="/designer">{t.back}</Link></p>;
  return (
    <div className="fill board">
      <div className="board-head">
        <div className="bar"><Link href="/designer">{t.back}</Link><h1>{name}</h1><Status saving={saving.state} /></div>
        <div className="bar" role="toolbar" aria-label={t.tools}>
          <Button onClick={() => handle?.undo()} disabled={!handle?.canUndo()}>{t.undo}</Button>
          <Button onClick={() => handle?.redo()} disabled={!handle?.canRedo()}>{t.redo}</Button>
          <Button onClick={() => setDialog('save')} disabled={!handle}>{t.save}</Button>
          <Button type="primary" onClick={() => setDialog('deploy')} disabled={!handle}>{t.deploy}</Button>
          <Button onClick={async () => download(`${source.key}.bpmn`, 'application/xml', await handle!.xml())} disabled={!handle}>{t.exportBpmn}</Button>
          <Button onClick={async () => download(`${source.key}.svg`, 'image/svg+xml', await handle!.svg())} disabled={!handle}>{t.exportSvg}</Button>
        </div>
        <nav className="board-views" aria-label={t.views}>
          {views.map((one) => <button key={one} type="button" aria-current={view === one ? 'page' : undefined} onClick={() => void go(one)}>{t[one]}</button>)}
        </nav>
      </div>
      {copy && handle && (
        <Alert type="warning" role="alert" title={fill(t.recovered, { at: dayTime(copy.at) })} action={
          <div className="bar"><Button onClick={() => void take(copy)}>{t.recover}</Button><Button onClick={() => { saving.forget(); setCopy(null); }}>{t.forget}</Button></div>} />
      )}
      {saving.failure !== null && saving.conflict === null && <Alert type="error" role="alert" title={saving.failure} />}

      {/* The board stays while another view is looked at: nothing drawn is lost. */}
      <div className="board-body" hidden={view !== 'drawing'}>
        <details className="board-palette" open={!narrow}>
          <summary>{t.palette}</summary>
          {handle && <Palette handle={handle} />}
        </details>
        <div className="board-canvas" role="group" aria-label={t.canvas}>
          <div className="diagram-tools">
            <button type="button" onClick={() => handle?.zoomFit()}>{t.zoomFit}</button>
            <button type="button" aria-label={t.zoomIn} onClick={() => handle?.zoomBy(1.25)}>＋</button>
            <button type="button" aria-label={t.zoomOut} onClick={() => handle?.zoomBy(0.8)}>－</button>
            {handle && <Drawings handle={handle} />}
          </div>
          <div ref={host} className="board-host" />
        </div>
        <div className="board-panels">
          <Panels label={t.panels} active={panel} onChange={setPanel} panels={[
            { key: 'properties', title: t.properties, content: handle && <Properties handle={handle} selected={selected} outline={outline} definition={source} /> },
            { key: 'problems', title: `${t.problems} (${counts.errors + counts.warnings + counts.hints})`, content: <Problems checks={checks} nameOf={nameOf} selected={selected} onSelect={choose} /> },
            { key: 'elements', title: t.elements, content: <nav aria-label={t.elements}><Outline entries={outline} marks={marks} selected={selected} onSelect={choose} /></nav> },
          ]} />
        </div>
      </div>
      {view !== 'drawing' && (
        <div className="board-view">
          <Suspense fallback={<Loading />}>
            {view === 'versions' && <Versions source={source} revision={saving.revision} onCompare={(what) => { setComparing(what); void go('compare'); }} onChanged={async () => { saving.forget(); await reload(); }} />}
            {view === 'compare' && <Compare source={source} present={shown} first={comparing} />}
            {view === 'play' && <Play xml={shown} definition={source.key} />}
            {view === 'simulate' && <Simulation xml={shown} />}
          </Suspense>
        </div>
      )}
      {dialog === 'save' && <SaveDialog onClose={() => setDialog(null)} onSave={async (note) => { setDialog(null); await saving.save(note); }} />}
      {dialog === 'deploy' && handle && <DeployDialog source={source} name={name} handle={handle} nameOf={nameOf} onShow={(id) => { setDialog(null); choose(id); }} onClose={() => setDialog(null)} onDeployed={afterDeploy} />}
      {saving.conflict !== null && (
        <ConflictDialog problem={saving.conflict} onClose={saving.settle} onMine={saving.overwrite} onTheirs={async () => { saving.settle(); saving.forget(); await reload(); }}
          onLook={() => { saving.settle(); setComparing('draft'); void go('compare'); }} />
      )}
    </div>
  );
}

function Status({ saving }: { saving: 'saved' | 'unsaved' | 'saving' }) {
  const t = useTexts(designerTexts);
  return <span role="status">{saving === 'saved' ? <StateMark tone="good">{t.saved}</StateMark> : saving === 'saving' ? <StateMark tone="now">{t.saving}</StateMark> : <StateMark tone="quiet">{t.unsaved}</StateMark>}</span>;
}

/** Which drawing is shown, where the processes of a file have drawings of their own. */
function Drawings({ handle }: { handle: ModelerHandle }) {
  const t = useTexts(bpmnTexts);
  const diagrams = handle.diagrams();
  if (diagrams.length < 2) return null;
  return (
    <select className="control" aria-label={t.drawings} value={handle.shownDiagram() ?? ''} onChange={(event) => void handle.showDiagram(event.target.value)}>
      {diagrams.map((d) => <option key={d.id} value={d.id}>{d.name || d.of}</option>)}
    </select>
  );
}
