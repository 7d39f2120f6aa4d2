import { useQuery } from '@tanstack/react-query';
import { Rows, type Column } from '../parts/Rows';
import { api } from '../shared/api';
import { dayTime } from '../shared/format';
import { useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty, Failed, Loading } from '../staff/states';
import { paperTexts } from './paperTexts';

interface Waiting {
  caseId: string;
  caseNumber: string;
  region: string;
  document: number;
  channel: 'email' | 'sms';
  attempts: number;
  queuedAt: string;
  nextTryAt: string;
  lastError: string | null;
}

interface NoticeLog {
  email: boolean;
  sms: boolean;
  waiting: Waiting[];
}

/** 送达通知 that have not gone out yet, and through what this server sends. */
export default function Notices() {
  const t = useTexts(paperTexts);
  const log = useQuery({ queryKey: ['notices'], refetchInterval: 30_000, queryFn: ({ signal }) => api.get<NoticeLog>('/api/notices', { signal }) });
  const columns: Column<Waiting>[] = [
    { key: 'case', title: t.caseNumber, isName: true, show: (w) => w.caseNumber, cell: (w) => w.caseNumber },
    { key: 'document', title: t.document, isNumber: true, show: (w) => w.document, cell: (w) => w.document },
    { key: 'channel', title: t.channel, show: (w) => t[w.channel], cell: (w) => w.channel },
    { key: 'attempts', title: t.attempts, isNumber: true, show: (w) => w.attempts, cell: (w) => w.attempts },
    { key: 'next', title: t.nextTry, show: (w) => dayTime(w.nextTryAt), cell: (w) => w.nextTryAt },
    { key: 'error', title: t.lastError, show: (w) => w.lastError ?? '', cell: (w) => w.lastError ?? '' },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.notices}</h2></div>
      <p>{t.noticesLead}</p>
      {log.isPending ? <Loading /> : log.data === undefined ? <Failed error={log.error} onRetry={() => void log.refetch()} /> : (
        <>
          <p>{(['email', 'sms'] as const).map((channel) => (
            <span key={channel}><StateMark tone={log.data[channel] ? 'good' : 'quiet'}>{t[channel]} · {log.data[channel] ? t.setUp : t.notSetUp}</StateMark> </span>
          ))}</p>
          <Rows caption={t.notices} columns={columns} rows={log.data.waiting} rowKey={(w) => `${w.caseId} ${w.document} ${w.channel}`} empty={<Empty>{t.noneWaiting}</Empty>} />
        </>
      )}
    </section>
  );
}
