import { Input } from 'antd';
import { useState } from 'react';
import { pick, useTexts } from '../../shared/texts';
import { Explanation } from '../Instant';
import { instantTexts } from '../instantTexts';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

/** 抽查: a person looks at what rules decided. */
export function InstantCheckForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(instantTexts);
  const [right, setRight] = useState<boolean | null>(null);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const wrongNote = right === false && note.trim() === '';
  const taskId = props.task!.taskId;
  const send = () => {
    setAsked(true);
    if (right !== null && !wrongNote) void props.actions.send('instant-check', taskId, { taskId, right, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <p>{i.checkMeans}</p>
      {props.shown.instant?.explanation && <details open><summary>{i.explanation}</summary><Explanation of={props.shown.instant.explanation} /></details>}
      <fieldset className="choices">
        <legend>{i.checked}</legend>
        <label className="choice"><input type="radio" name="right" checked={right === true} onChange={() => setRight(true)} />{i.checkRight}</label>
        <label className="choice"><input type="radio" name="right" checked={right === false} onChange={() => setRight(false)} />{i.checkWrong}</label>
        {asked && right === null && <div className="wrong" role="alert">{t.kindRequired}</div>}
      </fieldset>
      <Field id="check-note" label={right === false ? i.checkNoteNeeded : i.checkNote} error={asked && wrongNote ? t.reasonRequired : null}>
        <Input.TextArea id="check-note" value={note} maxLength={2000} autoSize={{ minRows: 2, maxRows: 10 }} aria-required={right === false} onChange={(e) => setNote(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** 复核: a person decides again what rules decided. */
export function ReconsiderForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(instantTexts);
  const { shown, actions } = props;
  const [decision, setDecision] = useState<'grant' | 'deny' | null>(null);
  const [reason, setReason] = useState('');
  const [numbers, setNumbers] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState(false);
  const issues = decision === 'grant' && shown.decision?.decision === 'deny';
  const taskId = props.task!.taskId;
  const send = () => {
    setAsked(true);
    if (decision === null || reason.trim() === '') return;
    const results = shown.subCases.filter((s) => (numbers[s.item] ?? '').trim() !== '').map((s) => ({ item: s.item, name: pick(s.name, 'zh'), number: numbers[s.item]!.trim() }));
    void actions.send('reconsider', taskId, { taskId, decision, reason: reason.trim(), ...(issues && results.length > 0 ? { results } : {}) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <p>{i.reconsiderMeans}</p>
      {shown.instant?.explanation && <details><summary>{i.explanation}</summary><Explanation of={shown.instant.explanation} /></details>}
      {shown.instant?.appeal && <p>{i.appeal}: {shown.instant.appeal.reason}</p>}
      <fieldset className="choices">
        <legend>{t.decision}</legend>
        {(['grant', 'deny'] as const).map((one) => (
          <label key={one} className="choice"><input type="radio" name="again" checked={decision === one} onChange={() => setDecision(one)} />{one === 'grant' ? t.grant : t.deny}</label>
        ))}
        {asked && decision === null && <div className="wrong" role="alert">{t.kindRequired}</div>}
      </fieldset>
      <Field id="again-reason" label={t.reasonNeeded} error={asked && reason.trim() === '' ? t.reasonRequired : null}>
        <Input.TextArea id="again-reason" value={reason} maxLength={2000} autoSize={{ minRows: 3, maxRows: 12 }} aria-required onChange={(e) => setReason(e.target.value)} />
      </Field>
      {issues && (
        <fieldset className="choices">
          <legend>{i.issued}</legend>
          {shown.subCases.filter((s) => s.applies).map((s) => (
            <Field key={s.item} id={`again-${s.item}`} label={`${pick(s.name)} · ${t.resultNumber}`}>
              <Input id={`again-${s.item}`} value={numbers[s.item] ?? ''} maxLength={100} onChange={(e) => setNumbers({ ...numbers, [s.item]: e.target.value })} />
            </Field>
          ))}
        </fieldset>
      )}
    </FormFrame>
  );
}
