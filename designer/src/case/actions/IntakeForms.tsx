import { Button, Input } from 'antd';
import { useState } from 'react';
import { fill, language, pick, useTexts } from '../../shared/texts';
import type { Limit } from '../api';
import { intakeTexts } from '../intakeTexts';
import { limitText, unitOf } from '../limits';
import { materialName } from '../names';
import { Field, FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

/** 材料核对: a department says of each material that it needs whether it is in order. */
export function CheckForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(intakeTexts);
  const { shown, actions } = props;
  const taskId = props.task!.taskId;
  const needed = shown.intake?.checks.find((c) => c.taskId === taskId)?.needed ?? [];
  const [said, setSaid] = useState<Record<string, boolean>>({});
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState(false);
  const there = new Set(shown.materials.map((m) => m.material));
  const reasonOf = (code: string) => (reasons[code] ?? (there.has(code) ? '' : t.notHandedIn)).trim();
  const missing = needed.filter((code) => said[code] === false);
  const mute = missing.find((code) => reasonOf(code) === '');
  const send = () => {
    setAsked(true);
    const unsaid = needed.find((code) => said[code] === undefined);
    if (unsaid !== undefined) document.getElementById(`check-${unsaid}-ok`)?.focus();
    else if (mute !== undefined) document.getElementById(`check-${mute}`)?.focus();
    else void actions.send('check', taskId, { missing: missing.map((material) => ({ material, reason: reasonOf(material) })) });
  };
  return (
    <FormFrame {...frame} onSubmit={send} foot={<span role="status">{fill(i.checkBad, { n: missing.length })}</span>}>
      <p>{needed.length === 0 ? i.checkNone : i.checkMeans}</p>
      {needed.map((code) => {
        const name = materialName(shown, code);
        return (
          <fieldset key={code} className="missing-row missing">
            <legend>{name} <span className="quiet">{there.has(code) ? t.handedIn : t.notThere}</span></legend>
            <div className="choices">
              <label className="choice"><input type="radio" id={`check-${code}-ok`} name={`check-${code}`} checked={said[code] === true} onChange={() => setSaid({ ...said, [code]: true })} />{i.ok}</label>
              <label className="choice"><input type="radio" name={`check-${code}`} checked={said[code] === false} onChange={() => setSaid({ ...said, [code]: false })} />{i.missing}</label>
              {asked && said[code] === undefined && <div className="wrong" role="alert">{t.kindRequired}</div>}
            </div>
            {said[code] === false && (
              <Field id={`check-${code}`} label={i.whyMissing} error={asked && reasonOf(code) === '' ? t.reasonRequired : null}>
                <Input id={`check-${code}`} value={reasons[code] ?? (there.has(code) ? '' : t.notHandedIn)} maxLength={2000} aria-required onChange={(e) => setReasons({ ...reasons, [code]: e.target.value })} />
              </Field>
            )}
          </fieldset>
        );
      })}
      {needed.some((code) => said[code] === undefined) && (
        <Button onClick={() => setSaid({ ...Object.fromEntries(needed.map((code) => [code, true])), ...said })}>{i.checkRest}</Button>
      )}
    </FormFrame>
  );
}

