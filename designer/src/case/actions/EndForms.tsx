import { Input } from 'antd';
import { useState } from 'react';
import { language, useTexts } from '../../shared/texts';
import { intakeTexts } from '../intakeTexts';
import { owedText } from '../names';
import { caseTexts } from '../texts';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

const reasons = ['applicantGone', 'subjectGone', 'lawChanged', 'forceMajeure', 'noCooperation'] as const;

/** 终止: handling ends without a decision, for a reason that the law names. */
export function TerminateForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(intakeTexts);
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const send = () => {
    setAsked(true);
    if (reason !== '' && basis.trim() !== '') void props.actions.send('terminate', null, { reason, basis: basis.trim(), ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <FormFrame {...frame} danger onSubmit={send}>
      <p>{i.terminateMeans}</p>
      <Field id="terminate-reason" label={i.terminateReason} error={asked && reason === '' ? t.kindRequired : null}>
        <select id="terminate-reason" value={reason} aria-required onChange={(e) => setReason(e.target.value)}>
          <option value="">{t.choose}</option>
          {reasons.map((one) => <option key={one} value={one}>{i[one]}</option>)}
        </select>
      </Field>
      <Basis id="terminate-basis" value={basis} onChange={setBasis} asked={asked} />
      <Field id="terminate-note" label={i.terminateNote}>
        <Input.TextArea id="terminate-note" value={note} maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setNote(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** 撤销: what was granted is taken back, for a promise that was not kept or another reason of the law. */
export function RevokeForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(intakeTexts);
  const wanted = language.use();
  const { shown, actions } = props;
  const unkept = (shown.obligations ?? []).filter((o) => o.end === 'broken' || (o.end === null && o.card === 'red'));
  const [obligation, setObligation] = useState(unkept.length === 0 ? '' : String(unkept[0]!.id));
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('');
  const [asked, setAsked] = useState(false);
  const send = () => {
    setAsked(true);
    if (reason.trim() !== '' && basis.trim() !== '') void actions.send('revoke', null, { reason: reason.trim(), basis: basis.trim(), ...(obligation === '' ? {} : { obligation: Number(obligation) }) });
  };
  return (
    <FormFrame {...frame} danger onSubmit={send}>
      <p>{i.revokeMeans}</p>
      {unkept.length > 0 && (
        <Field id="revoke-for" label={i.revokeFor}>
          <select id="revoke-for" value={obligation} onChange={(e) => setObligation(e.target.value)}>
            {unkept.map((o) => <option key={o.id} value={o.id}>{owedText(shown, o, wanted)}</option>)}
            <option value="">{i.revokeOther}</option>
          </select>
        </Field>
      )}
      <Field id="revoke-reason" label={t.reasonNeeded} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="revoke-reason" value={reason} maxLength={2000} autoSize={{ minRows: 3, maxRows: 12 }} aria-required onChange={(e) => setReason(e.target.value)} />
      </Field>
      <Basis id="revoke-basis" value={basis} onChange={setBasis} asked={asked} />
    </FormFrame>
  );
}

function Basis({ id, value, onChange, asked }: { id: string; value: string; onChange: (value: string) => void; asked: boolean }) {
  const t = useTexts(caseTexts);
  return (
    <Field id={id} label={t.basisNeeded} error={asked && value.trim() === '' ? t.basisRequired : null}>
      <Input id={id} value={value} placeholder={t.basisHint} maxLength={500} aria-required onChange={(e) => onChange(e.target.value)} />
    </Field>
  );
}
