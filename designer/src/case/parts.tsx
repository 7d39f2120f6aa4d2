import { createContext, useContext, useState, type ReactNode } from 'react';
import { dayTime, dueDay } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, language, pick, useTexts } from '../shared/texts';
import { CardMark, StateMark, TestClockMark } from '../staff/marks';
import type { Case, CaseTask, Opinion, SubCase } from './api';
import { remainingText } from './clocks';
import { materialName, useDepartmentNames, useTaskTitle } from './names';
import { kindText } from './actions/opinion';
import { stagesOf } from './stages';
import { caseTexts } from './texts';

/** Level of the case's own title: the parts stand one below it. */
export const TitleLevel = createContext<1 | 2>(2);

/** Level of a form's title: below the case's title, or below the part that it stands in. */
export const FormLevel = createContext<2 | 3>(3);

function PartTitle({ children }: { children: ReactNode }) {
  return useContext(TitleLevel) === 1 ? <h2 className="part-title">{children}</h2> : <h3 className="part-title">{children}</h3>;
}

/** A heading within a part. */
export function SubTitle({ children }: { children: ReactNode }) {
  return useContext(TitleLevel) === 1 ? <h3 className="sub-title">{children}</h3> : <h4 className="sub-title">{children}</h4>;
}

/** A part of the page under its heading. */
export function Section({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  return (
    <section className="case-part" aria-label={title}>
      <div className="case-part-head"><PartTitle>{title}</PartTitle>{aside}</div>
      <FormLevel value={3}>{children}</FormLevel>
    </section>
  );
}

/** A part that is asked for only when somebody opens it. */
export function Later({ title, open = false, children }: { title: string; open?: boolean; children: () => ReactNode }) {
  const [wanted, setWanted] = useState(open);
  return (
    <details className="case-part" open={open} onToggle={(e) => {
      if (e.currentTarget.open) setWanted(true);
    }}>
      <summary><PartTitle>{title}</PartTitle></summary>
      {wanted && <FormLevel value={3}>{children()}</FormLevel>}
    </details>
  );
}

/** Number, title, applicant, status, cards, promised day: what the case is and where it stands. */
export function CaseHead({ shown, level, links }: { shown: Case; level: 1 | 2; links?: ReactNode }) {
  const t = useTexts(caseTexts);
  const wanted = language.use();
  const clock = shown.clocks.find((c) => c.clock === 'case') ?? shown.clocks.find((c) => c.state !== 'ended');
  const applicant = shown.applicant;
  // Those who may see names see that one is gone; the others see none.
  const maySee = hasRole(session.use(), 'officer', 'window', 'supervisor');
  const Title = level === 1 ? 'h1' : 'h2';
  const store = shown.answers.storeName;
  return (
    <header className="case-head">
      <Title tabIndex={-1} className="case-title">{wanted === 'zh' ? shown.title : shown.jointItemName.en}{typeof store === 'string' && store !== '' && <> · {store}</>}</Title>
      <div className="case-marks">
        <span className="number">{shown.caseNumber}</span>
        <StateMark tone={shown.status === 13 || shown.status === 5 ? 'bad' : [11, 12].includes(shown.status) ? 'good' : [2, 4, 14, 15].includes(shown.status) ? 'quiet' : 'now'}>{pick(shown.statusName)}</StateMark>
        {clock && <CardMark card={clock.card} />}
        {shown.testClock && <TestClockMark />}
        {links}
      </div>
      <dl className="facts">
        <dt>{t.applicant}</dt>
        <dd>{applicant?.name ?? (applicant !== null && maySee ? <Erased /> : t.notShown)}{applicant?.idNumber && <span className="quiet"> {applicant.idNumber}</span>}{applicant?.phone && <span className="quiet"> ☎ {applicant.phone}</span>}</dd>
        <dt>{t.filedAt}</dt>
        <dd>{dayTime(shown.filedAt)}{shown.channel === 'window' ? ` · ${t.channelWindow}` : ` · ${t.channelOnline}`}</dd>
        {clock && <>
          <dt>{clock.clock === 'intake' ? t.clockIntake : t.promisedDue}</dt>
          <dd>{clock.dueAt && `${dueDay(clock.dueAt)} · `}{remainingText(clock, t)}{clock.provisional && <span className="quiet"> · {t.provisional}</span>}</dd>
        </>}
        {shown.decision && <>
          <dt>{t.decision}</dt>
          <dd>{shown.decision.decision === 'grant' ? t.grant : t.deny} · {dayTime(shown.decision.at)}{shown.decision.reason && <div>{shown.decision.reason}</div>}</dd>
        </>}
        {shown.ended && <>
          <dt>{{ declined: t.endDeclined, withdrawn: t.endWithdrawn, lapsed: t.endLapsed, terminated: t.endTerminated, revoked: t.endRevoked }[shown.ended.how]}</dt>
          <dd>{dayTime(shown.ended.at)} · {shown.ended.how === 'lapsed' ? shown.ended.reason.split(', ').map((code) => materialName(shown, code)).join(', ') : shown.ended.reason}</dd>
        </>}
        {shown.delivery && <>
          <dt>{t.stageDeliver}</dt>
          <dd>{dayTime(shown.delivery.at)} · {{ online: t.byOnline, window: t.byWindow, post: t.byPost }[shown.delivery.method]}{shown.delivery.receipt && ` · ${shown.delivery.receipt}`}</dd>
        </>}
        {shown.rating && <>
          <dt>{t.rating}</dt>
          <dd>{fill(t.ratingOf, { level: shown.rating.level })}{shown.rating.comment && <div>{shown.rating.comment}</div>}</dd>
        </>}
      </dl>
    </header>
  );
}

export function TaskTitle({ shown, task }: { shown: Case; task: CaseTask }) {
  return useTaskTitle(shown)(task);
}

export function Erased() {
  const t = useTexts(caseTexts);
  return <span className="quiet">⊘ {t.erased}</span>;
}

export function Stages({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  const names = { intake: t.stageIntake, review: t.stageReview, decide: t.stageDecide, conclude: t.stageConclude, deliver: t.stageDeliver };
  const states = { done: t.stageDone, now: t.stageNow, ahead: t.stageAhead, ended: t.stageEnded };
  const marks = { done: '✓', now: '●', ahead: '○', ended: '—' };
  return (
    <ol className="stages" aria-label={t.stages}>
      {stagesOf(shown).map((s) => (
        <li key={s.key} className={`stage-${s.state}`} aria-current={s.state === 'now' ? 'step' : undefined}>
          <span aria-hidden="true" className="stage-mark">{marks[s.state]}</span>
          <span><strong>{names[s.key]}</strong><span className="quiet">{s.at ? dayTime(s.at) : states[s.state]}</span></span>
        </li>
      ))}
    </ol>
  );
}

const toneOf = { 'not-opened': 'quiet', open: 'now', done: 'good', 'not-applicable': 'quiet' } as const;

function SubCaseState({ part }: { part: SubCase }) {
  const t = useTexts(caseTexts);
  const names = { 'not-opened': t.partNotOpened, open: t.partOpen, done: t.partDone, 'not-applicable': t.partNotApplicable };
  return <StateMark tone={toneOf[part.state]} shape={part.state === 'not-applicable' ? '—' : undefined}>{names[part.state]}</StateMark>;
}

/** Each department's part with its opinion; "not opened" is something else than "opened and under way". */
export function Departments({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  const nameOf = useDepartmentNames(shown);
  return (
    <ul className="parts">
      {shown.subCases.map((part) => {
        const tasks = shown.tasks.filter((task) => task.item === part.item && (task.state === 'open' || task.state === 'claimed'));
        const lead = shown.leadDepartment === part.department;
        return (
          <li key={part.item}>
            <div className="part-name">
              <strong>{nameOf(part.department)}</strong>{lead && <span className="quiet"> {t.lead}</span>}
              <div className="quiet">{pick(part.name)}{part.basis && <> · {fill(t.basisIs, { basis: part.basis })}</>}</div>
            </div>
            <div className="part-state">
              <SubCaseState part={part} />
              {tasks.map((task) => <TaskDue key={task.taskId} task={task} />)}
            </div>
            {part.opinion && <OpinionText opinion={part.opinion} />}
          </li>
        );
      })}
    </ul>
  );
}

function TaskDue({ task }: { task: CaseTask }) {
  const t = useTexts(caseTexts);
  return <>
    <CardMark card={task.card} />
    {task.assignee && <span className="quiet">{fill(t.heldBy, { who: task.assignee })}</span>}
    {task.dueAt && <span className="quiet">{fill(t.due, { day: dueDay(task.dueAt) })}</span>}
  </>;
}

export function OpinionText({ opinion }: { opinion: Opinion }) {
  const t = useTexts(caseTexts);
  const tone = opinion.kind === 'positive' ? 'good' : opinion.kind === 'negative' ? 'bad' : 'now';
  return (
    <div className="opinion">
      <StateMark tone={tone} shape={opinion.kind === 'conditional' ? '◐' : opinion.kind === 'advisory' ? '✎' : undefined}>{opinion.bySilence ? t.bySilence : t[kindText[opinion.kind]]}</StateMark>
      <span className="quiet">{opinion.officer && `${opinion.officer} · `}{dayTime(opinion.at)}</span>
      {opinion.reason && <p>{opinion.reason}</p>}
      {opinion.conditions.length > 0 && <ol>{opinion.conditions.map((c, i) => <li key={i}>{c}</li>)}</ol>}
    </div>
  );
}

/** The answers of the form under the labels that the applicant saw. */
export function Answers({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  language.use();
  const fields = shown.fields.filter((f) => f.name in shown.answers);
  const rest = Object.keys(shown.answers).filter((name) => !fields.some((f) => f.name === name));
  const said = (name: string, choices?: { value: string; label: { zh: string; en: string } }[] | null): ReactNode => {
    const value = shown.answers[name];
    if (value === null || value === undefined) return <Erased />;
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    const choice = choices?.find((c) => c.value === value);
    return choice ? pick(choice.label) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  if (fields.length + rest.length === 0) return <p className="quiet">{t.answersNone}</p>;
  return (
    <dl className="facts answers">
      {fields.map((f) => <div key={f.name}><dt>{pick(f.label)}</dt><dd>{said(f.name, f.choices)}</dd></div>)}
      {rest.map((name) => <div key={name}><dt>{name}</dt><dd>{said(name)}</dd></div>)}
    </dl>
  );
}

/** The licences and notices that were issued. */
export function Results({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  return (
    <ul className="plain">
      {shown.results.map((r) => <li key={`${r.item} ${r.number}`}><strong>{r.name}</strong> {fill(t.resultNo, { number: r.number })}</li>)}
    </ul>
  );
}

/** What the applicant was asked for and has not brought yet. */
export function MissingList({ shown }: { shown: Case }) {
  language.use();
  return (
    <>
      <ul className="plain">
        {shown.missing.map((m) => <li key={m.material}><strong>{materialName(shown, m.material)}</strong>: {m.reason}</li>)}
      </ul>
      {shown.missingNote && <p>{shown.missingNote}</p>}
    </>
  );
}
