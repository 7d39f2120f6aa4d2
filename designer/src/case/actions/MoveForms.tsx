import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { api, query } from '../../shared/api';
import { pick, useTexts } from '../../shared/texts';
import { Empty, Failed, Loading } from '../../staff/states';
import { casePath } from '../api';
import { moveTexts } from '../moveTexts';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

type Mode = 'branch' | 'cancel' | 'keep' | 'pause';

interface Target {
  target: string;
  title: string | null;
  modes: Mode[];
}

interface Officer {
  account: string;
  displayName: string | null;
}

/** 退回: where to, and what becomes of the other branches; the server says what is possible. */
export function SendBackForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const words = useTexts(moveTexts);
  const { shown, actions } = props;
  const taskId = props.task!.taskId;
  const [target, setTarget] = useState('');
  const [mode, setMode] = useState<Mode | ''>('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const targets = useQuery({
    queryKey: ['case', shown.caseId, 'send-back-targets', taskId, shown.version],
    queryFn: ({ signal }) => api.get<Target[]>(`${casePath(shown.caseId)}/tasks/${taskId}/send-back-targets`, { signal }),
  });
  if (targets.isPending) return <Loading />;
  if (targets.isError) return <Failed error={targets.error} onRetry={() => void targets.refetch()} />;
  if (targets.data.length === 0) return <Empty>{words.nowhere}</Empty>;
  const modes = targets.data.find((one) => one.target === target)?.modes ?? [];
  const chosen = modes.length === 1 ? modes[0] : mode;
  const send = () => {
    setAsked(true);
    if (target !== '' && chosen !== '' && reason.trim() !== '') void actions.send('send-back', taskId, { target, mode: chosen, reason: reason.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <Field id="back-target" label={words.target} hint={words.clockRuns} error={asked && target === '' ? t.kindRequired : null}>
        <select id="back-target" value={target} aria-required aria-describedby="back-target-hint" onChange={(e) => {
          setTarget(e.target.value);
          setMode('');
        }}>
          <option value="">{t.choose}</option>
          {targets.data.map((one) => <option key={one.target} value={one.target}>{one.title ?? words.window}</option>)}
        </select>
      </Field>
      {modes.length > 0 && (
        <fieldset className="choices">
          <legend>{words.how}</legend>
          {modes.map((one) => (
            <label key={one} className="choice"><input type="radio" name="back-mode" checked={chosen === one} onChange={() => setMode(one)} />{words[one]}</label>
          ))}
          {asked && chosen === '' && <div className="wrong" role="alert">{t.kindRequired}</div>}
        </fieldset>
      )}
      <Words id="back-reason" label={t.reasonNeeded} value={reason} asked={asked} onChange={setReason} />
    </FormFrame>
  );
}

/** 委派 and 抄送: a department, perhaps an officer of it, and what it is about. */
export function ToSomebodyForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const words = useTexts(moveTexts);
  const { shown, actions } = props;
  const name = props.name === 'copy' ? 'copy' : 'delegate';
  const [department, setDepartment] = useState('');
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const officers = useQuery({
    queryKey: ['officers', shown.region, department], enabled: department !== '',
    queryFn: ({ signal }) => api.get<Officer[]>(query('/api/officers', { region: shown.region, department }), { signal }),
  });
  const send = () => {
    setAsked(true);
    if (department !== '' && note.trim() !== '') void actions.send(name, props.task?.taskId ?? null, { department, note: note.trim(), ...(to === '' ? {} : { to }) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <Field id="to-department" label={name === 'copy' ? words.copyTo : words.delegateTo} error={asked && department === '' ? t.kindRequired : null}>
        <select id="to-department" value={department} aria-required onChange={(e) => {
          setDepartment(e.target.value);
          setTo('');
        }}>
          <option value="">{t.choose}</option>
          {Object.entries(shown.departmentNames).map(([code, text]) => <option key={code} value={code}>{pick(text)}</option>)}
        </select>
      </Field>
      {officers.data !== undefined && officers.data.length > 0 && (
        <Field id="to-officer" label={words.officer}>
          <select id="to-officer" value={to} onChange={(e) => setTo(e.target.value)}>
            <option value="">{words.anybody}</option>
            {officers.data.map((o) => <option key={o.account} value={o.account}>{o.displayName ?? o.account}</option>)}
          </select>
        </Field>
      )}
      <Words id="to-note" label={name === 'copy' ? words.copyNote : words.delegateNote} value={note} asked={asked} onChange={setNote} />
    </FormFrame>
  );
}

/** 撤回意见, 委派退还, 收回: words and nothing else; a recall needs not even these. */
export function MoveWordsForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const words = useTexts(moveTexts);
  const [said, setSaid] = useState('');
  const [asked, setAsked] = useState(false);
  const taskId = props.task!.taskId;
  const recall = props.name === 'recall';
  const send = () => {
    setAsked(true);
    if (recall) void props.actions.send('recall', taskId, {});
    else if (said.trim() !== '') void props.actions.send(props.name, taskId, props.name === 'return' ? { note: said.trim() } : { reason: said.trim() });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      {recall && <p>{words.recallMeans}</p>}
      {props.name === 'withdraw-opinion' && <p>{words.withdrawMeans}</p>}
      {!recall && <Words id="move-words" label={props.name === 'return' ? words.found : t.reasonNeeded} value={said} asked={asked} onChange={setSaid} />}
    </FormFrame>
  );
}

function Words({ id, label, value, asked, onChange }: { id: string; label: string; value: string; asked: boolean; onChange: (text: string) => void }) {
  const t = useTexts(moveTexts);
  const missing = asked && value.trim() === '';
  return (
    <Field id={id} label={label} error={missing ? t.needed : null}>
      <Input.TextArea id={id} value={value} maxLength={2000} aria-required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => onChange(e.target.value)} />
    </Field>
  );
}
