import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField } from '../parts/Field';
import { nameOf, useDepartments } from '../parts/places';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { day, dueDay } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { CardMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import { fetchCase, fetchOfficers, isActive, reassign, urge, type CaseTask } from './api';
import { boardTexts } from './texts';
import './board.css';

/** Urges (催办) or reassigns (转办) a task of a case. */
export function SuperviseDialog({ caseId, caseNumber, taskId, onClose }: { caseId: string; caseNumber: string; taskId?: number; onClose: () => void }) {
  const t = useTexts(boardTexts);
  const done = useDone();
  const found = useQuery({ queryKey: ['case', caseId], queryFn: ({ signal }) => fetchCase(caseId, signal) });
  const tasks = (found.data?.tasks ?? []).filter(isActive);
  const departments = useDepartments(found.data?.region ?? '').data;
  const [picked, setPicked] = useState<number | null>(taskId ?? null);
  const [what, setWhat] = useState<'urge' | 'reassign'>('urge');
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [to, setTo] = useState('');
  const task = tasks.find((one) => one.taskId === picked) ?? tasks[0];

  const send = async (key: string) => {
    if (task === undefined) return;
    if (what === 'urge') await urge(caseId, task.taskId, note.trim(), key);
    else await reassign(caseId, task.taskId, to, reason.trim(), key);
    await done(what === 'urge' ? t.urged : t.reassigned, ['case', caseId], ['cases'], ['tasks'], ['board'], ['officers']);
    onClose();
  };

  return (
    <FormDialog title={`${t.supervise} · ${caseNumber}`} submit={what === 'urge' ? t.urge : t.reassign} isDisabled={task === undefined} onClose={onClose} onSubmit={send}>
      {(error) => {
        if (found.isPending) return <Loading />;
        if (found.data === undefined) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
        if (task === undefined) return <p role="status">{t.noTasks}</p>;
        return (
          <>
            <fieldset className="tasks">
              <legend>{t.chooseTask}</legend>
              {tasks.map((one) => (
                <label key={one.taskId}>
                  <input type="radio" name="task" checked={one.taskId === task.taskId} onChange={() => { setPicked(one.taskId); setTo(''); }} />
                  <strong>{pick(one.itemName) || one.title}</strong>
                  <span>{nameOf(departments, one.department)}</span>
                  <span>{one.assignee ?? t.notClaimed}</span>
                  {one.dueAt && <span>{t.due} {dueDay(one.dueAt)}</span>}
                  <CardMark card={one.card} />
                </label>
              ))}
            </fieldset>
            <fieldset className="tasks">
              <legend>{t.what}</legend>
              <div className="row-of-choices">
                {(['urge', 'reassign'] as const).map((one) => (
                  <label key={one}><input type="radio" name="what" checked={what === one} onChange={() => setWhat(one)} />{t[one]}</label>
                ))}
              </div>
            </fieldset>
            {what === 'urge'
              ? <TextField label={t.note} hint={t.noteHint} lines={3} maxLength={500} value={note} onChange={setNote} error={error} at="$.note" />
              : <Reassign region={found.data.region} task={task} to={to} onTo={setTo} reason={reason} onReason={setReason} error={error} />}
          </>
        );
      }}
    </FormDialog>
  );
}

interface ReassignProps {
  region: string;
  task: CaseTask;
  to: string;
  onTo: (account: string) => void;
  reason: string;
  onReason: (reason: string) => void;
  error: unknown;
}

function Reassign({ region, task, to, onTo, reason, onReason, error }: ReassignProps) {
  const t = useTexts(boardTexts);
  const p = useTexts(partTexts);
  const officers = useQuery({ queryKey: ['officers', region, task.department], queryFn: ({ signal }) => fetchOfficers(region, task.department, signal) });
  if (officers.isPending) return <Loading />;
  if (officers.data === undefined) return <Failed error={officers.error} onRetry={() => void officers.refetch()} />;
  const others = officers.data.filter((o) => o.account !== task.assignee);
  const present = others.filter((o) => o.absent === null);
  const absent = others.filter((o) => o.absent !== null);
  if (others.length === 0) return <p role="status">{t.noOfficers}</p>;
  return (
    <>
      <ChoiceField
        label={t.to} none={p.choose} value={to} onChange={onTo} error={error} at="$.to"
        hint={absent.length > 0 ? `${t.toHint}: ${absent.map((o) => fill(t.officerAbsent, { name: o.displayName ?? o.account, day: day(o.absent!.to) })).join('、')}` : t.toHint}
        choices={present.map((o) => ({ value: o.account, label: fill(t.officerLoad, { name: o.displayName ?? o.account, n: o.openTasks }) }))}
      />
      <TextField label={t.reason} lines={3} maxLength={500} value={reason} onChange={onReason} error={error} at="$.reason" />
    </>
  );
}
