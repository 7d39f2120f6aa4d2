import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { PageList, usePages } from '../parts/pages';
import { JointItemField, RegionField } from '../parts/places';
import { Rows, type Column } from '../parts/Rows';
import { api, query, type Page } from '../shared/api';
import { count, dayTime, exact } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import type { FailedJob, IncidentGroup, IncidentLine, RetryRun } from './api';
import { BeginDialog } from './BeginDialog';
import { incidentTexts } from './texts';
import '../parts/parts.css';
import './incidents.css';

/** Incidents (异常): by cause, or those of one cause. */
export default function Incidents() {
  const { cause } = useParams<{ cause?: string }>();
  return cause === undefined ? <Groups /> : <OfCause cause={cause} />;
}

function Groups() {
  const t = useTexts(incidentTexts);
  const [filters, setFilters] = useState({ region: '', jointItem: '' });
  const pages = usePages<IncidentGroup>(['incidents', 'groups'], '/api/incidents/groups', filters);
  return (
    <div className="stack">
      <h1>{t.incidents}</h1>
      <p className="muted">{t.lead}</p>
      <div className="bar bar-end" role="group" aria-label={t.filters}>
        <RegionField label={t.region} none={t.allRegions} isFilter value={filters.region} onChange={(region) => setFilters({ ...filters, region })} />
        <JointItemField label={t.jointItem} none={t.allJointItems} isFilter value={filters.jointItem} onChange={(jointItem) => setFilters({ ...filters, jointItem })} />
      </div>
      <PageList pages={pages}>
        {(groups) => groups.length === 0
          ? <section className="panel"><Empty>{t.none}</Empty></section>
          : <ul className="plain stack">{groups.map((group) => <li key={group.cause}><Group group={group} {...filters} /></li>)}</ul>}
      </PageList>
      <FailedJobs region={filters.region} />
      <Runs />
    </div>
  );
}

/** What a group says of itself, with the way to retry it. */
function Group({ group, region, jointItem, isPage }: { group: IncidentGroup; region: string; jointItem: string; isPage?: boolean }) {
  const t = useTexts(incidentTexts);
  const who = session.use();
  const [asked, setAsked] = useState(false);
  return (
    <section className="panel incident-group" aria-labelledby={`group-${group.cause}`}>
      <div className="panel-head">
        <h2 id={`group-${group.cause}`}>{group.elementName} <span className="muted">{group.definition}</span></h2>
        <strong className="incident-count">{fill(t.count, { n: count(group.incidents), cases: count(group.cases) })}</strong>
      </div>
      <p className="incident-pattern"><code>{group.code}</code> {group.pattern}</p>
      <p className="muted" title={`${exact(group.oldest)} – ${exact(group.newest)}`}>{fill(t.since, { oldest: dayTime(group.oldest), newest: dayTime(group.newest) })}</p>
      <details>
        <summary>{t.where}</summary>
        <ul>{group.parts.map((p) => <li key={`${p.region}/${p.jointItem}`}>{fill(t.part, { region: pick(p.regionName), item: pick(p.jointItemName) || p.jointItem, n: count(p.incidents) })}</li>)}</ul>
        <p><Link href={`/cases/${group.example.caseId}`}>{t.example} {group.example.caseNumber}</Link> {group.example.detail}</p>
      </details>
      <div className="bar">
        {!isPage && <Link href={`/incidents/${group.cause}`}>{t.open}<span className="visually-hidden"> {group.elementName} {group.code}</span></Link>}
        {group.run !== null
          ? <Link href={`/retry-runs/${group.run}`}>{t.running}</Link>
          : hasRole(who, 'supervisor') && <Button type="primary" onClick={() => setAsked(true)}>{t.retryGroup}<span className="visually-hidden"> {group.elementName} {group.code}</span></Button>}
      </div>
      {asked && <BeginDialog group={group} region={region} jointItem={jointItem} onClose={() => setAsked(false)} />}
    </section>
  );
}

