import type { ReactNode } from 'react';
import { useElder } from '../shared/elder';
import { day, dueDay, exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { StatusMark } from './caseLines';
import { Rows } from './checkStep';
import type { Progress, ProgressStep } from './progress';
import { Notice } from './states';
import { progressTexts } from './texts';

/** Where a case stands: first in one sentence what is awaited, then step by step. */
export function ProgressView({ progress, children }: { progress: Progress; children?: ReactNode }) {
  const t = useTexts(progressTexts);
  const elder = useElder();
  const { awaiting } = progress;
  const steps = (
    <ol className="track">
      <Step name={t.filedStep} state="done" at={progress.filedAt} />
      {progress.steps.map((s, i) => <Step key={i} name={pick(s.name)} department={pick(s.department)} state={s.state} dueAt={s.dueAt} at={s.closedAt} />)}
    </ol>
  );
  return (
    <>
      <h1>{pick(progress.title)}</h1>
      <div className="card">
        <p className="state-line"><StatusMark status={progress.status}>{pick(progress.statusName)}</StatusMark></p>
        <p className="awaiting" role="status">
          {awaiting.who === 'applicant' ? t.awaitingYou : awaiting.who === 'department' ? fill(t.awaitingThem, { names: awaiting.departments.map((d) => pick(d)).join(t.comma) }) : t.awaitingNobody}
        </p>
        <Rows rows={[
          [t.caseNumber, progress.caseNumber],
          ...(elder ? [] : [[t.place, pick(progress.regionName)] as const]),
          [t.filed, exact(progress.filedAt)],
          ...(progress.promisedDueAt && progress.decidedAt === null ? [[t.promised, <strong key="due">{dueDay(progress.promisedDueAt)}</strong>] as const] : []),
          ...(progress.decidedAt ? [[t.decided, exact(progress.decidedAt)] as const] : []),
        ]} />
      </div>
      {children}
      {elder ? <details className="card"><summary>{t.details}</summary>{steps}</details> : <section className="card" aria-labelledby="steps-title"><h2 id="steps-title">{t.steps}</h2>{steps}</section>}
    </>
  );
}

interface StepLine {
  name: string;
  department?: string;
  state: ProgressStep['state'];
  dueAt?: string | null;
  at?: string | null;
}

function Step({ name, department, state, dueAt, at }: StepLine) {
  const t = useTexts(progressTexts);
  const words = { done: t.stepDone, open: t.stepOpen, 'not-opened': t.stepNot, cancelled: t.stepCancelled }[state];
  const shape = { done: '✓', open: '●', 'not-opened': '○', cancelled: '—' }[state];
  return (
    <li className={`track-${state}`} aria-current={state === 'open' ? 'step' : undefined}>
      <span className="track-dot" aria-hidden="true">{shape}</span>
      <span className="line-main"><strong>{name}</strong>{department && <span className="quiet">{department}</span>}</span>
      <span className="track-state">{words}{state === 'open' && dueAt ? <span className="quiet">{fill(t.stepDue, { day: dueDay(dueAt) })}</span> : state === 'done' && at ? <span className="quiet">{day(at)}</span> : null}</span>
    </li>
  );
}

/** What is missing, in the department's words. */
export function Missing({ progress, children }: { progress: Progress; children: ReactNode }) {
  const t = useTexts(progressTexts);
  if (progress.awaiting.who !== 'applicant') return null;
  return (
    <section className="card call" aria-labelledby="missing-title">
      <h2 id="missing-title">{t.missingTitle}</h2>
      {progress.missingNote && <Notice tone="note">{progress.missingNote}</Notice>}
      {children}
    </section>
  );
}
