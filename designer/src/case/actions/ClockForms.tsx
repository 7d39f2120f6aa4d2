import { Input } from 'antd';
import { useState } from 'react';
import { fill, pick } from '../../shared/texts';
import { useClockRules, type Case, type Clock } from '../api';
import { unitText, useClockName } from '../clocks';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

/** The clocks with which the caller may do this now, as the server says. */
const clocksFor = (shown: Case, action: string): Clock[] => shown.clocks.filter((c) => c.actions?.includes(action));

function ClockField({ shown, clocks, value, onChange, label }: { shown: Case; clocks: Clock[]; value: string; onChange: (clock: string) => void; label: string }) {
  const nameOf = useClockName(shown);
  return (
    <Field id="which-clock" label={label}>
      <select id="which-clock" value={value} onChange={(e) => onChange(e.target.value)}>
        {clocks.map((c) => <option key={c.clock} value={c.clock}>{nameOf(c.clock)}</option>)}
      </select>
    </Field>
  );
}

/** 延期: once, with an authority and a reason. */
export function ExtendForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const rules = useClockRules(props.shown.caseId);
  const clocks = clocksFor(props.shown, 'extend');
  const [clock, setClock] = useState(clocks[0]?.clock ?? 'case');
  const [amount, setAmount] = useState('');
  const [authority, setAuthority] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const rule = clock === 'case' ? rules.data?.extension : rules.data?.reviewExtension;
  const unit = clocks.find((c) => c.clock === clock)?.unit;
  const wrong = !/^[1-9]\d{0,2}$/.test(amount);
  const send = () => {
    setAsked(true);
    if (wrong || authority.trim() === '' || reason.trim() === '') return;
    void props.actions.send('extend', null, { clock, amount: Number(amount), authority: authority.trim(), reason: reason.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <ClockField shown={props.shown} clocks={clocks} value={clock} onChange={setClock} label={t.whichClock} />
      <Field id="extend-by" label={fill(t.extendBy, { unit: unitText(unit, t) })}
        hint={rule === undefined ? undefined : fill(t.extendMost, { n: rule.most.amount, basis: rule.basis })} error={asked && wrong ? fill(t.amountRange, { n: rule?.most.amount ?? 999 }) : null}>
        <Input id="extend-by" inputMode="numeric" value={amount} maxLength={3} aria-required onChange={(e) => setAmount(e.target.value)} />
      </Field>
      <Field id="extend-authority" label={t.authority} error={asked && authority.trim() === '' ? t.authorityRequired : null}>
        <Input id="extend-authority" value={authority} maxLength={200} aria-required onChange={(e) => setAuthority(e.target.value)} />
      </Field>
      <Field id="extend-reason" label={t.extendReason} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="extend-reason" value={reason} maxLength={2000} aria-required onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** An authority sets the last day itself. */
export function DueDateForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const clocks = clocksFor(props.shown, 'due-date');
  const [clock, setClock] = useState(clocks[0]?.clock ?? 'case');
  const [dueOn, setDueOn] = useState('');
  const [authority, setAuthority] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const send = () => {
    setAsked(true);
    if (dueOn === '' || authority.trim() === '' || reason.trim() === '') return;
    void props.actions.send('due-date', null, { clock, dueOn, authority: authority.trim(), reason: reason.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <ClockField shown={props.shown} clocks={clocks} value={clock} onChange={setClock} label={t.whichClock} />
      <Field id="due-on" label={t.dueOn} error={asked && dueOn === '' ? t.dueOnRequired : null}>
        <input id="due-on" type="date" value={dueOn} aria-required onChange={(e) => setDueOn(e.target.value)} />
      </Field>
      <Field id="due-authority" label={t.authority} error={asked && authority.trim() === '' ? t.authorityRequired : null}>
        <Input id="due-authority" value={authority} maxLength={200} aria-required onChange={(e) => setAuthority(e.target.value)} />
      </Field>
      <Field id="due-reason" label={t.dueReason} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="due-reason" value={reason} maxLength={2000} aria-required onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** 特别程序: begins; what it takes is not counted, and the applicant is told of it in writing. */
export function SpecialForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const rules = useClockRules(props.shown.caseId);
  const clocks = clocksFor(props.shown, 'special-procedure');
  const [clock, setClock] = useState((clocks.find((c) => c.clock !== 'case') ?? clocks[0])?.clock ?? 'case');
  const [type, setType] = useState('');
  const [amount, setAmount] = useState('');
  const [told, setTold] = useState('');
  const [asked, setAsked] = useState(false);
  const rule = rules.data?.specialProcedures.find((r) => r.code === type);
  const wrong = !/^[1-9]\d{0,3}$/.test(amount);
  const send = () => {
    setAsked(true);
    if (type === '' || wrong || told.trim() === '') return;
    void props.actions.send('special-procedure', null, { clock, type, limit: { amount: Number(amount), unit: 'workingDays' }, told: told.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <ClockField shown={props.shown} clocks={clocks} value={clock} onChange={setClock} label={t.whichClock} />
      <Field id="special-type" label={t.specialType} hint={rule === undefined ? undefined : fill(t.basisIs, { basis: rule.basis })} error={asked && type === '' ? t.kindRequired : null}>
        <select id="special-type" value={type} aria-required onChange={(e) => setType(e.target.value)}>
          <option value="">{t.choose}</option>
          {(rules.data?.specialProcedures ?? []).map((r) => <option key={r.code} value={r.code}>{pick(r.name)}</option>)}
        </select>
      </Field>
      <Field id="special-limit" label={t.specialLimit} error={asked && wrong ? fill(t.amountRange, { n: rule?.most?.amount ?? 1000 }) : null}>
        <Input id="special-limit" inputMode="numeric" value={amount} maxLength={4} aria-required onChange={(e) => setAmount(e.target.value)} />
      </Field>
      <Field id="special-told" label={t.specialTold} error={asked && told.trim() === '' ? t.toldRequired : null}>
        <Input.TextArea id="special-told" value={told} maxLength={2000} aria-required onChange={(e) => setTold(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

export function SpecialEndForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const clocks = clocksFor(props.shown, 'special-procedure-end');
  const [clock, setClock] = useState(clocks[0]?.clock ?? 'case');
  const [result, setResult] = useState('');
  const [asked, setAsked] = useState(false);
  const send = () => {
    setAsked(true);
    if (result.trim() !== '') void props.actions.send('special-procedure-end', null, { clock, result: result.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <ClockField shown={props.shown} clocks={clocks} value={clock} onChange={setClock} label={t.whichClock} />
      <Field id="special-result" label={t.specialResult} error={asked && result.trim() === '' ? t.resultRequired : null}>
        <Input.TextArea id="special-result" value={result} maxLength={2000} aria-required onChange={(e) => setResult(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
