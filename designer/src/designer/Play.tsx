import { Alert, Button } from 'antd';
import { useState } from 'react';
import Diagram from '../bpmn/Diagram';
import { mergeProblems } from '../bpmn/problems';
import type { Mark } from '../bpmn/viewer';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { nameOf, useJointItems } from '../parts/places';
import { ApiProblem } from '../shared/api';
import type { FormField } from '../shared/form/types';
import { dayTime } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { Loading, ProblemText } from '../staff/states';
import { useDepartmentsNear, useJointItem, useJointItemsOf, play, type Played, type Reviewed } from './api';
import { ProblemList } from './Problems';
import { designerTexts } from './texts';

type Answers = Record<string, string | number | boolean>;

/** Plays one case of what is drawn, on the server, in its memory, and walks through what happened. */
export default function Play({ xml, definition }: { xml: string; definition: string }) {
  const t = useTexts(designerTexts);
  const lines = useJointItems().data ?? [];
  const reviewed = useJointItemsOf(definition);
  const [own, setOwn] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const code = chosen ?? reviewed.data?.[0]?.code ?? '';
  const item = useJointItem(code).data;
  const [answers, setAnswers] = useState<Answers>({});
  const [played, setPlayed] = useState<Played | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const start = async () => {
    setBusy(true);
    setError(null);
    setPlayed(null);
    try {
      setPlayed(await play({ xml, jointItem: code, ...(own ? { answers: complete(item, answers) } : {}) }));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="stack">
      <p>{t.playIntro}</p>
      <section className="panel">
        <div className="bar bar-end">
          <ChoiceField label={t.jointItem} value={code} none={reviewed.isPending ? '…' : ''} onChange={setChosen} choices={lines.map((l) => ({ value: l.code, label: pick(l.name) }))}
            hint={reviewed.data?.length === 0 ? t.noJointItem : undefined} />
          <Button type="primary" loading={busy} disabled={code === ''} onClick={() => void start()}>{t.playStart}</Button>
        </div>
        <CheckField label={t.ownAnswers} checked={own} onChange={setOwn} />
        {item && own && <AnswerFields item={item} answers={answers} onChange={setAnswers} />}
      </section>
      {busy && <Loading />}
      {error !== null && <Alert type="error" role="alert" title={<Refused error={error} item={item} />} />}
      {played && <Walk xml={xml} played={played} region={item?.region ?? ''} />}
    </div>
  );
}

/** Fields that nobody filled in get the plainest answer; those that are asked only sometimes are left to the designer. */
function complete(item: Reviewed | undefined, answers: Answers): Answers {
  const full: Answers = { ...answers };
  for (const field of item?.form ?? []) if (!(field.name in full) && !field.askedWhen) full[field.name] = plainest(field);
  return full;
}

function plainest(field: FormField): string | number | boolean {
  switch (field.type) {
    case 'boolean': return true;
    case 'number': case 'integer': return field.min ?? 1;
    case 'choice': return field.choices?.[0]?.value ?? '';
    case 'date': return new Date().toISOString().slice(0, 10);
    default: return '1'.repeat(Math.max(1, field.min ?? 1));
  }
}

/** What the server found wrong with the answers, by the names of their fields. */
function Refused({ error, item }: { error: unknown; item: Reviewed | undefined }) {
  if (!(error instanceof ApiProblem) || error.errors.length === 0) return <ProblemText error={error} />;
  const labelOf = (field: string) => pick(item?.form.find((f) => field.endsWith(`.${f.name}`))?.label) || field;
  return <>{error.title}<ul>{error.errors.map((e, i) => <li key={i}>{labelOf(e.field)}: {e.message}</li>)}</ul></>;
}

function AnswerFields({ item, answers, onChange }: { item: Reviewed; answers: Answers; onChange: (answers: Answers) => void }) {
  const set = (name: string, value: string | number | boolean) => onChange({ ...answers, [name]: value });
  const given = complete(item, answers);
  return (
    <div className="pair">
      {item.form.map((field) => {
        const value = given[field.name];
        if (field.type === 'boolean') return <CheckField key={field.name} label={pick(field.label)} checked={value === true} onChange={(on) => set(field.name, on)} />;
        if (field.type === 'choice') return <ChoiceField key={field.name} label={pick(field.label)} value={String(value ?? '')} onChange={(v) => set(field.name, v)} choices={(field.choices ?? []).map((c) => ({ value: c.value, label: pick(c.label) }))} />;
        const isNumber = field.type === 'number' || field.type === 'integer';
        return <TextField key={field.name} label={pick(field.label)} type={isNumber ? 'number' : field.type === 'date' ? 'date' : 'text'} value={String(value ?? '')} required={false} onChange={(v) => set(field.name, isNumber ? Number(v) : v)} />;
      })}
    </div>
  );
}

function Walk({ xml, played, region }: { xml: string; played: Played; region: string }) {
  const t = useTexts(designerTexts);
  const [at, setAt] = useState(0);
  const last = played.steps.length - 1;
  const departments = useDepartmentsNear(region);
  const problems = mergeProblems(played.findings, []);
  const ends = {
    concluded: fill(t.playConcluded, { days: played.workingDays, departments: played.departments.map((code) => nameOf(departments, code)).join(t.and) || t.nothing }),
    stuck: t.playStuck, incident: t.playIncident, stopped: t.playStopped,
  };
  const step = played.steps[at];
  const passed = new Set(played.steps.slice(0, at).flatMap((s) => s.element ?? []));
  const marks: Mark[] = [...passed].filter((id) => id !== step?.element).map((element) => ({ element, tone: 'good', label: '✓' }));
  if (step?.element) marks.push({ element: step.element, tone: 'play', label: String(at + 1), state: pick(step.text) });
  return (
    <>
      <Alert role="status" type={played.end === 'concluded' ? 'success' : 'warning'} title={played.steps.length === 0 && problems.some((p) => p.severity === 'error') ? t.playNotRun : ends[played.end]} />
      {problems.length > 0 && <ProblemList problems={problems} nameOf={(id) => id} selected={null} onSelect={() => undefined} />}
      {step && (
        <>
          <div className="bar">
            <Button disabled={at === 0} onClick={() => setAt(at - 1)}>{t.previous}</Button>
            <Button type="primary" disabled={at === last} onClick={() => setAt(at + 1)}>{t.next}</Button>
            <span aria-live="polite">{fill(t.step, { n: at + 1, all: last + 1 })} · {dayTime(step.at)} · {pick(step.text)}</span>
          </div>
          <Diagram xml={xml} marks={marks} selected={step.element} onSelect={(id) => {
            const found = played.steps.findIndex((s) => s.element === id);
            if (found >= 0) setAt(found);
          }} />
          <section className="panel">
            <h2>{t.steps}</h2>
            <ol className="problems play-steps">
              {played.steps.map((s, i) => (
                <li key={i}>
                  <button type="button" className="outline-entry" aria-current={i === at ? 'step' : undefined} onClick={() => setAt(i)}>
                    <span>{i + 1}. {pick(s.text)}</span>
                    <span className="outline-type">{dayTime(s.at)} {s.element && ` · ${s.element}`}{s.department && ` · ${nameOf(departments, s.department)}`}</span>
                  </button>
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
    </>
  );
}
