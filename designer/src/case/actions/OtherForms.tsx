import { Input } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/texts';
import type { Case, CaseTask } from '../api';
import { caseTexts } from '../texts';
import { actionTexts, tone, type ActionName } from './actions';
import { DueDateForm, ExtendForm, SpecialEndForm, SpecialForm } from './ClockForms';
import { CompleteForm } from './CompleteForm';
import { ConcludeForm } from './ConcludeForm';
import { RevokeForm, TerminateForm } from './EndForms';
import { Field, FormFrame } from './FormFrame';
import { InstantCheckForm, ReconsiderForm } from './InstantForms';
import { CheckForm, CommitForm, DeficiencyForm, VerifyForm } from './IntakeForms';
import { ResumeForm, SuspendForm } from './SuspendForms';
import { SupplementAsk } from './SupplementAsk';
import { SupplementReceipt } from './SupplementReceipt';
import { MoveWordsForm, SendBackForm, ToSomebodyForm } from './MoveForms';
import { ReassignForm, UrgeForm } from './OverseeForms';
import { AddSignerForm, RemoveSignerForm } from './SignerForms';
import type { Actions } from './useActions';

export interface FormProps {
  name: ActionName;
  shown: Case;
  task: CaseTask | null;
  actions: Actions;
}

/** The forms that are not needed every minute: one file that is loaded with the first of them. */
export default function OtherForm(props: FormProps) {
  switch (props.name) {
    case 'accept': return <AcceptForm {...props} />;
    case 'instant-check': return <InstantCheckForm {...props} />;
    case 'reconsider': return <ReconsiderForm {...props} />;
    case 'decline':
    case 'withdraw':
    case 'erase': return <ReasonForm {...props} />;
    case 'decide': return <DecideForm {...props} />;
    case 'deliver': return <DeliverForm {...props} />;
    case 'suspend': return <SuspendForm {...props} />;
    case 'extend': return <ExtendForm {...props} />;
    case 'due-date': return <DueDateForm {...props} />;
    case 'special-procedure': return <SpecialForm {...props} />;
    case 'special-procedure-end': return <SpecialEndForm {...props} />;
    case 'resume': return <ResumeForm {...props} />;
    case 'supplement-request': return <SupplementAsk {...props} />;
    case 'check': return <CheckForm {...props} />;
    case 'accept-deficiency': return <DeficiencyForm {...props} />;
    case 'commit': return <CommitForm {...props} />;
    case 'verify': return <VerifyForm {...props} />;
    case 'terminate': return <TerminateForm {...props} />;
    case 'revoke': return <RevokeForm {...props} />;
    case 'hand-in-later':
    case 'supplement': return <SupplementReceipt {...props} />;
    case 'send-back': return <SendBackForm {...props} />;
    case 'delegate':
    case 'copy': return <ToSomebodyForm {...props} />;
    case 'withdraw-opinion':
    case 'return':
    case 'recall': return <MoveWordsForm {...props} />;
    case 'urge': return <UrgeForm {...props} />;
    case 'reassign': return <ReassignForm {...props} />;
    case 'add-signer': return <AddSignerForm {...props} />;
    case 'remove-signer': return <RemoveSignerForm {...props} />;
    case 'conclude': return <ConcludeForm {...props} />;
    default: return <CompleteForm {...props} />;
  }
}

/** What every form hands to its frame. */
export function useFrame({ name, actions }: FormProps) {
  const t = useTexts(caseTexts);
  const title = t[actionTexts[name].name];
  return { t, frame: { title, submit: title, danger: tone(name) === 'danger', busy: actions.busy, error: actions.error, onCancel: actions.close } };
}

function AcceptForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const taskId = props.task!.taskId;
  return (
    <FormFrame {...frame} onSubmit={() => void props.actions.send('accept', taskId, { taskId })}>
      <p>{t.acceptMeans}</p>
    </FormFrame>
  );
}

/** Decline and withdraw give a reason, the erasure its legal basis. */
function ReasonForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const { name, task, actions } = props;
  const send = () => {
    setAsked(true);
    const text = reason.trim();
    if (text === '') document.getElementById(`${name}-reason`)?.focus();
    else void actions.send(name, task?.taskId ?? null, name === 'erase' ? { basis: text } : name === 'decline' ? { taskId: task!.taskId, reason: text } : { reason: text });
  };
  return (
    <FormFrame {...frame} danger onSubmit={send}>
      <p>{name === 'erase' ? t.eraseMeans : name === 'decline' ? t.declineMeans : t.withdrawMeans}</p>
      <Field id={`${name}-reason`} label={name === 'erase' ? t.basisNeeded : t.reasonNeeded} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id={`${name}-reason`} value={reason} maxLength={2000} autoSize={{ minRows: 3, maxRows: 12 }} aria-required onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

function DecideForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const [decision, setDecision] = useState<'grant' | 'deny' | null>(null);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const against = props.shown.subCases.filter((s) => s.opinion?.kind === 'negative').length;
  // Granting against a negative opinion has to be explained as well; the server insists on it.
  const needsReason = decision === 'deny' || (decision === 'grant' && against > 0);
  const wrongReason = asked && needsReason && reason.trim() === '';
  const taskId = props.task!.taskId;
  const send = () => {
    setAsked(true);
    if (decision === null || (needsReason && reason.trim() === '')) return;
    void props.actions.send('decide', taskId, { taskId, decision, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <fieldset className="choices">
        <legend>{t.decision}</legend>
        {(['grant', 'deny'] as const).map((one) => (
          <label key={one} className="choice"><input type="radio" name="decision" checked={decision === one} onChange={() => setDecision(one)} />{one === 'grant' ? t.grant : t.deny}</label>
        ))}
        {asked && decision === null && <div className="wrong" role="alert">{t.kindRequired}</div>}
      </fieldset>
      <Field id="decide-reason" label={needsReason ? t.reasonNeeded : t.reason} error={wrongReason ? t.reasonRequired : null}>
        <Input.TextArea id="decide-reason" value={reason} maxLength={2000} autoSize={{ minRows: 3, maxRows: 12 }} aria-required={needsReason} onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

function DeliverForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const [method, setMethod] = useState<'online' | 'window' | 'post'>('window');
  const [receipt, setReceipt] = useState('');
  const taskId = props.task!.taskId;
  const names = { online: t.byOnline, window: t.byWindow, post: t.byPost };
  const send = () => void props.actions.send('deliver', taskId, { taskId, method, ...(receipt.trim() === '' ? {} : { receipt: receipt.trim() }) });
  return (
    <FormFrame {...frame} onSubmit={send}>
      <fieldset className="choices">
        <legend>{t.deliverMethod}</legend>
        {(['window', 'post', 'online'] as const).map((one) => (
          <label key={one} className="choice"><input type="radio" name="method" checked={method === one} onChange={() => setMethod(one)} />{names[one]}</label>
        ))}
      </fieldset>
      <Field id="deliver-receipt" label={t.deliverReceipt} hint={t.deliverReceiptHint}>
        <Input id="deliver-receipt" value={receipt} maxLength={200} aria-describedby="deliver-receipt-hint" onChange={(e) => setReceipt(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
