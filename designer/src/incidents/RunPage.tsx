import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField } from '../parts/Field';
import { PageList, usePages } from '../parts/pages';
import { Rows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { api } from '../shared/api';
import { count, dayTime, exact } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { isOpen, itemStates, releaseRest, sampleHealed, settled, stopRun, type RetryItem, type RetryRun, type RunCounts } from './api';
import { incidentTexts } from './texts';
import '../parts/parts.css';
import './incidents.css';

/** While a run is open its end may come without a change of a case that this page hears of. */
const OPEN_MS = 2000;

/** A bulk retry (批量重试): its sample, its rest, and what became of each incident. */
export default function RunPage() {
  const t = useTexts(incidentTexts);
  const { id } = useParams<{ id: string }>();
  const run = useQuery({
    queryKey: ['incidents', 'run', id],
    queryFn: ({ signal }) => api.get<RetryRun>(`/api/retry-runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? OPEN_MS : false),
  });
  return (
    <div className="stack">
      <Link href={run.data === undefined ? '/incidents' : `/incidents/${run.data.cause}`}>← {t.back}</Link>
      <h1>{t.run}</h1>
      {run.isPending ? <Loading /> : run.data === undefined ? <Failed error={run.error} onRetry={() => void run.refetch()} /> : <Shown run={run.data} />}
    </div>
  );
}

function Shown({ run }: { run: RetryRun }) {
  const t = useTexts(incidentTexts);
  const who = session.use();
  const [asked, setAsked] = useState<'rest' | 'stop' | null>(null);
  const mayAct = hasRole(who, 'supervisor');
  const done = settled(run.all);
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>{run.element} <span className="muted">{run.definition}</span></h2>
          <strong className={`run-state run-${run.state}`}>{t[`state_${run.state}`]}</strong>
        </div>
        <p className="incident-pattern"><code>{run.code}</code> {run.pattern}</p>
        <p className="muted">{run.startedBy}, {exact(run.startedAt)}: {run.reason}</p>
        <p role="status" className="run-says">{said(t, run)}</p>
        <div className="run-bar" role="progressbar" aria-label={t.progress} aria-valuemin={0} aria-valuemax={run.all.total} aria-valuenow={done}>
          {bars(run.all).map(([kind, n]) => n > 0 && <span key={kind} className={`run-part run-part-${kind}`} style={{ flexGrow: n }} />)}
        </div>
        <p className="muted">{fill(t.progressOf, { done: count(done), total: count(run.all.total) })}</p>
        <dl className="run-figures" aria-label={t.progress}>
          {bars(run.all).filter(([kind, n]) => n > 0 || kind === 'healed' || kind === 'failed-again').map(([kind, n]) => <div key={kind}><dt>{t[`item_${kind}`]}</dt><dd>{count(n)}</dd></div>)}
        </dl>
        {run.openNow > 0 && <p><Link href={`/incidents/${run.cause}`}>{fill(t.openNow, { n: count(run.openNow) })}</Link></p>}
        {mayAct && isOpen(run) && (
          <div className="bar">
            {run.mayRelease && (
              <Button type={needsAsking(run) ? 'default' : 'primary'} onClick={() => setAsked('rest')}>
                {fill(needsAsking(run) ? t.restAnyway : t.rest, { n: count(run.all.waiting) })}
              </Button>
            )}
            {run.state !== 'stopping' && <Button danger onClick={() => setAsked('stop')}>{t.stop}</Button>}
          </div>
        )}
        <p className="muted">{t.runLead}</p>
      </section>
      {run.failedAgain.length > 0 && <Failures run={run} />}
      <Items run={run} />
      {asked !== null && <Ask run={run} what={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

const needsAsking = (run: RetryRun): boolean => run.state === 'halted' || !sampleHealed(run);

const bars = (of: RunCounts) =>
  [['healed', of.healed], ['failed-again', of.failedAgain], ['gone', of.gone], ['still-running', of.stillRunning], ['refused', of.refused], ['under-way', of.underWay], ['left', of.left], ['waiting', of.waiting]] as const;

function said(t: ReturnType<typeof useTexts<typeof incidentTexts>>, run: RetryRun): string {
  const { all, sample } = run;
  const values = {
    rest: count(all.waiting), underWay: count(all.underWay), healed: count(all.healed), failed: count(all.failedAgain), left: count(all.left),
    other: count(all.gone + all.stillRunning + all.refused),
  };
  switch (run.state) {
    case 'sampling': return fill(t.saySampling, { n: count(sample.total) });
    case 'sampled': return sampleHealed(run)
      ? fill(t.sayHealed, { ...values, n: count(sample.total) })
      : fill(t.sayNotHealed, { ...values, healed: count(sample.healed), failed: count(sample.failedAgain) });
    case 'running': return fill(t.sayRunning, values);
    case 'halted': return run.haltedBecause === 'not-permitted' ? t.sayNotPermitted : fill(t.sayHalted, { ...values, n: count(run.haltAfter) });
    case 'stopping': return fill(t.sayStopping, values);
    case 'stopped': return fill(t.sayStopped, values);
    case 'ended': return fill(t.sayEnded, values);
  }
}

function Ask({ run, what, onClose }: { run: RetryRun; what: 'rest' | 'stop'; onClose: () => void }) {
  const t = useTexts(incidentTexts);
  const done = useDone();
  const n = count(run.all.waiting);
  const send = async (key: string) => {
    if (what === 'stop') await stopRun(run.id, key);
    else await releaseRest(run.id, needsAsking(run), key);
    await done(what === 'stop' ? t.stopped : t.released, ['incidents']);
    onClose();
  };
  if (what === 'stop') return <FormDialog title={t.stopTitle} submit={t.stop} isDangerous onClose={onClose} onSubmit={send}><p>{fill(t.stopLead, { n })}</p></FormDialog>;
  return needsAsking(run)
    ? <FormDialog title={t.restAnywayTitle} submit={fill(t.restAnyway, { n })} isDangerous onClose={onClose} onSubmit={send}><p>{run.state === 'halted' ? said(t, run) : fill(t.restAnywayLead, { n })}</p></FormDialog>
    : <FormDialog title={fill(t.rest, { n })} submit={fill(t.rest, { n })} onClose={onClose} onSubmit={send}><p>{said(t, run)}</p></FormDialog>;
}

function Failures({ run }: { run: RetryRun }) {
  const t = useTexts(incidentTexts);
  type Failure = RetryRun['failedAgain'][number];
  const columns: Column<Failure>[] = [
    { key: 'cause', title: t.cause, isName: true, show: (f) => (f.cause === '' ? f.code : <Link href={`/incidents/${f.cause}`}>{f.code}</Link>), cell: (f) => f.code },
    { key: 'same', title: t.state, show: (f) => (f.sameCause ? t.sameCause : t.otherCause), cell: (f) => (f.sameCause ? t.sameCause : t.otherCause) },
    { key: 'example', title: t.example, show: (f) => f.example, cell: (f) => f.example },
    { key: 'count', title: t.incidentsCount, isNumber: true, show: (f) => count(f.count), cell: (f) => f.count },
  ];
  return (
    <section className="panel">
      <h2>{t.failedAgain}</h2>
      <Rows caption={t.failedAgain} columns={columns} rows={run.failedAgain} rowKey={(f) => f.cause} />
    </section>
  );
}

function Items({ run }: { run: RetryRun }) {
  const t = useTexts(incidentTexts);
  const [state, setState] = useState('');
  const pages = usePages<RetryItem>(['incidents', 'run', run.id, 'items'], `/api/retry-runs/${run.id}/items`, { state });
  const columns: Column<RetryItem>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (i) => <><Link href={`/cases/${i.caseId}`}>{i.caseNumber}</Link>{i.isSample && <span className="muted"> {t.sampleMark}</span>}</>, cell: (i) => i.caseNumber },
    { key: 'state', title: t.state, show: (i) => t[`item_${i.state}`], cell: (i) => t[`item_${i.state}`] },
    { key: 'at', title: t.raisedAt, show: (i) => <span title={exact(i.settledAt)}>{dayTime(i.settledAt)}</span>, cell: (i) => exact(i.settledAt) },
    { key: 'next', title: t.detail, show: (i) => i.nextCode !== null && <><code>{i.nextCode}</code> {i.nextDetail}</>, cell: (i) => `${i.nextCode ?? ''} ${i.nextDetail ?? ''}` },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.items}</h2>
        <ChoiceField label={t.state} none={t.any} isFilter value={state} onChange={setState} choices={itemStates.map((value) => ({ value, label: t[`item_${value}`] }))} />
      </div>
      <PageList pages={pages}>{(rows) => <Rows caption={t.items} columns={columns} rows={rows} rowKey={(i) => String(i.ordinal)} empty={<Empty />} />}</PageList>
    </section>
  );
}
