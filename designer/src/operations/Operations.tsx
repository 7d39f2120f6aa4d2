import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { Rows, type Column } from '../parts/Rows';
import { api } from '../shared/api';
import { bytes, count, exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import type { Delivery, Line, Metrics, NodeMetrics, PlatformMetrics, Projection, Sample } from './api';
import { countedMax, duration, levels, span, type Level } from './figures';
import { operationsTexts } from './texts';
import type { TrendSeries } from './Trend';
import '../parts/parts.css';
import '../supervisor/board.css';
import './operations.css';

const Trend = lazy(() => import('./Trend'));
const everyMs = 5_000;

/** As the pictures draw their lines; those are loaded later. */
const strokeOf = (line: number) => (['solid', 'dashed', 'dotted'] as const)[line % 3];

/** 运行状态: how the platform runs, now and in the last quarter of an hour. */
export default function Operations() {
  const t = useTexts(operationsTexts);
  const metrics = useQuery({
    queryKey: ['metrics'],
    queryFn: ({ signal }) => api.get<Metrics>('/api/metrics', { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
  const shown = metrics.data;
  return (
    <div className="stack">
      <div className="panel-head">
        <h1>{t.operations}</h1>
        {shown && <span className="muted">{fill(t.asOf, { at: exact(shown.at) })}</span>}
      </div>
      <p className="muted">{t.lead}</p>
      {shown !== undefined && metrics.error !== null && <p role="alert" className="operations-alert">{fill(t.stale, { at: exact(shown.at) })}</p>}
      {shown !== undefined && shown.platform === null && <p role="alert" className="operations-alert">{t.databaseAway}</p>}
      {metrics.isPending ? <Loading /> : shown === undefined ? <Failed error={metrics.error} onRetry={() => void metrics.refetch()} /> : (
        <>
          <Now metrics={shown} />
          <History samples={shown.history} />
          <ThisNode node={shown.node} />
          {shown.platform && <Platform platform={shown.platform} />}
        </>
      )}
    </div>
  );
}

function Now({ metrics }: { metrics: Metrics }) {
  const t = useTexts(operationsTexts);
  const { node, platform } = metrics;
  const last = metrics.history.at(-1);
  const of = levels(metrics);
  const some = (n: number) => (n > countedMax ? fill(t.more, { n: count(countedMax) }) : count(n));
  const figures: [name: string, value: string, level?: Level][] = [
    [t.perSecond, last === undefined ? '–' : number(last.commandsPerSecond)],
    [t.waiting, count(node.waiting)],
    [t.oldest, duration(node.oldestMs), of.oldest],
    [t.commit, last?.commitMs == null ? '–' : duration(last.commitMs)],
  ];
  if (platform !== null) {
    figures.push(
      [t.behind, count(Math.max(0, ...platform.projections.map((p) => p.behind))), of.behind],
      [t.timersDue, some(platform.timers.due), of.timers],
      [t.timersLate, duration(platform.timers.lateMs), of.timers],
      [t.jobs, some(platform.jobs.waiting)],
      [t.held, count(platform.deliveries.reduce((sum, d) => sum + d.heldCases, 0)), of.held],
      [t.deadLetters, some(platform.deadLetters), of.deadLetters],
      [t.nodes, count(platform.nodes.length)],
    );
  }
  figures.push([t.refused, count(node.lines.reduce((sum, l) => sum + l.refused, 0))]);
  return (
    <dl className="figures operations-now" aria-label={t.now}>
      {figures.map(([name, value, level]) => (
        <div key={name} className={level === 'act' ? 'figure-red' : level === 'heed' ? 'figure-yellow' : ''}>
          <dt>{level === 'act' || level === 'heed' ? <Mark level={level} /> : null}{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A shape and a word, so that nothing hangs on the colour. */
function Mark({ level }: { level: 'heed' | 'act' }) {
  const t = useTexts(operationsTexts);
  return <span className="operations-mark"><span aria-hidden="true">{level === 'act' ? '■' : '▲'}</span> {t[level]}</span>;
}

const number = (n: number): string => (n >= 100 ? count(Math.round(n)) : String(Math.round(n * 10) / 10));

function History({ samples }: { samples: Sample[] }) {
  const t = useTexts(operationsTexts);
  const drawn = useMemo(() => {
    const of = (name: string, colour: string, value: (s: Sample) => number | null): TrendSeries => ({ name, colour, values: samples.map(value) });
    return {
      times: samples.map((s) => exact(s.at).slice(-8)),
      charts: [
        { name: t.chartRate, series: [of(t.answered, '#0b57a4', (s) => s.commandsPerSecond), of(t.refusedRate, '#b3261e', (s) => s.refusedPerSecond)] },
        { name: t.chartCommit, series: [of(t.mean, '#0b57a4', (s) => s.commitMs), of(t.longest, '#8a5300', (s) => s.longestCommitMs), of(t.lockWait, '#1b6e37', (s) => s.lockWaitMs)] },
        { name: t.chartQueue, series: [of(t.waiting, '#0b57a4', (s) => s.waiting)] },
        { name: t.chartLag, series: [of(t.behind, '#0b57a4', (s) => s.lag)] },
      ],
    };
  }, [samples, t]);
  return (
    <section className="panel" aria-labelledby="operations-history">
      <h2 id="operations-history">{t.history}</h2>
      {samples.length === 0 ? <Empty>{t.noHistory}</Empty> : (
        <div className="trends">
          {drawn.charts.map(({ name, series }) => (
            <figure key={name}>
              <figcaption>
                <h3>{name}</h3>
                <ul className="trend-lines">
                  {series.map((s, i) => (
                    <li key={s.name}><span aria-hidden="true" style={{ borderTop: `3px ${strokeOf(i)} ${s.colour}` }} />{summary(s, t)}</li>
                  ))}
                </ul>
              </figcaption>
              <Suspense fallback={<div className="trend" />}><Trend label={name} times={drawn.times} series={series} /></Suspense>
            </figure>
          ))}
        </div>
      )}
    </section>
  );
}

function summary(series: TrendSeries, t: { summary: string; noValues: string }): string {
  const found = span(series.values);
  return found === null ? `${series.name}: ${t.noValues}` : fill(t.summary, { name: series.name, last: number(found.last), top: number(found.top) });
}

function ThisNode({ node }: { node: NodeMetrics }) {
  const t = useTexts(operationsTexts);
  const facts: [string, ReactNode][] = [
    [t.accepted, count(node.accepted)], [t.rejected, count(node.rejected)], [t.failed, count(node.failed)], [t.conflicts, count(node.conflicts)],
    [t.commitFailures, count(node.commitFailures)], [t.cacheHits, node.cacheHitShare === null ? '–' : `${(node.cacheHitShare * 100).toFixed(1)} %`],
    [t.memory, bytes(node.memoryBytes)], [t.broker, <>{(node.broker === 'away' || node.broker === 'blocked') && <><Mark level="act" /> · </>}{t[`broker_${node.broker}`]}</>],
  ];
  const columns: Column<Line>[] = [
    { key: 'line', title: t.line, isName: true, show: (l) => t[`line_${l.line}`] },
    { key: 'underWay', title: t.underWay, isNumber: true, show: (l) => count(l.underWay) },
    { key: 'perSecond', title: t.linePerSecond, isNumber: true, show: (l) => number(l.perSecond) },
    { key: 'refused', title: t.lineRefused, isNumber: true, show: (l) => count(l.refused) },
  ];
  return (
    <section className="panel" aria-labelledby="operations-node">
      <div className="panel-head"><h2 id="operations-node">{fill(t.thisNode, { name: node.name })}</h2><span className="muted">{fill(t.since, { at: exact(node.since) })}</span></div>
      <div className="beside halves">
        <dl className="operations-facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
        <Rows caption={t.requests} columns={columns} rows={node.lines} rowKey={(l) => l.line} />
      </div>
    </section>
  );
}

function Platform({ platform }: { platform: PlatformMetrics }) {
  const t = useTexts(operationsTexts);
  const views: Column<Projection>[] = [
    { key: 'name', title: t.view, isName: true, show: (p) => p.name },
    { key: 'behind', title: t.viewBehind, isNumber: true, show: (p) => count(p.behind) },
    { key: 'age', title: t.viewAge, isNumber: true, show: (p) => (p.behind === 0 ? '–' : duration(p.behindMs)) },
    { key: 'rebuilding', title: t.rebuilding, show: (p) => (p.rebuilding ? t.rebuilding : '–') },
  ];
  const deliveries: Column<Delivery>[] = [
    { key: 'subscription', title: t.subscription, isName: true, show: (d) => d.subscription },
    { key: 'behind', title: t.deliveryBehind, isNumber: true, show: (d) => count(d.behind) },
    { key: 'held', title: t.heldCases, isNumber: true, show: (d) => count(d.heldCases) },
    { key: 'node', title: t.deliverer, show: (d) => d.node ?? t.nobody },
    { key: 'trouble', title: t.trouble, show: (d) => d.trouble ?? '–' },
  ];
  return (
    <>
      <section className="panel" aria-labelledby="operations-nodes">
        <h2 id="operations-nodes">{t.allNodes}</h2>
        {platform.waitingForLock > 0 && <p>{fill(t.waitingForLock, { n: platform.waitingForLock })}</p>}
        <Rows
          caption={t.allNodes}
          columns={[
            { key: 'name', title: t.nodes, isName: true, show: (n) => n.name },
            { key: 'since', title: t.connectedSince, show: (n) => exact(n.since) },
          ]}
          rows={platform.nodes}
          rowKey={(n) => n.name}
        />
      </section>
      <div className="beside halves">
        <section className="panel" aria-labelledby="operations-views">
          <h2 id="operations-views">{t.views}</h2>
          <Rows caption={t.views} columns={views} rows={platform.projections} rowKey={(p) => p.name} />
        </section>
        <section className="panel" aria-labelledby="operations-deliveries">
          <h2 id="operations-deliveries">{t.deliveries}</h2>
          <Rows caption={t.deliveries} columns={deliveries} rows={platform.deliveries} rowKey={(d) => d.subscription} empty={<Empty>{t.noDeliveries}</Empty>} />
        </section>
      </div>
    </>
  );
}
