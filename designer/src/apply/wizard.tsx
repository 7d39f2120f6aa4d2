import { useContext, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useCheck, type Checked } from '../shared/form/check';
import { emptyDraft, isStarted, type Draft } from '../shared/form/draft';
import type { DraftKeeper } from '../shared/form/draftKeeper';
import { ErrorSummary } from '../shared/form/errorSummary';
import { FormManner } from '../shared/form/field';
import { byField, readable, shownErrors } from '../shared/form/inputs';
import { linesOf } from '../shared/form/lines';
import { formTexts } from '../shared/form/texts';
import type { JointItem, Place } from '../shared/form/types';
import { useDraft } from '../shared/form/useDraft';
import { useUploads } from '../shared/form/useUploads';
import { fill, pick, useTexts } from '../shared/texts';
import { draftPrefix } from './api';
import { firstPlace, ItemTitle } from './application';
import { CheckStep } from './checkStep';
import { Failed, Loading, Notice } from './states';
import { ApplicantStep, MaterialsStep, QuestionsStep } from './steps';
import { applyTexts } from './texts';

export const stepNames = ['questions', 'applicant', 'materials', 'check'] as const;
export type Step = (typeof stepNames)[number];

export const isStep = (text: string): text is Step => (stepNames as readonly string[]).includes(text);

/** Which step an error belongs to; those of the whole belong to the last. */
export const stepOf = (path: string): Step =>
  path.startsWith('$.answers') || path === '$.region' ? 'questions' : path.startsWith('$.applicant') || path === '$.mandate' ? 'applicant' : /^\$\.(materials|reuse|consents|commitments)/.test(path) ? 'materials' : 'check';

/** What each step is given. */
export interface StepProps {
  item: JointItem;
  places: readonly Place[];
  draft: Draft;
  change: (make: (draft: Draft) => Draft) => void;
  checked: Checked;
  errorOf: (path: string) => string | null;
  onLeave: (path: string) => void;
}

interface Props {
  account: string;
  item: JointItem;
  places: readonly Place[];
  step: Step;
}

export function Wizard({ account, item, places, step }: Props) {
  const { draft, state, error, joined, keeper } = useDraft(account, draftPrefix + item.code, () => emptyDraft(item.code, firstPlace(item, places)));
  if (draft === null) return state === 'failed' ? <Failed error={error} onRetry={() => void keeper.load(emptyDraft(item.code, firstPlace(item, places)))} /> : <Loading />;
  return <Steps item={item} places={places} step={step} draft={draft} keeper={keeper} saving={state} joined={joined} />;
}

