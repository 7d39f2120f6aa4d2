import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { api, query } from '../../shared/api';
import { pick, useTexts } from '../../shared/texts';
import { reviewTexts } from '../reviewTexts';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

interface Officer {
  account: string;
  displayName: string | null;
}

/** 加签: another department or officer signs the same step too. */
export function AddSignerForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const words = useTexts(reviewTexts);
  const { shown, actions } = props;
  const [department, setDepartment] = useState('');
  const [officer, setOfficer] = useState('');
  const [position, setPosition] = useState<'before' | 'after' | 'parallel'>('parallel');
  const [weight, setWeight] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const officers = useQuery({
    queryKey: ['officers', shown.region, department], enabled: department !== '',
    queryFn: ({ signal }) => api.get<Officer[]>(query('/api/officers', { region: shown.region, department }), { signal }),
  });
  const send = () => {
    setAsked(true);
    if (department === '' || reason.trim() === '') return;
    void actions.send('add-signer', props.task!.taskId, {
      department, position, reason: reason.trim(), ...(officer === '' ? {} : { officer }), ...(weight.trim() === '' ? {} : { weight: Number(weight) }),
    });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <Field id="signer-department" label={words.which} error={asked && department === '' ? t.kindRequired : null}>
        <select id="signer-department" value={department} aria-required onChange={(e) => {
          setDepartment(e.target.value);
          setOfficer('');
        }}>
          <option value="">{t.choose}</option>
          {Object.entries(shown.departmentNames).map(([code, name]) => <option key={code} value={code}>{pick(name)}</option>)}
        </select>
      </Field>
      {officers.data !== undefined && officers.data.length > 0 && (
        <Field id="signer-officer" label={words.whom}>
          <select id="signer-officer" value={officer} onChange={(e) => setOfficer(e.target.value)}>
            <option value="">{words.anybody}</option>
            {officers.data.map((o) => <option key={o.account} value={o.account}>{o.displayName ?? o.account}</option>)}
          </select>
        </Field>
      )}
      <fieldset className="choices">
        <legend>{words.position}</legend>
        {(['before', 'parallel', 'after'] as const).map((p) => (
          <label key={p} className="choice"><input type="radio" name="signer-position" checked={position === p} onChange={() => setPosition(p)} />{words[p]}</label>
        ))}
      </fieldset>
      <Field id="signer-weight" label={words.weight}>
        <Input id="signer-weight" type="number" min={0} value={weight} placeholder="1" onChange={(e) => setWeight(e.target.value)} />
      </Field>
      <Field id="signer-reason" label={t.reasonNeeded} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="signer-reason" value={reason} maxLength={2000} aria-required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** 减签: it is not waited for any more. */
export function RemoveSignerForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const words = useTexts(reviewTexts);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const send = () => {
    setAsked(true);
    if (reason.trim() !== '') void props.actions.send('remove-signer', props.task!.taskId, { reason: reason.trim() });
  };
  return (
    <FormFrame {...frame} danger onSubmit={send}>
      <p>{words.removeMeans}</p>
      <Field id="remove-reason" label={t.reasonNeeded} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="remove-reason" value={reason} maxLength={2000} aria-required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
