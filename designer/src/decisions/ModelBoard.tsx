import { Alert, Button } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { DmnHandle } from '../dmn/editor';
import { ChoiceField } from '../parts/Field';
import { download } from '../parts/csv';
import { dayTime } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { useNarrow } from '../staff/narrow';
import { Loading } from '../staff/states';
import type { Model, Published } from './api';
import { CheckView, countsOf } from './CheckView';
import { PublishDialog } from './PublishDialog';
import { TestsView } from './TestsView';
import { decisionTexts } from './texts';
import { TryView } from './TryView';
import { useCheck } from './useCheck';
import { Uses } from './Models';
import { forgetWork, isSame, keepWork, type Work, type WorkCopy } from './work';
import { XmlView } from './XmlView';

const ModelEditor = lazy(() => import('./ModelEditor'));
const VersionsView = lazy(() => import('./VersionsView'));

type View = 'model' | 'tests' | 'check' | 'tryIt' | 'xml' | 'versions';
const views: View[] = ['model', 'tests', 'check', 'tryIt', 'xml', 'versions'];
const copyAfterMs = 600;

interface Props {
  code: string;
  latest: Published | null;
  begun: WorkCopy | null;
  account: string;
  reload: () => Promise<void>;
}

/** The workbench of one decision model: drawing and tables, tests, check, trial, versions. */
export function ModelBoard({ code, latest, begun, account, reload }: Props) {
  const t = useTexts(decisionTexts);
  const narrow = useNarrow();
  const published = useMemo((): Work | null => latest && { name: latest.name, model: latest.model, baseVersion: latest.version }, [latest]);
  const [work, setWork] = useState<Work>(() => published ?? begun!);
  const [copy, setCopy] = useState(() => (published !== null && begun !== null && !isSame(begun, published) ? begun : null));
  const [opened, setOpened] = useState(work.model.xml);
  const [handle, setHandle] = useState<DmnHandle | null>(null);
  const [view, setView] = useState<View>('model');
  const [compared, setCompared] = useState<number | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const wanted = useRef<string | null>(null);
  const check = useCheck(work.model);

  const change = (to: Partial<Model>) => setWork((before) => ({ ...before, model: { ...before.model, ...to } }));
  // The editor opens another text only where it did not write it itself.
  const replace = (next: Work) => {
    setWork(next);
    setOpened(next.model.xml);
  };
  const isChanged = published === null || !isSame(work, published);
  useEffect(() => {
    if (copy !== null) return;
    const timer = setTimeout(() => (isChanged ? keepWork(account, code, work) : forgetWork(account, code)), copyAfterMs);
    return () => clearTimeout(timer);
  }, [work, copy, isChanged]);

  const find = (element: string) => {
    wanted.current = element;
    setView('model');
    void handle?.find(element);
  };
  const ready = (made: DmnHandle | null) => {
    setHandle(made);
    if (made && wanted.current !== null) void made.find(wanted.current);
  };
  const asked = check.checked?.decisions.filter((d) => d.kind !== 'knowledge') ?? [];
  const counts = countsOf(check.checked);
  const title = pick(work.name) || code;
  const labels: Record<View, string> = {
    model: t.model, xml: t.xml, versions: t.versions, tryIt: t.tryIt,
    tests: work.model.tests.length > 0 ? `${t.tests} (${work.model.tests.length})` : t.tests,
    check: counts.errors + counts.failed + counts.warnings > 0 ? `${t.check} (${counts.errors + counts.failed + counts.warnings})` : t.check,
  };

  return (
    <div className="fill decisions">
      <div className="board-head">
        <div className="bar">
          <Link href="/decisions">{t.back}</Link><h1>{title}</h1><code>{code}</code>
          <span role="status">{latest === null ? <StateMark tone="quiet">{t.unpublished}</StateMark> : isChanged ? <StateMark tone="quiet">{t.changed}</StateMark> : <StateMark tone="good">{fill(t.unchanged, { n: latest.version })}</StateMark>}</span>
        </div>
        <div className="bar" role="toolbar" aria-label={t.tools}>
          {!narrow && <><Button onClick={() => handle?.undo()} disabled={!handle || view !== 'model'}>{t.undo}</Button><Button onClick={() => handle?.redo()} disabled={!handle || view !== 'model'}>{t.redo}</Button></>}
          <Button onClick={() => download(`${code}.dmn`, 'application/xml', work.model.xml)}>{t.exportXml}</Button>
          <Button type="primary" onClick={() => setPublishing(true)}>{t.publish}</Button>
        </div>
        <nav className="board-views" aria-label={t.views}>
          {views.map((one) => <button key={one} type="button" aria-current={view === one ? 'page' : undefined} onClick={() => setView(one)}>{labels[one]}</button>)}
        </nav>
      </div>
      {copy && (
        <Alert type="warning" role="alert" title={fill(t.recovered, { at: dayTime(copy.at) })} action={
          <div className="bar"><Button onClick={() => { replace(copy); setCopy(null); }}>{t.recover}</Button><Button onClick={() => { forgetWork(account, code); setCopy(null); }}>{t.forget}</Button></div>} />
      )}
      {/* The editor stays while another view is looked at: it keeps its place and what can be undone. */}
      <section className="panel model-panel" hidden={view !== 'model'}>
        <div className="model-facts">
          <ChoiceField label={t.asked} hint={t.askedHint} value={asked.find((d) => d.id === work.model.decision)?.name ?? work.model.decision} onChange={(decision) => change({ decision })}
            choices={asked.map((d) => ({ value: d.name, label: d.name }))} />
          {latest?.usedBy && <div className="field"><span>{t.usedBy}</span><div><Uses of={latest} /></div></div>}
        </div>
        {narrow && <p className="quiet">{t.readOnly}</p>}
        <Suspense fallback={<Loading />}>
          <ModelEditor xml={opened} readOnly={narrow} onXml={(xml) => change({ xml })} onReady={ready} />
        </Suspense>
        {!narrow && <p className="quiet">{t.boxedHint}</p>}
      </section>
      {view === 'tests' && <TestsView model={work.model} check={check} onChange={(tests) => change({ tests })} />}
      {view === 'check' && <CheckView check={check} model={work.model} onFind={find} />}
      {view === 'tryIt' && <TryView model={work.model} check={check} onFind={find} />}
      {view === 'xml' && <XmlView xml={work.model.xml} onTake={(xml) => replace({ ...work, model: { ...work.model, xml } })} />}
      {view === 'versions' && (
        <Suspense fallback={<Loading />}>
          <VersionsView code={code} latest={latest?.version ?? 0} present={work} compared={compared} onTakeUp={(old) => { replace({ ...old, baseVersion: work.baseVersion }); setView('model'); }} />
        </Suspense>
      )}
      {isPublishing && (
        <PublishDialog code={code} work={work} check={check} onClose={() => setPublishing(false)}
          onName={(name) => setWork((before) => ({ ...before, name }))}
          onBase={(baseVersion) => setWork((before) => ({ ...before, baseVersion }))}
          onCompare={(version) => { setPublishing(false); setCompared(version); setView('versions'); }}
          onTheirs={async () => { forgetWork(account, code); setPublishing(false); await reload(); }}
          onPublished={async () => { forgetWork(account, code); setPublishing(false); await reload(); }} />
      )}
    </div>
  );
}