function OfCause({ cause }: { cause: string }) {
  const t = useTexts(incidentTexts);
  const group = useQuery({
    queryKey: ['incidents', 'group', cause],
    queryFn: async ({ signal }) => (await api.get<Page<IncidentGroup>>(query('/api/incidents/groups', { cause }), { signal })).items[0] ?? null,
  });
  const pages = usePages<IncidentLine>(['incidents', 'lines'], '/api/incidents', { cause });
  const columns: Column<IncidentLine>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (i) => <Link href={`/cases/${i.caseId}`}>{i.caseNumber}</Link>, cell: (i) => i.caseNumber },
    { key: 'title', title: t.caseTitle, show: (i) => i.title, cell: (i) => i.title },
    { key: 'at', title: t.raisedAt, show: (i) => <span title={exact(i.raisedAt)}>{dayTime(i.raisedAt)}</span>, cell: (i) => exact(i.raisedAt) },
    { key: 'detail', title: t.detail, show: (i) => i.detail, cell: (i) => i.detail },
    { key: 'run', title: t.state, show: (i) => i.run !== null && <Link href={`/retry-runs/${i.run}`}>{t.inRun}</Link>, cell: (i) => (i.run === null ? '' : t.inRun) },
  ];
  return (
    <div className="stack">
      <Link href="/incidents">← {t.back}</Link>
      <h1>{t.incidents}</h1>
      {group.isPending ? <Loading /> : group.data === undefined ? <Failed error={group.error} onRetry={() => void group.refetch()} />
        : group.data === null ? <section className="panel"><Empty>{t.noneOfCause}</Empty></section> : <Group group={group.data} region="" jointItem="" isPage />}
      <section className="panel">
        <h2>{t.list}</h2>
        <PageList pages={pages}>{(rows) => <Rows caption={t.list} columns={columns} rows={rows} rowKey={(i) => `${i.caseId}/${i.incident}`} empty={<Empty>{t.noneOfCause}</Empty>} />}</PageList>
      </section>
      <Runs cause={cause} />
    </div>
  );
}

function FailedJobs({ region }: { region: string }) {
  const t = useTexts(incidentTexts);
  const pages = usePages<FailedJob>(['incidents', 'jobs'], '/api/jobs/failed', { region, limit: 20 });
  const columns: Column<FailedJob>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (j) => <Link href={`/cases/${j.caseId}`}>{j.caseNumber}</Link>, cell: (j) => j.caseNumber },
    { key: 'step', title: t.step, show: (j) => j.element, cell: (j) => j.element },
    { key: 'error', title: t.lastError, show: (j) => <><code>{j.code}</code> {j.detail}</>, cell: (j) => `${j.code} ${j.detail}` },
    { key: 'failures', title: t.failures, isNumber: true, show: (j) => count(j.failures), cell: (j) => j.failures },
    { key: 'left', title: t.triesLeft, isNumber: true, show: (j) => count(j.retries), cell: (j) => j.retries },
    { key: 'next', title: t.next, show: (j) => (j.nextAt !== null ? <span title={exact(j.nextAt)}>{dayTime(j.nextAt)}</span> : j.heldUntil !== null ? t.nextHeld : t.nextNow), cell: (j) => exact(j.nextAt) },
  ];
  return (
    <section className="panel">
      <h2>{t.failedJobs}</h2>
      <PageList pages={pages}>{(rows) => <Rows caption={t.failedJobs} columns={columns} rows={rows} rowKey={(j) => `${j.caseId}/${j.activity}`} empty={<Empty>{t.noFailedJobs}</Empty>} />}</PageList>
    </section>
  );
}

function Runs({ cause }: { cause?: string }) {
  const t = useTexts(incidentTexts);
  const pages = usePages<RetryRun>(['incidents', 'runs'], '/api/retry-runs', { cause, limit: 20 });
  const columns: Column<RetryRun>[] = [
    { key: 'at', title: t.startedAt, isName: true, show: (r) => <Link href={`/retry-runs/${r.id}`}>{dayTime(r.startedAt)}</Link>, cell: (r) => exact(r.startedAt) },
    { key: 'by', title: t.startedBy, show: (r) => r.startedBy, cell: (r) => r.startedBy },
    { key: 'cause', title: t.cause, show: (r) => <><code>{r.code}</code> {r.pattern}</>, cell: (r) => `${r.code} ${r.pattern}` },
    { key: 'state', title: t.state, show: (r) => t[`state_${r.state}`], cell: (r) => t[`state_${r.state}`] },
    {
      key: 'result', title: t.result,
      show: (r) => fill(t.resultLine, { healed: count(r.all.healed), total: count(r.all.total), failed: count(r.all.failedAgain) }), cell: (r) => `${r.all.healed}/${r.all.total}`,
    },
  ];
  return (
    <section className="panel">
      <h2>{t.runs}</h2>
      <PageList pages={pages}>{(rows) => <Rows caption={t.runs} columns={columns} rows={rows} rowKey={(r) => r.id} empty={<Empty>{t.noRuns}</Empty>} />}</PageList>
    </section>
  );
}
