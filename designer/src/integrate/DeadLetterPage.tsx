import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { useDone } from '../parts/useDone';
import { ApiProblem } from '../shared/api';
import { bytes, exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import { deadLetters, type DeadLetter } from './api';
import { integrateTexts } from './texts';

/** JSON as it reads best; anything else as it is. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** One dead letter with its bytes: sent again, or given up with a reason. */
export function DeadLetterPage({ id }: { id: string }) {
  const t = useTexts(integrateTexts);
  const [asked, setAsked] = useState<'replay' | 'discard' | null>(null);
  const [failedAgain, setFailedAgain] = useState(false);
  const letter = useQuery({ queryKey: ['dead-letters', id], queryFn: ({ signal }) => deadLetters.get(id, signal) });
  const back = <Link href="/integrate/dead-letters">← {t.back}</Link>;
  if (letter.isPending) return <>{back}<Loading /></>;
  if (letter.data === undefined) return <>{back}<Failed error={letter.error} onRetry={() => void letter.refetch()} /></>;
  const shown = letter.data;
  return (
    <>
      {back}
      <section className="panel">
        <div className="panel-head">
          <h2>{shown.type ?? shown.messageId ?? shown.id}</h2>
          {shown.state === 'waiting' && (
            <div className="bar">
              <Button type="primary" disabled={shown.cut} onClick={() => setAsked('replay')}>{t.replay}</Button>
              <Button danger onClick={() => setAsked('discard')}>{t.discard}</Button>
            </div>
          )}
        </div>
        {failedAgain && <Alert type="error" role="alert" title={t.replayFailed} />}
        {!shown.verified && <Alert type="warning" title={t.unverified} />}
        {shown.cut && <Alert type="warning" title={t.cut} />}
        <Facts letter={shown} />
      </section>
      {shown.errors.length > 0 && (
        <section className="panel">
          <h2>{t.wrongMembers}</h2>
          <ul>{shown.errors.map((e, i) => <li key={i}><code>{e.member}</code> {pick(e.message)}</li>)}</ul>
        </section>
      )}
      {Object.keys(shown.headers).length > 0 && (
        <section className="panel">
          <h2>{t.headers}</h2>
          <dl className="fact-grid">{Object.entries(shown.headers).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
        </section>
      )}
      <section className="panel">
        <h2>{shown.bodyBase64 === null ? t.content : t.binary}</h2>
        {shown.body === null && shown.bodyBase64 === null
          ? <p className="muted">{t.noContent}</p>
          : <pre className="code-block" tabIndex={0} aria-label={t.content}>{shown.body === null ? shown.bodyBase64 : laidOut(shown.body)}</pre>}
      </section>
      {asked !== null && <Settle what={asked} id={id} onClose={() => setAsked(null)} onFailed={setFailedAgain} />}
    </>
  );
}

function Facts({ letter }: { letter: DeadLetter }) {
  const t = useTexts(integrateTexts);
  const tones = { waiting: 'now', replayed: 'good', discarded: 'quiet' } as const;
  const facts: [string, ReactNode][] = [
    [t.why, <>{pick(letter.message)} <code>{letter.code}</code></>],
    [t.state, <><StateMark tone={tones[letter.state]}>{t[letter.state]}</StateMark> {letter.settledBy && fill(t.settled, { who: letter.settledBy, at: exact(letter.settledAt) })} {letter.reason}</>],
    [t.direction, t[letter.direction]],
    [t.account, letter.account],
    [t.way, letter.way],
    [t.source, letter.source ?? '—'],
    [t.message, letter.messageId ?? '—'],
    [t.case, letter.caseId ?? '—'],
    [t.subscriptions, letter.subscription ?? '—'],
    [t.size, `${bytes(letter.size)} ${letter.contentType ?? ''}`],
    [t.times, letter.times],
    [t.firstAt, exact(letter.firstAt)],
    [t.lastAt, exact(letter.lastAt)],
  ];
  return <dl className="fact-grid">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Settle({ what, id, onClose, onFailed }: { what: 'replay' | 'discard'; id: string; onClose: () => void; onFailed: (again: boolean) => void }) {
  const t = useTexts(integrateTexts);
  const client = useQueryClient();
  const done = useDone();
  const [reason, setReason] = useState('');
  const send = async (key: string) => {
    onFailed(false);
    if (what === 'discard') {
      await deadLetters.discard(id, reason.trim(), key);
      await done(t.discardDone, ['dead-letters']);
    } else {
      try {
        await deadLetters.replay(id, key);
        await done(t.replayDone, ['dead-letters']);
      } catch (problem) {
        // The answers of the messages, not a refusal of the request: the letter itself says what is wrong now.
        if (!(problem instanceof ApiProblem) || problem.status !== 422 || problem.code !== 'unknown') throw problem;
        await client.invalidateQueries({ queryKey: ['dead-letters'] });
        onFailed(true);
      }
    }
    onClose();
  };
  return (
    <FormDialog title={t[what]} submit={t[what]} isDangerous={what === 'discard'} onClose={onClose} onSubmit={send}>
      {(error) => (what === 'replay' ? <p>{t.replayAsk}</p> : <TextField label={t.discardReason} lines={3} maxLength={500} value={reason} onChange={setReason} error={error} at="$.reason" />)}
    </FormDialog>
  );
}
