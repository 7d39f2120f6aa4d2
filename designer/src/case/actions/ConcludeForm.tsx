import { Input } from 'antd';
import { useState } from 'react';
import { fill, pick } from '../../shared/texts';
import { FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

interface Row {
  item: string;
  on: boolean;
  name: string;
  number: string;
}

/** 办结: work ends; what was granted is issued, one result for each item. */
export function ConcludeForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const { shown, actions } = props;
  const denied = shown.decision?.decision === 'deny';
  const [rows, setRows] = useState<Row[]>(() =>
    denied ? [] : shown.subCases.filter((s) => s.applies).map((s) => ({ item: s.item, on: false, name: pick(s.name, 'zh'), number: '' })));
  const [asked, setAsked] = useState(false);
  const change = (item: string, to: Partial<Row>) => setRows(rows.map((r) => (r.item === item ? { ...r, ...to } : r)));
  const chosen = rows.filter((r) => r.on);
  const incomplete = chosen.find((r) => r.name.trim() === '' || r.number.trim() === '');
  const taskId = props.task!.taskId;
  const send = () => {
    setAsked(true);
    if (incomplete) document.getElementById(`result-${incomplete.item}-${incomplete.name.trim() === '' ? 'name' : 'number'}`)?.focus();
    else void actions.send('conclude', taskId, { taskId, results: chosen.map((r) => ({ item: r.item, name: r.name.trim(), number: r.number.trim() })) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <p>{denied ? t.concludeDenied : t.concludeMeans}</p>
      {rows.map((r) => {
        const part = shown.subCases.find((s) => s.item === r.item)!;
        return (
          <div key={r.item} className="missing-row">
            <label className="choice"><input type="checkbox" checked={r.on} onChange={(e) => change(r.item, { on: e.target.checked })} />{pick(part.name)}</label>
            {r.on && (
              <div className="act-pair">
                <div className="act-field">
                  <label htmlFor={`result-${r.item}-name`}>{t.resultName}</label>
                  <Input id={`result-${r.item}-name`} value={r.name} maxLength={200} onChange={(e) => change(r.item, { name: e.target.value })} />
                </div>
                <div className="act-field">
                  <label htmlFor={`result-${r.item}-number`}>{t.resultNumber}</label>
                  <Input id={`result-${r.item}-number`} value={r.number} maxLength={100} onChange={(e) => change(r.item, { number: e.target.value })} />
                </div>
                {asked && (r.name.trim() === '' || r.number.trim() === '') && <div className="wrong" role="alert">{fill(t.resultIncomplete, { item: pick(part.name) })}</div>}
              </div>
            )}
          </div>
        );
      })}
    </FormFrame>
  );
}
