import { Input } from 'antd';
import { useState } from 'react';
import { fill, pick } from '../../shared/texts';
import { Failed, Loading } from '../../staff/states';
import { useJointItem } from '../names';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

/** 补正告知: everything that is missing, once and in full, each with its reason. */
export function SupplementAsk(props: FormProps) {
  const { t, frame } = useFrame(props);
  const { shown, actions } = props;
  const item = useJointItem(shown.jointItem, shown.jointItemVersion);
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  if (item.isPending) return <Loading />;
  if (item.isError) return <Failed error={item.error} onRetry={() => void item.refetch()} />;

  const applying = new Set(shown.subCases.filter((s) => s.applies).map((s) => s.item));
  const there = new Set(shown.materials.map((m) => m.material));
  const materials = item.data.materials.filter((m) => m.neededBy.some((i) => applying.has(i)) || there.has(m.code));
  const chosen = materials.filter((m) => m.code in reasons);
  const mute = chosen.filter((m) => reasons[m.code]!.trim() === '');
  const taskId = props.task!.taskId;

  const toggle = (code: string, on: boolean) => {
    const next = { ...reasons };
    if (on) next[code] = there.has(code) ? '' : t.notHandedIn;
    else delete next[code];
    setReasons(next);
  };
  const send = () => {
    setAsked(true);
    if (chosen.length === 0) return;
    if (mute[0]) document.getElementById(`missing-${mute[0].code}`)?.focus();
    else void actions.send('supplement-request', taskId, {
      taskId, missing: chosen.map((m) => ({ material: m.code, reason: reasons[m.code]!.trim() })), ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
  };
  return (
    <FormFrame {...frame} onSubmit={send} foot={<span role="status">{fill(t.missingCount, { n: chosen.length })}</span>}>
      <p>{t.supplementOnce}</p>
      <fieldset className="missing">
        <legend>{t.missingMaterials}</legend>
        {materials.map((m) => (
          <div key={m.code} className="missing-row">
            <label className="choice">
              <input type="checkbox" checked={m.code in reasons} onChange={(e) => toggle(m.code, e.target.checked)} />
              <span>{pick(m.name)} <span className="quiet">{there.has(m.code) ? t.handedIn : t.notThere}</span></span>
            </label>
            {m.code in reasons && (
              <Field id={`missing-${m.code}`} label={fill(t.missingWhy, { material: pick(m.name) })} error={asked && reasons[m.code]!.trim() === '' ? t.reasonRequired : null}>
                <Input id={`missing-${m.code}`} value={reasons[m.code]} maxLength={2000} onChange={(e) => setReasons({ ...reasons, [m.code]: e.target.value })} />
              </Field>
            )}
          </div>
        ))}
        {asked && chosen.length === 0 && <div className="wrong" role="alert">{t.missingNone}</div>}
      </fieldset>
      <Field id="supplement-note" label={t.supplementNote}>
        <Input.TextArea id="supplement-note" value={note} maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setNote(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