/** 容缺受理: accepts, though minor materials follow. */
export function DeficiencyForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(intakeTexts);
  const { shown, actions } = props;
  const most: Limit = shown.intake?.deficiencyLimit ?? { amount: 1, unit: 'workingDays' };
  const there = new Set(shown.materials.map((m) => m.material));
  const missingBy = new Set((shown.intake?.checks ?? []).flatMap((c) => (c.missing ?? []).map((m) => m.material)));
  const [chosen, setChosen] = useState<readonly string[]>(() => (shown.intake?.mayFollow ?? []).filter((code) => missingBy.has(code) || (missingBy.size === 0 && !there.has(code))));
  const [promise, setPromise] = useState('');
  const [amount, setAmount] = useState(String(most.amount));
  const [asked, setAsked] = useState(false);
  const n = Number(amount);
  const wrongAmount = !Number.isInteger(n) || n < 1 || n > most.amount;
  const send = () => {
    setAsked(true);
    const taskId = shown.tasks.find((one) => one.kind === 'intake' && (one.state === 'open' || one.state === 'claimed'))?.taskId;
    if (taskId === undefined || chosen.length === 0) return;
    if (promise.trim() === '') document.getElementById('deficiency-promise')?.focus();
    else if (!wrongAmount) void actions.send('accept-deficiency', taskId, { taskId, materials: chosen, promise: promise.trim(), limit: { amount: n, unit: most.unit } });
  };
  return (
    <FormFrame {...frame} onSubmit={send} foot={<span role="status">{fill(t.missingCount, { n: chosen.length })}</span>}>
      <p>{i.deficiencyMeans}</p>
      <fieldset className="missing">
        <legend>{i.mayFollow}</legend>
        {(shown.intake?.mayFollow ?? []).map((code) => (
          <label key={code} className="choice missing-row">
            <input type="checkbox" checked={chosen.includes(code)} onChange={(e) => setChosen(e.target.checked ? [...chosen, code] : chosen.filter((c) => c !== code))} />
            <span>{materialName(shown, code)} <span className="quiet">{there.has(code) ? t.handedIn : t.notThere}</span></span>
          </label>
        ))}
        {asked && chosen.length === 0 && <div className="wrong" role="alert">{i.mayFollowNone}</div>}
      </fieldset>
      <Field id="deficiency-promise" label={i.promiseWords} error={asked && promise.trim() === '' ? i.promiseRequired : null}>
        <Input.TextArea id="deficiency-promise" value={promise} placeholder={i.promiseHint} maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} aria-required onChange={(e) => setPromise(e.target.value)} />
      </Field>
      <Field id="deficiency-limit" label={fill(i.followWithin, { unit: unitOf(most, i), n: most.amount })} error={asked && wrongAmount ? fill(i.limitWrong, { n: most.amount }) : null}>
        <Input id="deficiency-limit" type="number" min={1} max={most.amount} value={amount} aria-required onChange={(e) => setAmount(e.target.value)} />
      </Field>
    </FormFrame>
  );
}

/** 告知承诺, at the window in the applicant's name. */
export function CommitForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(intakeTexts);
  const wanted = language.use();
  const { shown, actions } = props;
  const offered = (shown.intake?.commitments ?? []).filter((c) => c.madeAt === null);
  const [item, setItem] = useState<string | null>(offered.length === 1 ? offered[0]!.item : null);
  const [asked, setAsked] = useState(false);
  const send = () => {
    setAsked(true);
    if (item !== null) void actions.send('commit', null, { item });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <p>{i.commitMeans}</p>
      <fieldset className="missing">
        <legend>{i.whichCommitment}</legend>
        {offered.map((c) => (
          <label key={c.item} className="choice missing-row">
            <input type="radio" name="commit-item" checked={item === c.item} onChange={() => setItem(c.item)} />
            <span>
              {pick(c.text, wanted)}
              <span className="quiet"> {c.replaces.length > 0 && `${fill(i.replaces, { materials: c.replaces.map((m) => materialName(shown, m)).join(i.comma) })} · `}{fill(i.checkWithin, { limit: limitText(c.checkWithin, i) })}</span>
            </span>
          </label>
        ))}
        {asked && item === null && <div className="wrong" role="alert">{t.kindRequired}</div>}
      </fieldset>
    </FormFrame>
  );
}

/** 事后核查: whether a promise was kept. */
export function VerifyForm(props: FormProps) {
  const { t, frame } = useFrame(props);
  const i = useTexts(intakeTexts);
  const [kept, setKept] = useState<boolean | null>(null);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const task = props.task!;
  const made = props.shown.intake?.commitments.find((c) => c.item === task.item);
  const wrongNote = kept === false && note.trim() === '';
  const send = () => {
    setAsked(true);
    if (kept !== null && !wrongNote) void props.actions.send('verify', task.taskId, { kept, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      <p>{i.verifyMeans}</p>
      {made && <p>{fill(i.promise, { text: pick(made.text) })}</p>}
      <fieldset className="choices">
        <legend>{i.verified}</legend>
        <label className="choice"><input type="radio" name="kept" checked={kept === true} onChange={() => setKept(true)} />{i.kept}</label>
        <label className="choice"><input type="radio" name="kept" checked={kept === false} onChange={() => setKept(false)} />{i.notKept}</label>
        {asked && kept === null && <div className="wrong" role="alert">{t.kindRequired}</div>}
      </fieldset>
      <Field id="verify-note" label={kept === false ? i.noteNeeded : i.note} error={asked && wrongNote ? t.reasonRequired : null}>
        <Input.TextArea id="verify-note" value={note} maxLength={2000} autoSize={{ minRows: 2, maxRows: 10 }} aria-required={kept === false} onChange={(e) => setNote(e.target.value)} />
      </Field>
    </FormFrame>
  );
}
