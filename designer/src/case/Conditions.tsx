import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { dueDay } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { ProblemText } from '../staff/states';
import { submit } from './actions/intents';
import { casePath, refreshed, type Case, type Condition } from './api';
import { useDepartmentNames } from './names';
import { reviewTexts } from './reviewTexts';

const tones = { open: 'now', fulfilled: 'good', broken: 'bad', waived: 'quiet' } as const;

/** What conditional opinions ask for: reported by the applicant, settled by the department that set it. */
export function Conditions({ shown, conditions }: { shown: Case; conditions: readonly Condition[] }) {
  const t = useTexts(reviewTexts);
  if (conditions.length === 0) return null;
  return (
    <>
      <h4>{t.conditionsOwed}</h4>
      <ul className="plain">{conditions.map((c) => <Owed key={c.obligation} shown={shown} of={c} />)}</ul>
    </>
  );
}

function Owed({ shown, of }: { shown: Case; of: Condition }) {
  const t = useTexts(reviewTexts);
  const nameOf = useDepartmentNames(shown);
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const states = { open: t.owedOpen, fulfilled: t.fulfilled, broken: t.broken, waived: t.waived };
  const send = async (route: 'settle' | 'report', body: unknown) => {
    setBusy(true);
    setError(null);
    try {
      await submit(`${casePath(shown.caseId)}/obligations/${of.obligation}/${route}`, body);
      await refreshed(client, shown.caseId);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const text = note.trim();
  const mayAct = of.actions.length > 0;
  return (
    <li>
      {of.text} <StateMark tone={tones[of.state]}>{states[of.state]}</StateMark>
      <span className="quiet"> {nameOf(of.department)}{of.dueAt && ` · ${fill(t.due, { day: dueDay(of.dueAt) })}`}{of.note && ` · ${of.note}`}</span>
      {of.reports.map((report, i) => <div key={i} className="quiet">{fill(t.reported, { note: report })}</div>)}
      {mayAct && (
        <div className="act-row no-print">
          <Input value={note} maxLength={2000} aria-label={of.actions.includes('settle') ? t.settleNote : t.reportNote} placeholder={of.actions.includes('settle') ? t.settleNote : t.reportNote} onChange={(e) => setNote(e.target.value)} />
          {of.actions.includes('settle') && (['fulfilled', 'broken', 'waived'] as const).map((end) => (
            <Button key={end} loading={busy} onClick={() => void send('settle', { end, ...(text === '' ? {} : { note: text }) })}>{t[end]}</Button>
          ))}
          {of.actions.includes('report') && <Button loading={busy} disabled={text === ''} onClick={() => void send('report', { note: text })}>{t.report}</Button>}
        </div>
      )}
      {error !== null && <div className="wrong" role="alert"><ProblemText error={error} /></div>}
    </li>
  );
}