function Steps({ item, places, step, draft, keeper, saving, joined }: Omit<Props, 'account'> & { draft: Draft; keeper: DraftKeeper; saving: string; joined: boolean }) {
  const t = useTexts(applyTexts);
  const f = useTexts(formTexts);
  const [, go] = useLocation();
  const checked = useCheck(item, draft, 'online');
  const change = (make: (draft: Draft) => Draft) => keeper.change(make);
  const { uploads, list: sending } = useUploads((file) => change((d) => ({ ...d, files: [...d.files, file] })));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState<ReadonlySet<Step>>(new Set());
  const [wantsOn, setWantsOn] = useState(false);
  /** How often somebody was told that something is to be corrected first; none means that nobody tried. */
  const [blocked, setBlocked] = useState(0);
  const summary = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const manner = useContext(FormManner);

  useEffect(() => {
    setBlocked(0);
    setWantsOn(false);
    // A look at the questions makes no draft.
    keeper.change((d) => (d.step === step || !isStarted(d) ? d : { ...d, step }));
    heading.current?.focus();
    scrollTo(0, 0);
  }, [step, keeper]);

  const mine = readable(checked.check?.errors ?? [], f).filter((e) => stepOf(e.field) === step);
  const shown = byField(shownErrors(mine, left, tried.has(step)));
  const props: StepProps = {
    item, places, draft, change, checked,
    errorOf: (path) => shown.get(path)?.message ?? null,
    onLeave: (path) => setLeft((before) => (before.has(path) ? before : new Set(before).add(path))),
  };
  const at = stepNames.indexOf(step);
  const lines = blocked > 0 ? linesOf(item, mine, draft, f) : [];
  const busy = sending.some((u) => u.state !== 'failed');

  const next = () => {
    setTried((before) => new Set(before).add(step));
    setWantsOn(true);
  };
  // Who types and goes on at once is judged by what stands there now, not by the answer to what stood there before.
  const isKnown = checked.isCurrent || checked.error !== null;
  useEffect(() => {
    if (!wantsOn || !isKnown) return;
    setWantsOn(false);
    if (mine.length > 0) setBlocked((n) => n + 1);
    else go(`/items/${item.code}/${stepNames[at + 1]}`);
  }, [wantsOn, isKnown]);
  useEffect(() => {
    if (blocked > 0) summary.current?.focus();
  }, [blocked]);
  const applying = checked.check?.items.filter((i) => i.applies !== false).map((i) => i.code) ?? [];

  return (
    <FormManner value={{ ...manner, applying }}>
      <ItemTitle item={item} link />
      <StepList item={item} at={at} />
      <h1 ref={heading} tabIndex={-1}>{t[textOf[step]]}</h1>
      <p className="quiet" role="status" aria-live="polite">{saving === 'saved' ? f.draftSaved : saving === 'saving' ? f.draftSaving : f.draftUnsaved}</p>
      {joined && <Notice tone="note">{f.draftJoined}</Notice>}
      {checked.error !== null && <Notice tone="note">{f.checkFailed} <button type="button" className="f-link" onClick={checked.again}>{f.retry}</button></Notice>}
      <ErrorSummary ref={summary} lines={lines} />
      <div className="wizard">
        <div>
          {step === 'questions' && <QuestionsStep {...props} />}
          {step === 'applicant' && <ApplicantStep {...props} />}
          {step === 'materials' && <MaterialsStep {...props} uploads={uploads} sending={sending} />}
          {step === 'check' ? <CheckStep {...props} keeper={keeper} busy={busy} /> : (
            <>
              {busy && step === 'materials' && <p className="quiet" role="status">{t.uploadsRunning}</p>}
              <div className="row row-steps">
                <Link className="f-button" href={at === 0 ? `/items/${item.code}` : `/items/${item.code}/${stepNames[at - 1]}`}>{t.back}</Link>
                <button type="button" className="f-button f-primary" onClick={next} aria-busy={wantsOn}>{t.next}</button>
              </div>
            </>
          )}
        </div>
        {manner.manner !== 'simple' && <Applying item={item} checked={checked} />}
      </div>
    </FormManner>
  );
}

const textOf = { questions: 'stepQuestions', applicant: 'stepApplicant', materials: 'stepMaterials', check: 'stepCheck' } as const;

function StepList({ item, at }: { item: JointItem; at: number }) {
  const t = useTexts(applyTexts);
  const all = ['stepAbout', ...stepNames.map((s) => textOf[s]), 'stepSent'] as const;
  return (
    <nav className="steps" aria-label={t.steps}>
      <p className="steps-short">{fill(t.stepOf, { n: at + 2, of: all.length })}</p>
      <ol>
        {all.map((text, i) => {
          const name = t[text];
          const isDone = i <= at;
          const inside = <><span className="steps-dot" aria-hidden="true">{isDone ? '✓' : i + 1}</span>{name}{isDone && <span className="visually-hidden"> {t.stepDone}</span>}</>;
          return (
            <li key={text} aria-current={i === at + 1 ? 'step' : undefined}>
              {isDone ? <Link href={i === 0 ? `/items/${item.code}` : `/items/${item.code}/${stepNames[i - 1]}`}>{inside}</Link> : <span>{inside}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** What the answers so far mean: which items apply. */
function Applying({ item, checked }: { item: JointItem; checked: Checked }) {
  const t = useTexts(applyTexts);
  const shapes = { true: ['✓', t.applyingYes], false: ['—', t.applyingNot], null: ['?', t.applyingOpen] } as const;
  return (
    <aside className="card applying" aria-label={t.applying}>
      <h2>{t.applying}</h2>
      <ul>
        {item.items.map((i) => {
          const applies = checked.check?.items.find((c) => c.code === i.code)?.applies ?? null;
          const [shape, words] = shapes[`${applies}`];
          return <li key={i.code} className={`applies-${applies}`}><span aria-hidden="true">{shape}</span><span>{pick(i.name)}<span className="visually-hidden"> ({words})</span></span></li>;
        })}
      </ul>
    </aside>
  );
}
