import { useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { api, ApiProblem, newKey } from '../shared/api';
import { bodyOf } from '../shared/form/check';
import type { DraftKeeper } from '../shared/form/draftKeeper';
import { askedFields, neededMaterials, readable } from '../shared/form/inputs';
import { linesOf } from '../shared/form/lines';
import { formTexts } from '../shared/form/texts';
import { fill, pick, useTexts } from '../shared/texts';
import { shownAnswer } from './answers';
import { offersOf, replacedBy } from './commitments';
import { intakeTexts } from './intakeTexts';
import { Notice, ProblemText } from './states';
import { applyTexts, reuseTexts } from './texts';
import { stepOf, type Step, type StepProps } from './wizard';

interface Filed {
  caseId: string;
  caseNumber: string;
}

/** Everything once more, and the sending. */
export function CheckStep({ item, places, draft, checked, keeper, busy }: StepProps & { keeper: DraftKeeper; busy: boolean }) {
  const t = useTexts(applyTexts);
  const f = useTexts(formTexts);
  const r = useTexts(reuseTexts);
  const i = useTexts(intakeTexts);
  const [, go] = useLocation();
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const notice = useRef<HTMLDivElement>(null);
  const asked = askedFields(item, checked.check);
  const needed = neededMaterials(item, checked.check);
  const again = (code: string) => (draft.reuse ?? []).filter((r) => r.material === code).length;
  const replaced = replacedBy(item, draft, checked.check);
  const promises = offersOf(item, checked.check).filter((o) => draft.commitments?.includes(o.code));
  const lacking = needed.filter((n) => n.required && !replaced.has(n.material.code) && again(n.material.code) === 0 && !draft.files.some((file) => file.material === n.material.code));
  const errors = readable(problem instanceof ApiProblem && problem.errors.length > 0 ? problem.errors : (checked.check?.errors ?? []), f);
  const isPerson = draft.applicant.kind === 'person';

  const send = async () => {
    setSending(true);
    setProblem(null);
    // Kept with the draft, so that a sending whose answer was lost is never received twice, not even after a reload.
    const key = draft.key ?? newKey();
    keeper.change((d) => ({ ...d, key }));
    try {
      const filed = await api.post<Filed>('/api/applications', bodyOf(item, draft, 'online', checked.check), { key });
      await keeper.discard().catch(() => undefined);
      go(`/cases/${filed.caseId}/receipt`, { replace: true, state: { isSent: true } });
    } catch (refused) {
      const isAnswered = refused instanceof ApiProblem && refused.status >= 400 && refused.status < 500 && refused.code !== 'idempotency-key-reused';
      if (isAnswered) keeper.change((d) => ({ ...d, key: null }));
      setProblem(refused);
      setSending(false);
      requestAnimationFrame(() => notice.current?.focus());
    }
  };

  return (
    <>
      <div ref={notice} tabIndex={-1}>
        {problem !== null && <Refused problem={problem} />}
        {errors.length > 0 && (
          <div className="f-summary">
            <strong>{errors.length === 1 ? f.errorTitleOne : fill(f.errorTitle, { n: errors.length })}</strong>
            <ul>
              {linesOf(item, errors, draft, f).map((line, i) => {
                const text = line.label === '' ? line.message : fill(f.errorAt, { label: line.label, message: line.message });
                const step = stepOf(line.path);
                return <li key={i}>{step === 'check' ? text : <Link href={`/items/${item.code}/${step}`}>{text}</Link>}</li>;
              })}
            </ul>
          </div>
        )}
      </div>
      <Part title={t.stepQuestions} step="questions" code={item.code}>
        <Rows rows={[
          ...(places.length > 1 ? [[f.region, pick(places.find((p) => p.code === draft.region)?.name) || draft.region] as const] : []),
          ...asked.map(({ field }) => [pick(field.label), shownAnswer(field, draft.inputs[field.name], f) || t.notFilled] as const),
        ]} />
      </Part>
      <Part title={t.stepApplicant} step="applicant" code={item.code}>
        <Rows rows={[
          [f.applicantKind, isPerson ? f.person : f.organisation],
          [isPerson ? f.personName : f.organisationName, draft.applicant.name || t.notFilled],
          [isPerson ? f.residentId : f.creditCode, draft.applicant.idNumber || t.notFilled],
          [f.phone, draft.applicant.phone || t.notFilled],
        ]} />
      </Part>
      <Part title={t.stepMaterials} step="materials" code={item.code}>
        <Rows rows={needed.filter((n) => n.required || again(n.material.code) > 0 || draft.files.some((file) => file.material === n.material.code)).map((n) =>
          [pick(n.material.name), [...draft.files.filter((file) => file.material === n.material.code).map((file) => file.name), ...(again(n.material.code) > 0 ? [r.used] : [])].join(f.comma) || (replaced.has(n.material.code) ? i.replaced : t.notUploaded)] as const)} />
        {promises.length > 0 && <Rows rows={promises.map((o) => [i.offered, fill(i.promised, { text: pick(o.rule.text) })] as const)} />}
        {lacking.length > 0 && <Notice tone="note">{fill(t.materialsMissing, { n: lacking.length, names: lacking.map((n) => pick(n.material.name)).join(f.comma) })} {t.materialsMissingGo}</Notice>}
      </Part>
      <p>{t.truth}</p>
      {busy && <p className="quiet" role="status">{t.uploadsRunning}</p>}
      <div className="row row-steps">
        <Link className="f-button" href={`/items/${item.code}/materials`}>{t.back}</Link>
        <button type="button" className="f-button f-primary" disabled={isSending || busy} onClick={() => void send()}>{isSending ? t.sending : t.send}</button>
      </div>
    </>
  );
}

function Refused({ problem }: { problem: unknown }) {
  const t = useTexts(applyTexts);
  if (problem instanceof ApiProblem && problem.code === 'idempotency-key-reused') return <Notice tone="note">{t.sendBefore} <Link href="/cases">{t.navCases}</Link></Notice>;
  if (problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500)) return <Notice tone="bad">{t.sendUnsure}</Notice>;
  if (problem instanceof ApiProblem && problem.errors.length > 0) return <Notice tone="bad">{t.sendRefused}</Notice>;
  return <Notice tone="bad">{t.sendRefused}: <ProblemText error={problem} /></Notice>;
}

function Part({ title, step, code, children }: { title: string; step: Step; code: string; children: ReactNode }) {
  const t = useTexts(applyTexts);
  return (
    <section className="card">
      <div className="card-head"><h2>{title}</h2><Link className="f-button" href={`/items/${code}/${step}`} aria-label={fill(t.changeOf, { name: title })}>{t.change}</Link></div>
      {children}
    </section>
  );
}

export function Rows({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  return <dl className="rows">{rows.map(([label, value], i) => <div key={i}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}
