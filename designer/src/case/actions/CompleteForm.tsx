import { Button, Input } from 'antd';
import { useState } from 'react';
import { fill } from '../../shared/texts';
import { FormFrame } from './FormFrame';
import { valueOf, type ValueKind } from './output';
import { useFrame, type FormProps } from './OtherForms';

interface Row {
  name: string;
  kind: ValueKind;
  text: string;
}

/** A step of kind work is done; what it found out may join the flow's data under names of its own. */
export function CompleteForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const [rows, setRows] = useState<Row[]>([]);
  const [asked, setAsked] = useState(false);
  const change = (i: number, to: Partial<Row>) => setRows(rows.map((r, at) => (at === i ? { ...r, ...to } : r)));
  const wrong = rows.findIndex((r) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(r.name) || valueOf(r.kind, r.text) === undefined);
  const taskId = props.task!.taskId;
  const send = () => {
    setAsked(true);
    if (wrong >= 0) document.getElementById(`output-${wrong}`)?.focus();
    else void props.actions.send('complete', taskId, rows.length === 0 ? {} : { output: Object.fromEntries(rows.map((r) => [r.name, valueOf(r.kind, r.text)])) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <p>{t.completeMeans}</p>
      {rows.map((r, i) => (
        <div key={i} className="act-row">
          <Input id={`output-${i}`} aria-label={fill(t.outputName, { n: i + 1 })} placeholder={t.outputNameHint} value={r.name} maxLength={60} onChange={(e) => change(i, { name: e.target.value.trim() })} />
          <select aria-label={fill(t.outputKind, { n: i + 1 })} value={r.kind} onChange={(e) => change(i, { kind: e.target.value as ValueKind, text: '' })}>
            <option value="text">{t.kindText}</option>
            <option value="number">{t.kindNumber}</option>
            <option value="boolean">{t.kindBoolean}</option>
          </select>
          {r.kind === 'boolean'
            ? <select aria-label={fill(t.outputValue, { n: i + 1 })} value={r.text} onChange={(e) => change(i, { text: e.target.value })}><option value="">{t.choose}</option><option value="true">{t.yes}</option><option value="false">{t.no}</option></select>
            : <Input aria-label={fill(t.outputValue, { n: i + 1 })} value={r.text} maxLength={1000} onChange={(e) => change(i, { text: e.target.value })} />}
          <Button aria-label={`${t.remove} ${i + 1}`} onClick={() => setRows(rows.filter((_, at) => at !== i))}>{t.remove}</Button>
        </div>
      ))}
      {asked && wrong >= 0 && <div className="wrong" role="alert">{fill(t.outputWrong, { n: wrong + 1 })}</div>}
      {rows.length < 30 && <Button onClick={() => setRows([...rows, { name: '', kind: 'text', text: '' }])}>{t.outputAdd}</Button>}
    </FormFrame>
  );
}
