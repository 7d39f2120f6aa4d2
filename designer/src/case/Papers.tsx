import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../shared/api';
import { dayTime } from '../shared/format';
import { fill, language, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading, ProblemText } from '../staff/states';
import { casePath, type Case } from './api';
import { Erased } from './parts';
import { paperTexts } from './paperTexts';

type Channel = 'page' | 'email' | 'sms';
type NoticeState = 'sent' | 'seen' | 'failed' | 'waiting';
type End = 'upheld' | 'dismissed' | 'declined' | 'withdrawn' | 'terminated';

interface Notice {
  channel: Channel;
  state: NoticeState;
  to: string | null;
  at: string;
  proof: string | null;
  error: string | null;
  attempts: number;
  seenAt: string | null;
  nextTryAt: string | null;
}

interface CaseDocument {
  id: number;
  number: string;
  kind: string;
  title: string;
  issuedAt: string;
  sha256: string;
  templateRegion: string;
  templateVersion: number;
  mayOpen: boolean;
  notices: Notice[];
}

interface Complaints {
  mayComplain: boolean;
  about: { caseId: string | null; caseNumber: string } | null;
  items: { id: number; caseId: string; text: string | null; at: string; caseNumber: string | null; end: End | null; answer: string | null }[];
}

/** 文书: what was issued, how the applicant was told, and that nothing was changed since. */
export function Documents({ shown }: { shown: Case }) {
  const t = useTexts(paperTexts);
  language.use();
  const path = `${casePath(shown.caseId)}/documents`;
  const documents = useQuery({ queryKey: ['case', shown.caseId, 'documents'], queryFn: ({ signal }) => api.get<CaseDocument[]>(path, { signal }) });
  if (documents.isPending) return <Loading />;
  if (documents.data === undefined) return <Failed error={documents.error} onRetry={() => void documents.refetch()} />;
  if (documents.data.length === 0) return <p className="quiet">{t.documentsNone}</p>;
  return (
    <ul className="materials">
      {documents.data.map((d) => (
        <li key={d.id}>
          <div className="material-name">
            <strong>{d.title}</strong>
            <div>{d.number}</div>
            <div className="quiet">{dayTime(d.issuedAt)} · {fill(t.madeOf, { region: d.templateRegion, version: d.templateVersion })}</div>
            <ul className="plain">{d.notices.map((n) => <li key={n.channel}><NoticeLine notice={n} /></li>)}</ul>
            <div className="quiet hash"><code>{d.sha256}</code></div>
          </div>
          <div className="act-row no-print">
            {d.mayOpen
              ? <a href={`${path}/${d.id}`} target="_blank" rel="noopener" aria-label={fill(t.openOf, { number: d.number })}>{t.open}</a>
              : <span className="quiet">{t.hidden}</span>}
            <Verify path={`${path}/${d.id}/verification`} number={d.number} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function NoticeLine({ notice }: { notice: Notice }) {
  const t = useTexts(paperTexts);
  const tones = { sent: 'quiet', seen: 'good', failed: 'bad', waiting: 'now' } as const;
  return (
    <>
      <StateMark tone={tones[notice.state]}>{t[notice.channel]} · {t[notice.state]}</StateMark>
      <span className="quiet"> {dayTime(notice.seenAt ?? notice.at)}
        {notice.to !== null && ` · ${notice.to}`}
        {notice.attempts > 1 && ` · ${fill(t.tries, { n: notice.attempts })}`}
        {notice.nextTryAt !== null && ` · ${fill(t.nextTry, { at: dayTime(notice.nextTryAt) })}`}
        {notice.error !== null && ` · ${notice.error}`}
        {notice.proof !== null && ` · ${notice.proof}`}
      </span>
    </>
  );
}

function Verify({ path, number }: { path: string; number: string }) {
  const t = useTexts(paperTexts);
  const checked = useQuery({ queryKey: [path], enabled: false, queryFn: ({ signal }) => api.get<{ computed: string | null; matches: boolean }>(path, { signal }) });
  const found = checked.data;
  return (
    <>
      <Button loading={checked.isFetching} aria-label={fill(t.verifyOf, { number })} onClick={() => void checked.refetch()}>{t.verify}</Button>
      <span role="status">
        {found !== undefined && (found.matches ? <StateMark tone="good">{t.matches}</StateMark>
          : found.computed === null ? <StateMark tone="quiet">{t.gone}</StateMark> : <StateMark tone="bad">{t.differs}</StateMark>)}
      </span>
      {checked.error !== null && <span className="wrong" role="alert"><ProblemText error={checked.error} /></span>}
    </>
  );
}

/** 投诉: complaints of this case with their answers, and what this one complains of. */
export function ComplaintList({ shown }: { shown: Case }) {
  const t = useTexts(paperTexts);
  const [whole, setWhole] = useState<number | null>(null);
  const complaints = useQuery({ queryKey: ['case', shown.caseId, 'complaints'], queryFn: ({ signal }) => api.get<Complaints>(`${casePath(shown.caseId)}/complaints`, { signal }) });
  if (complaints.isPending) return <Loading />;
  if (complaints.data === undefined) return <Failed error={complaints.error} onRetry={() => void complaints.refetch()} />;
  const { about, items } = complaints.data;
  return (
    <>
      {about !== null && <p>{t.complainsOf}{about.caseId === null ? about.caseNumber : <Link href={`/cases/${about.caseId}`}>{about.caseNumber}</Link>}</p>}
      {items.length === 0 ? about === null && <p className="quiet">{t.complaintsNone}</p> : (
        <ul className="materials">
          {items.map((c) => (
            <li key={c.id}>
              <div className="material-name">
                <StateMark tone={c.end === null ? 'now' : c.end === 'upheld' ? 'bad' : 'quiet'}>{c.end === null ? t.unanswered : t[c.end]}</StateMark>
                <span className="quiet"> {dayTime(c.at)}</span>
                <p>{c.text === null ? <Erased /> : c.text.length > 200 && whole !== c.id ? <>{c.text.slice(0, 200)}… <Button type="link" onClick={() => setWhole(c.id)}>{t.open}</Button></> : c.text}</p>
                {c.answer !== null && c.answer !== '' && <p><strong>{t.answer}</strong>{c.answer}</p>}
              </div>
              <div className="act-row no-print"><Link href={`/cases/${c.caseId}`}>{t.complaintCase}{c.caseNumber !== null && ` ${c.caseNumber}`}</Link></div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
