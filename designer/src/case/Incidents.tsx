import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { SkipDialog } from '../incidents/SkipDialog';
import { incidentTexts } from '../incidents/texts';
import { hasRole, session } from '../shared/session';
import { useTexts } from '../shared/texts';
import { ProblemText } from '../staff/states';
import { submit } from './actions/intents';
import { casePath, refreshed, type Case } from './api';
import { caseTexts } from './texts';

/** 异常: automated steps that need a person; a supervisor tries them again. */
export function Incidents({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  const client = useQueryClient();
  const who = session.use();
  const [busy, setBusy] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [skipped, setSkipped] = useState<Case['incidents'][number] | null>(null);
  const words = useTexts(incidentTexts);
  const retry = async (incident: number) => {
    setBusy(incident);
    setError(null);
    try {
      await submit(`${casePath(shown.caseId)}/incidents/${incident}/retry`);
      await refreshed(client, shown.caseId);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      <ul className="plain">
        {shown.incidents.map((i) => (
          <li key={i.incident}>
            <strong>{i.element}</strong> <span className="quiet">{i.code}</span> {i.detail}
            <span className="bar">
              {hasRole(who, 'supervisor') && <Button loading={busy === i.incident} onClick={() => void retry(i.incident)}>{t.incidentRetry}</Button>}
              {hasRole(who, 'supervisor') && i.maySkip && <Button onClick={() => setSkipped(i)}>{words.skip}</Button>}
              <Link href={`/incidents/${i.cause}`}>{t.incidentCause}</Link>
            </span>
          </li>
        ))}
      </ul>
      {skipped && <SkipDialog caseId={shown.caseId} {...skipped} onDone={() => refreshed(client, shown.caseId)} onClose={() => setSkipped(null)} />}
      {error !== null && <div className="wrong" role="alert"><ProblemText error={error} /></div>}
    </>
  );
}
