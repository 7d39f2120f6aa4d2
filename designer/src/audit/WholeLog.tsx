import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useState } from 'react';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { api } from '../shared/api';
import { count, exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading, ProblemText } from '../staff/states';
import { auditTexts } from './texts';

interface Broken {
  streamId: string;
  version: number;
  rule: string;
  detail: string;
}

interface LogVerification {
  state: 'none' | 'running' | 'done' | 'cancelled' | 'failed';
  checked: number;
  total: number;
  intact: boolean | null;
  /** At most a hundred of them. */
  broken: Broken[];
  brokenCount: number;
  startedBy: string | null;
  startedAt: string | null;
  finishedAt: string | null;
}

/** The verification of the whole log: started by an auditor, done by the server, followed here. */
export function WholeLog() {
  const t = useTexts(auditTexts);
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isStarting, setStarting] = useState(false);
  const log = useQuery({
    queryKey: ['verification'],
    queryFn: ({ signal }) => api.get<LogVerification>('/api/verification', { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1000 : false),
  });
  const start = async () => {
    setError(null);
    setStarting(true);
    try {
      await api.post('/api/verification');
      await client.invalidateQueries({ queryKey: ['verification'] });
    } catch (problem) {
      setError(problem);
    } finally {
      setStarting(false);
    }
  };
  const columns: Column<Broken>[] = [
    { key: 'stream', title: t.stream, isName: true, show: (b) => <code>{b.streamId}</code>, cell: (b) => b.streamId },
    { key: 'version', title: t.version, isNumber: true, show: (b) => b.version, cell: (b) => b.version },
    { key: 'rule', title: t.rule, show: (b) => b.rule, cell: (b) => b.rule },
    { key: 'detail', title: t.details, show: (b) => <span lang="en">{b.detail}</span>, cell: (b) => b.detail },
  ];
  const seen = log.data;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.wholeLog}</h2>
        {seen && <Button type="primary" loading={isStarting} disabled={seen.state === 'running'} onClick={() => void start()}>{seen.state === 'none' ? t.start : t.startAgain}</Button>}
      </div>
      <p>{t.wholeLogLead}</p>
      {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
      {log.isPending ? <Loading /> : seen === undefined ? <Failed error={log.error} onRetry={() => void log.refetch()} /> : (
        <>
          {seen.state === 'running' && <Progress aria-label={t.wholeLog} percent={seen.total === 0 ? 0 : Math.floor((seen.checked / seen.total) * 100)} />}
          <div role="status" className="bar">
            {seen.state === 'none' && t.never}
            {seen.state === 'running' && fill(t.running, { checked: count(seen.checked), total: count(seen.total) })}
            {(seen.state === 'cancelled' || seen.state === 'failed') && <StateMark tone="bad">{fill(t[seen.state], { checked: count(seen.checked), total: count(seen.total) })}</StateMark>}
            {seen.state === 'done' && (
              <>
                <StateMark tone={seen.intact ? 'good' : 'bad'}>{seen.intact ? t.intact : fill(t.broken, { n: count(seen.brokenCount) })}</StateMark>
                <span>{fill(t.finished, { at: exact(seen.finishedAt), n: count(seen.checked) })}</span>
              </>
            )}
            {seen.startedBy && <span className="muted">{fill(t.startedBy, { who: seen.startedBy, at: exact(seen.startedAt) })}</span>}
          </div>
          {seen.broken.length > 0 && (
            <>
              <div className="panel-head"><h3>{t.brokenList}</h3><CsvButton name="verification" columns={columns} rows={seen.broken} /></div>
              <PagedRows caption={t.brokenList} columns={columns} rows={seen.broken} rowKey={(b) => `${b.streamId}.${b.version}.${b.rule}`} />
            </>
          )}
        </>
      )}
    </section>
  );
}
