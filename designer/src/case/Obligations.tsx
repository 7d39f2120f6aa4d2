import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { dueDay } from '../shared/format';
import { fill, language, useTexts } from '../shared/texts';
import { CardMark, StateMark } from '../staff/marks';
import { Field, FormFrame } from './actions/FormFrame';
import { submit } from './actions/intents';
import { casePath, refreshed, type Case, type Obligation, type ObligationEnd } from './api';
import { intakeTexts } from './intakeTexts';
import { owedText, useDepartmentNames } from './names';
import { caseTexts } from './texts';

const tones = { fulfilled: 'good', broken: 'bad', waived: 'quiet' } as const;
const kindText = { deficiency: 'kindDeficiency', commitment: 'kindCommitment', condition: 'kindCondition', check: 'kindCheck' } as const;

/** Promised materials, commitments, conditions of opinions: the one list of what is owed, and what may be done with it. */
export function Obligations({ shown, owed }: { shown: Case; owed: readonly Obligation[] }) {
  return <ul className="parts">{owed.map((one) => <Owed key={one.id} shown={shown} of={one} />)}</ul>;
}

function Owed({ shown, of }: { shown: Case; of: Obligation }) {
  const t = useTexts(intakeTexts);
  const wanted = language.use();
  const nameOf = useDepartmentNames(shown);
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const text = owedText(shown, of, wanted);
  const open = (what: Doing | null) => {
    setError(null);
    setDoing(what);
  };
  const send = async (body: unknown) => {
    setBusy(true);
    setError(null);
    try {
      await submit(`${casePath(shown.caseId)}/obligations/${of.id}/${doing}`, body);
      await refreshed(client, shown.caseId);
      setDoing(null);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const buttons = { settle: t.settle, report: t.report, 'restore-credit': t.restore } as const;
  return (
    <li>
      <div className="part-name">
        <strong>{text}</strong>
        <div className="quiet">{t[kindText[of.kind]]} · {nameOf(of.department)}{of.note && ` · ${of.note}`}</div>
        {of.reports.map((r) => <div key={r.at} className="quiet">{fill(t.reported, { note: r.note })}</div>)}
      </div>
      <div className="part-state">
        <StateMark tone={of.end === null ? 'now' : tones[of.end]}>{of.end === null ? t.owedOpen : t[of.end]}</StateMark>
        <CardMark card={of.card} />
        {of.end === null && of.dueAt && <span className="quiet">{fill(t.due, { day: dueDay(of.dueAt) })}</span>}
        {of.notTrustedUntil && <span className="quiet">{fill(t.notTrusted, { day: of.notTrustedUntil })}</span>}
        {doing === null && doings.filter((d) => of.actions.includes(d)).map((d) => <Button key={d} className="no-print" onClick={() => open(d)} aria-label={`${buttons[d]}: ${text}`}>{buttons[d]}</Button>)}
      </div>
      {doing === 'settle' && <div className="act"><Settle of={of} text={text} busy={busy} error={error} onSend={send} onCancel={() => open(null)} /></div>}
      {(doing === 'report' || doing === 'restore-credit') && <div className="act"><Words doing={doing} of={of} text={text} busy={busy} error={error} onSend={send} onCancel={() => open(null)} /></div>}
    </li>
  );
}

const doings = ['settle', 'report', 'restore-credit'] as const;
type Doing = (typeof doings)[number];

interface FormProps {
  of: Obligation;
  text: string;
  busy: boolean;
  error: unknown;
  onSend: (body: unknown) => Promise<void>;
  onCancel: () => void;
}

function Settle({ of, text, busy, error, onSend, onCancel }: FormProps) {
  const t = useTexts(intakeTexts);
  const c = useTexts(caseTexts);
  const [end, setEnd] = useState<ObligationEnd | null>(null);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const needs = end === 'broken' || end === 'waived';
  const send = () => {
    setAsked(true);
    const said = note.trim();
    if (end !== null && !(needs && said === '')) void onSend({ end, ...(said === '' ? {} : { note: said }) });
  };
  const id = `settle-${of.id}`;
  return (
    <FormFrame title={fill(t.settleOf, { text })} submit={t.settle} busy={busy} error={error} onSubmit={send} onCancel={onCancel}>
      <fieldset className="choices">
        <legend>{t.settleEnd}</legend>
        {(['fulfilled', 'broken', 'waived'] as const).map((one) => (
          <label key={one} className="choice"><input type="radio" name={id} checked={end === one} onChange={() => setEnd(one)} />{t[one]}</label>
        ))}
        {asked && end === null && <div className="wrong" role="alert">{c.kindRequired}</div>}
      </fieldset>
      <Field id={`${id}-note`} label={needs ? t.noteNeeded : t.note} error={asked && needs && note.trim() === '' ? c.reasonRequired : null}>
        <Input.TextArea id={`${id}-note`} value={note} maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} aria-required={needs} onChange={(e) => setNote(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** What the applicant reports, or why a broken promise no longer counts. */
function Words({ doing, of, text, busy, error, onSend, onCancel }: FormProps & { doing: 'report' | 'restore-credit' }) {
  const t = useTexts(intakeTexts);
  const c = useTexts(caseTexts);
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState(false);
  const isReport = doing === 'report';
  const send = () => {
    setAsked(true);
    if (words.trim() !== '') void onSend(isReport ? { note: words.trim() } : { reason: words.trim() });
  };
  const id = `${doing}-${of.id}`;
  return (
    <FormFrame title={isReport ? t.report : fill(t.restoreOf, { text })} submit={isReport ? t.report : t.restore} busy={busy} error={error} onSubmit={send} onCancel={onCancel}>
      {!isReport && <p>{t.restoreMeans}</p>}
      <Field id={id} label={isReport ? t.noteNeeded : c.reasonNeeded} error={asked && words.trim() === '' ? c.reasonRequired : null}>
        <Input.TextArea id={id} value={words} maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} aria-required onChange={(e) => setWords(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
