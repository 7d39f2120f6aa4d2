import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api, ApiProblem } from '../shared/api';
import { Supplement } from '../shared/form/supplement';
import { session } from '../shared/session';
import { pick, useTexts } from '../shared/texts';
import { Appeal, ByRules } from './appeal';
import { StatusMark } from './caseLines';
import { useChanges, useLoad } from './load';
import { Owed } from './owed';
import { Papers } from './papers';
import { ownCase, ownProgress, type Proof } from './progress';
import { Missing, ProgressView } from './progressView';
import { Rating } from './rating';
import { MaterialsView, ResultView } from './result';
import { SignIn } from './signIn';
import { Failed, Loading, NotFound, Notice } from './states';
import { progressTexts } from './texts';
import { Withdraw } from './withdraw';

/** One's own case: progress, and what one may do with it. */
export function CaseProgress() {
  const { id } = useParams<{ id: string }>();
  const who = session.use();
  return who?.account ? <Own key={id} id={id} /> : <SignIn to={`/cases/${id}`} />;
}

function Own({ id }: { id: string }) {
  const t = useTexts(progressTexts);
  const [done, setDone] = useState<'supplementSent' | 'withdrawDone' | 'appealDone' | null>(null);
  const page = useLoad(`case ${id}`, async (signal) => {
    const [own, progress] = await Promise.all([ownCase(id, signal), ownProgress(id, signal)]);
    return { own, progress };
  });
  useChanges(id, page.reload);
  const isDecided = page.data?.progress?.decision != null;
  const proof = useLoad(isDecided ? `proof ${id}` : null, (signal) => proofOf(id, signal));

  if (page.data === undefined) {
    if (page.error instanceof ApiProblem && (page.error.status === 404 || page.error.status === 403)) return <NotFound />;
    return page.error !== null ? <Failed error={page.error} onRetry={page.reload} /> : <Loading />;
  }
  const { own, progress } = page.data;
  const after = (what: typeof done) => () => {
    setDone(what);
    page.reload();
  };
  if (progress === null) {
    return <><h1>{own.title}</h1><div className="card"><p>{own.caseNumber}</p><StatusMark status={own.status}>{pick(own.statusName)}</StatusMark></div></>;
  }
  return (
    <>
      {done !== null && <Notice tone="good">{t[done]}</Notice>}
      <ProgressView progress={progress}>
        {own.actions.includes('supplement') && <Missing progress={progress}><Supplement caseId={id} missing={progress.missing} onSent={after('supplementSent')} /></Missing>}
        <Owed own={own} reload={page.reload} />
        <ResultView progress={progress} holder={own.applicant?.name ?? null} proof={proof.data ?? undefined} />
        <Rating progress={progress} send={async (level, comment, key) => {
          await api.post(`/api/cases/${id}/rating`, { level, comment }, { key });
          page.reload();
        }} />
      </ProgressView>
      <ByRules own={own} />
      <MaterialsView own={own} />
      <Papers caseId={id} />
      <div className="row no-print">
        <Link className="f-button" href={`/cases/${id}/receipt`}>{t.receipt}</Link>
        {own.actions.includes('appeal') && <Appeal caseId={id} onDone={after('appealDone')} />}
        {own.actions.includes('withdraw') && <Withdraw caseId={id} onDone={after('withdrawDone')} />}
      </div>
    </>
  );
}

/** Null where the applicant is not told. */
async function proofOf(id: string, signal: AbortSignal): Promise<Proof | null> {
  try {
    return await api.get<Proof>(`/api/cases/${id}/verification`, { signal });
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}
