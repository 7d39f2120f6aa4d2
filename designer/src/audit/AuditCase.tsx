import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { Link } from 'wouter';
import { download } from '../parts/csv';
import { nameOf, useCaseTitle, useDepartments, useRegions } from '../parts/places';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { roleTexts } from '../parts/roleTexts';
import { partTexts } from '../parts/texts';
import { api } from '../shared/api';
import { count, exact } from '../shared/format';
import type { Role } from '../shared/session';
import { fill, pick, useTexts, type Text } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty, Failed, Loading, ProblemText } from '../staff/states';
import { auditTexts } from './texts';
import { whatWasRead } from './readings';

interface CaseHead {
  caseNumber: string;
  title: string;
  jointItem: string;
  region: string;
  statusName: Text;
  filedAt: string;
}

interface Verification {
  intact: boolean;
  events: number;
  head: { version: number; hash: string | null };
  broken: { version: number; rule: string; detail: string } | null;
  checkedAt: string;
}

interface Entry {
  code: string;
  text: Text;
  details: Record<string, string>;
  who: string;
  role: Role | null;
  department: string | null;
  at: string;
  version: number;
  part: number;
  position: number;
}

interface Reading {
  at: string;
  account: string;
  what: string;
}

/** One case as an auditor reads it. */
export function AuditCase({ caseId }: { caseId: string }) {
  const t = useTexts(auditTexts);
  const regions = useRegions().data;
  const titleOf = useCaseTitle();
  const head = useQuery({ queryKey: ['case', caseId], queryFn: ({ signal }) => api.get<CaseHead>(`/api/cases/${caseId}`, { signal }) });
  const back = <Link href="/audit">← {t.back}</Link>;
  if (head.isPending) return <>{back}<Loading /></>;
  if (head.data === undefined) return <>{back}<Failed error={head.error} onRetry={() => void head.refetch()} /></>;
  return (
    <>
      {back}
      <section className="panel">
        <div className="panel-head"><h2>{head.data.caseNumber}</h2><Link href={`/cases/${caseId}`}>{t.openCase}</Link></div>
        <dl className="fact-grid">
          <div><dt>{t.title}</dt><dd>{titleOf(head.data)}</dd></div>
          <div><dt>{t.region}</dt><dd>{nameOf(regions, head.data.region)}</dd></div>
          <div><dt>{t.status}</dt><dd>{pick(head.data.statusName)}</dd></div>
          <div><dt>{t.filedAt}</dt><dd>{exact(head.data.filedAt)}</dd></div>
        </dl>
      </section>
      <Verify caseId={caseId} />
      <Timeline caseId={caseId} number={head.data.caseNumber} region={head.data.region} />
      <Readings caseId={caseId} number={head.data.caseNumber} />
    </>
  );
}

function Verify({ caseId }: { caseId: string }) {
  const t = useTexts(auditTexts);
  const found = useQuery({
    queryKey: ['case', caseId, 'verification'], enabled: false,
    queryFn: ({ signal }) => api.get<Verification>(`/api/cases/${caseId}/verification`, { signal }),
  });
  const seen = found.data;
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.verification}</h2><Button type="primary" loading={found.isFetching} onClick={() => void found.refetch()}>{t.verify}</Button></div>
      <p>{t.verifyLead}</p>
      {found.isError && <Alert type="error" role="alert" title={<ProblemText error={found.error} />} />}
      <div role="status">
        {seen && !found.isError && (
          <>
            <StateMark tone={seen.intact ? 'good' : 'bad'}>{seen.intact ? t.intact : fill(t.broken, { n: 1 })}</StateMark>
            {seen.broken && <p className="field-wrong">{fill(t.brokenAt, { version: seen.broken.version, rule: seen.broken.rule })} <span lang="en">{seen.broken.detail}</span></p>}
            <dl className="fact-grid">
              <div><dt>{t.events}</dt><dd>{count(seen.events)}</dd></div>
              <div><dt>{t.checkedAt}</dt><dd>{exact(seen.checkedAt)}</dd></div>
              <div><dt>{t.head}</dt><dd><code>{seen.head.hash}</code> ({t.version} {seen.head.version})</dd></div>
            </dl>
          </>
        )}
      </div>
    </section>
  );
}

function Timeline({ caseId, number, region }: { caseId: string; number: string; region: string }) {
  const t = useTexts(auditTexts);
  const p = useTexts(partTexts);
  const r = useTexts(roleTexts);
  const departments = useDepartments(region).data;
  const pages = usePages<Entry>(['case', caseId, 'timeline'], `/api/cases/${caseId}/timeline`, { limit: 100 });
  const rows = rowsOf(pages);
  const who = (e: Entry) => (e.who === 'system' ? t.system : e.who);
  const role = (e: Entry) => (e.role === null ? '' : r[e.role]);
  const department = (e: Entry) => (e.department === null ? '' : nameOf(departments, e.department));
  const details = (e: Entry) => Object.entries(e.details).map(([name, value]) => `${name}=${value}`).join('; ');
  const columns: Column<Entry>[] = [
    { key: 'version', title: t.version, isNumber: true, show: (e) => e.version, cell: (e) => e.version },
    { key: 'at', title: t.at, show: (e) => exact(e.at), cell: (e) => e.at },
    { key: 'what', title: t.what, isName: true, show: (e) => <>{pick(e.text)}<br /><code className="muted">{e.code}</code></>, cell: (e) => pick(e.text) },
    { key: 'who', title: t.who, show: who, cell: who },
    { key: 'role', title: t.role, show: (e) => role(e) || '—', cell: role },
    { key: 'department', title: t.department, show: (e) => department(e) || '—', cell: department },
    { key: 'details', title: t.details, show: details, cell: details },
    { key: 'position', title: t.position, isNumber: true, show: (e) => e.position, cell: (e) => e.position },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.timeline}</h2>
        <div className="bar">
          <CsvButton name={`timeline-${number}`} columns={columns} rows={rows} />
          <Button disabled={rows.length === 0} onClick={() => download(`timeline-${number}.json`, 'application/json', JSON.stringify(rows, null, 2))}>{p.json}</Button>
        </div>
      </div>
      <PageList pages={pages}>{(shown) => <Rows caption={t.timeline} columns={columns} rows={shown} rowKey={(e) => `${e.version}.${e.part}`} empty={<Empty>{t.noTimeline}</Empty>} />}</PageList>
    </section>
  );
}

function Readings({ caseId, number }: { caseId: string; number: string }) {
  const t = useTexts(auditTexts);
  const pages = usePages<Reading>(['case', caseId, 'readings'], `/api/cases/${caseId}/readings`);
  const rows = rowsOf(pages);
  const what = (reading: Reading) => whatWasRead(reading.what, t);
  const columns: Column<Reading>[] = [
    { key: 'at', title: t.at, show: (r) => exact(r.at), cell: (r) => r.at },
    { key: 'account', title: t.account, isName: true, show: (r) => r.account, cell: (r) => r.account },
    { key: 'what', title: t.whatRead, show: what, cell: what },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.readings}</h2><CsvButton name={`readings-${number}`} columns={columns} rows={rows} /></div>
      <p className="muted">{t.readingsLead}</p>
      <PageList pages={pages}>
        {(shown) => <Rows caption={t.readings} columns={columns} rows={shown} rowKey={(r) => `${r.at}.${r.account}.${r.what}`} empty={<Empty>{t.noReadings}</Empty>} />}
      </PageList>
    </section>
  );
}
