import { useRef, useState, type FormEvent } from 'react';
import { api, newKey } from '../shared/api';
import { FieldFrame } from '../shared/form/field';
import { useTexts } from '../shared/texts';
import { Notice, ProblemText } from './states';
import { progressTexts } from './texts';

/** 撤回: asked for twice, with a reason. It opens in the page; nothing pops up. */
export function Withdraw({ caseId, onDone }: { caseId: string; onDone: () => void }) {
  const t = useTexts(progressTexts);
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef<{ reason: string; key: string } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = reason.trim();
    setEmpty(text === '');
    setError(null);
    if (text === '') return document.getElementById('withdraw-reason')?.focus();
    setBusy(true);
    if (key.current?.reason !== text) key.current = { reason: text, key: newKey() };
    try {
      await api.post(`/api/cases/${caseId}/withdraw`, { reason: text }, { key: key.current.key });
      onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  if (!isOpen) return <button type="button" className="f-button f-danger no-print" onClick={() => setOpen(true)}>{t.withdraw}</button>;
  return (
    <form className="card no-print" onSubmit={(e) => void submit(e)} noValidate>
      <h2>{t.withdrawTitle}</h2>
      <p>{t.withdrawHint}</p>
      <FieldFrame id="withdraw-reason" label={t.withdrawReason} error={isEmpty ? t.reasonNeeded : null}>
        {(described) => <textarea id="withdraw-reason" className="f-input" rows={3} autoFocus maxLength={2000} value={reason} aria-required onChange={(e) => setReason(e.target.value)} {...described} />}
      </FieldFrame>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <div className="row">
        <button type="submit" className="f-button f-danger" disabled={busy}>{t.withdraw}</button>
        <button type="button" className="f-button" onClick={() => setOpen(false)}>{t.notNow}</button>
      </div>
    </form>
  );
}
