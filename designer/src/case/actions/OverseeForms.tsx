import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { api, query } from '../../shared/api';
import { fill } from '../../shared/texts';
import { Empty, Failed, Loading } from '../../staff/states';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

/** 催办: a supervisor waits for it and says so. */
export function UrgeForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = note.trim() === '';
  const send = () => {
    setAsked(true);
    if (!missing) void props.actions.send('urge', props.task!.taskId, { note: note.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <Field id="urge-note" label={t.urgeNote} error={asked && missing ? t.reasonRequired : null}>
        <Input.TextArea id="urge-note" value={note} maxLength={500} aria-required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setNote(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

interface Officer {
  account: string;
  displayName: string | null;
  openTasks: number;
  absent: { from: string; to: string } | null;
}

/** 转办: the task goes to another officer of its department. */
export function ReassignForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const { shown, actions } = props;
  const task = props.task!;
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const officers = useQuery({
    queryKey: ['officers', shown.region, task.department],
    queryFn: ({ signal }) => api.get<Officer[]>(query('/api/officers', { region: shown.region, department: task.department }), { signal }),
  });
  if (officers.isPending) return <Loading />;
  if (officers.isError) return <Failed error={officers.error} onRetry={() => void officers.refetch()} />;
  const others = officers.data.filter((o) => o.account !== task.assignee);
  if (others.length === 0) return <Empty>{t.reassignNobody}</Empty>;
  const send = () => {
    setAsked(true);
    if (to !== '' && reason.trim() !== '') void actions.send('reassign', task.taskId, { to, reason: reason.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <Field id="reassign-to" label={t.reassignTo} error={asked && to === '' ? t.kindRequired : null}>
        <select id="reassign-to" value={to} aria-required onChange={(e) => setTo(e.target.value)}>
          <option value="">{t.choose}</option>
          {others.map((o) => (
            <option key={o.account} value={o.account} disabled={o.absent !== null}>
              {o.displayName ?? o.account} · {o.absent === null ? fill(t.holds, { n: o.openTasks }) : fill(t.absentUntil, { day: o.absent.to })}
            </option>
          ))}
        </select>
      </Field>
      <Field id="reassign-reason" label={t.reasonNeeded} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="reassign-reason" value={reason} maxLength={500} aria-required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setReason(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
