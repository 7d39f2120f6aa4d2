import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { api } from '../shared/api';
import { hasRole, session } from '../shared/session';
import { pick, useTexts } from '../shared/texts';
import { useNarrow } from '../staff/narrow';
import { Loading, ProblemText } from '../staff/states';
import { StateMark } from '../staff/marks';
import { casePath, type Case, type Receipt } from './api';
import { CaseDiagram } from './CaseDiagram';
import { Clocks } from './Clocks';
import { Incidents } from './Incidents';
import { hasIntake, Intake } from './Intake';
import { intakeTexts } from './intakeTexts';
import { Consents, Instant } from './Instant';
import { instantTexts } from './instantTexts';
import { Materials } from './Materials';
import { Obligations } from './Obligations';
import { paperTexts } from './paperTexts';
import { Answers, CaseHead, Departments, FormLevel, Later, MissingList, Results, Section, Stages, TitleLevel } from './parts';
import { Reviews } from './Reviews';
import { reviewTexts } from './reviewTexts';
import { Startable } from './Startable';
import { Tasks } from './Tasks';
import { caseTexts } from './texts';
import { Timeline } from './Timeline';
import { Verified } from './Verified';
import type { Actions } from './actions/useActions';
import './actions/actions.css';
import './case.css';
import './parts.css';

// Looked at now and then: the inbox does not load it.
const CaseCards = lazy(() => import('../oversight/CaseCards'));
const CaseStatuses = lazy(() => import('../oversight/CaseStatuses'));

const Documents = lazy(() => import('./Papers').then((m) => ({ default: m.Documents })));
const ComplaintList = lazy(() => import('./Papers').then((m) => ({ default: m.ComplaintList })));

interface Props {
  shown: Case;
  level: 1 | 2;
  actions: Actions;
  /** Links beside the number: to the whole page, back to the list. */
  links?: ReactNode;
  /** The work of a task, right under the head. */
  work?: ReactNode;
  /** Clocks that matter here; the others are a click away. */
  clocks?: string[];
}

/** A case, whole, from its head to its evidence; the inbox's third pane and the case page show the same. */
export function CaseBody({ shown, level, actions, links, work, clocks }: Props) {
  const t = useTexts(caseTexts);
  const papers = useTexts(paperTexts);
  const i = useTexts(instantTexts);
  const around = useTexts(intakeTexts);
  const together = useTexts(reviewTexts);
  const who = session.use();
  const unfold = level === 1 && !useNarrow();
  const oversees = hasRole(who, 'supervisor', 'auditor');
  return (
    <TitleLevel value={level}>
    <article className="case" aria-label={shown.caseNumber}>
      <CaseHead shown={shown} level={level} links={links} />
      <FormLevel value={level === 1 ? 2 : 3}>{work}</FormLevel>
      <Stages shown={shown} />
      {shown.missing.length > 0 && <Section title={t.awaited}><MissingList shown={shown} /></Section>}
      {shown.incidents.length > 0 && <Section title={t.incidents}><Incidents shown={shown} /></Section>}
      {shown.startable != null && <Section title={t.startable}><Startable shown={shown} steps={shown.startable} /></Section>}
      {shown.results.length > 0 && <Section title={t.results}><Results shown={shown} /></Section>}
      {shown.obligations != null && shown.obligations.length > 0 && <Section title={around.owed}><Obligations shown={shown} owed={shown.obligations} /></Section>}
      {hasIntake(shown.intake) && <Section title={around.intake}><Intake shown={shown} intake={shown.intake} /></Section>}
      {shown.instant && <Section title={i.instant}><Instant shown={shown} /></Section>}
      <div className="case-columns">
        <div>
          <Section title={t.departments}><Departments shown={shown} /></Section>
          <Section title={t.materials}><Materials shown={shown} /></Section>
        </div>
        <div>
          <Section title={t.clocks}><Clocks shown={shown} only={clocks} /></Section>
          <Section title={t.answers}><Answers shown={shown} /></Section>
          {shown.consents != null && shown.consents.length > 0 && <Section title={i.consents}><Consents shown={shown} /></Section>}
        </div>
      </div>
      <Later title={t.tasks} open={unfold}>{() => <Tasks shown={shown} actions={level === 1 ? actions : null} />}</Later>
      <Later title={papers.documents}>{() => <Suspense fallback={<Loading />}><Documents shown={shown} /></Suspense>}</Later>
      {(oversees || shown.jointItem === 'complaint') && <Later title={papers.complaints}>{() => <Suspense fallback={<Loading />}><ComplaintList shown={shown} /></Suspense>}</Later>}
      {shown.tasks.some((task) => task.kind === 'review') && <Later title={together.reviews}>{() => <Reviews shown={shown} />}</Later>}
      <Later title={t.diagram}>{() => <CaseDiagram shown={shown} />}</Later>
      <Later title={t.cards}>{() => <Suspense fallback={<Loading />}><CaseCards caseId={shown.caseId} /></Suspense>}</Later>
      <Later title={t.statusCodes}>{() => <Suspense fallback={<Loading />}><CaseStatuses caseId={shown.caseId} itemNames={Object.fromEntries(shown.subCases.map((s) => [s.item, pick(s.name)]))} /></Suspense>}</Later>
      <Later title={t.timeline} open={unfold}>{() => <Timeline shown={shown} />}</Later>
      {oversees && <Later title={t.evidence}>{() => <Verified caseId={shown.caseId} />}</Later>}
    </article>
    </TitleLevel>
  );
}

/** What can be done with the page itself. */
export function CaseLinks({ shown, full }: { shown: Case; full: boolean }) {
  const t = useTexts(caseTexts);
  const who = session.use();
  const [error, setError] = useState<unknown>(null);
  const window_ = hasRole(who, 'window');
  const [code, setCode] = useState<Receipt | null>(null);
  const receipt = async () => {
    setError(null);
    try {
      setCode(await api.get<Receipt>(`${casePath(shown.caseId)}/receipt`));
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <span className="case-links no-print">
      {!full && <Link href={`/cases/${shown.caseId}`}>{t.wholePage}</Link>}
      {full && <Button type="link" onClick={() => print()}>{t.print}</Button>}
      {window_ && code === null && <Button type="link" onClick={() => void receipt()}>{t.receipt}</Button>}
      {code !== null && (code.code === null || code.path === null
        ? <span role="status" className="quiet">{t.erased}</span>
        : <span role="status"><StateMark tone="quiet" shape="#">{code.code}</StateMark> <a href={code.path} target="_blank" rel="noopener">{t.receiptOpen}</a></span>)}
      {error !== null && <span className="wrong" role="alert"><ProblemText error={error} /></span>}
    </span>
  );
}
