import { Input } from 'antd';
import { useState } from 'react';
import { fill } from '../../shared/texts';
import { hasRole, session, type Session } from '../../shared/session';
import type { Case, Clock } from '../api';
import { useClockName, stopReasons, stopText } from '../clocks';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

/** The clocks to choose from: a review's belongs to its department, the case's to the lead; supervisors reach all. The server has the last word. */
function stoppable(shown: Case, state: Clock['state'], who: Session | undefined): Clock[] {
  const works = (department: string | undefined) => who?.grants.some((g) => g.region === shown.region && (g.department === department || (g.role === 'window' && department === 'window'))) ?? false;
  const mine = (clock: string) => works(clock === 'case' ? shown.leadDepartment : shown.tasks.find((t) => `task-${t.taskId}` === clock)?.department);
  return shown.clocks.filter((c) => c.clock !== 'intake' && c.state === state && (hasRole(who, 'supervisor') || mine(c.clock)));
}

/** 挂起: a clock stops for a reason that the law names. */
export function SuspendForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const nameOf = useClockName(props.shown);
  const clocks = stoppable(props.shown, 'running', session.use());
  const [clock, setClock] = useState((clocks.find((c) => c.clock !== 'case') ?? clocks[0])?.clock ?? 'case');
  const [reason, setReason] = useState<string>('');
  const [basis, setBasis] = useState('');
  const [asked, setAsked] = useState(false);
  // The law lets these two stop a clock only where another rule says so: it has to be named.
  const needsBasis = reason === 'forceMajeure' || reason === 'supplement';
  const wrongBasis = asked && needsBasis && basis.trim() === '';
  const send = () => {
    setAsked(true);
    if (reason === '' || (needsBasis && basis.trim() === '')) return;
    void props.actions.send('suspend', null, { clock, reason, ...(basis.trim() === '' ? {} : { basis: basis.trim() }) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <Field id="suspend-clock" label={t.whichClock}>
        <select id="suspend-clock" value={clock} onChange={(e) => setClock(e.target.value)}>
          {clocks.map((c) => <option key={c.clock} value={c.clock}>{nameOf(c.clock)}</option>)}
        </select>
      </Field>
      <Field id="suspend-reason" label={t.stopReason} error={asked && reason === '' ? t.kindRequired : null}>
        <select id="suspend-reason" value={reason} aria-required onChange={(e) => setReason(e.target.value)}>
          <option value="">{t.choose}</option>
          {stopReasons.map((one) => <option key={one} value={one}>{t[stopText[one]!]}</option>)}
        </select>
      </Field>
      <Field id="suspend-basis" label={needsBasis ? t.basisNeeded : t.basis} hint={t.basisHint} error={wrongBasis ? t.basisRequired : null}>
        <Input id="suspend-basis" value={basis} maxLength={500} aria-required={needsBasis} aria-describedby="suspend-basis-hint" onChange={(e) => setBasis(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** 恢复: a stopped clock runs on. */
export function ResumeForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const nameOf = useClockName(props.shown);
  const clocks = stoppable(props.shown, 'stopped', session.use());
  const [clock, setClock] = useState(clocks[0]?.clock ?? 'case');
  return (
    <FormFrame {...frame} onSubmit={() => void props.actions.send('resume', null, { clock })}>
      <fieldset className="choices">
        <legend>{t.whichClock}</legend>
        {clocks.map((c) => (
          <label key={c.clock} className="choice">
            <input type="radio" name="resume-clock" checked={clock === c.clock} onChange={() => setClock(c.clock)} />
            {nameOf(c.clock)}{c.stoppedFor && ` · ${fill(t.stoppedFor, { reason: t[stopText[c.stoppedFor] ?? 'unknownReason'] })}`}
          </label>
        ))}
      </fieldset>
    </FormFrame>
  );
}
