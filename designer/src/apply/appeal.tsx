import { useRef, useState, type FormEvent } from 'react';
import { api, newKey } from '../shared/api';
import { FieldFrame } from '../shared/form/field';
import { language, pick, useTexts } from '../shared/texts';
import type { OwnCase } from './progress';
import { Notice, ProblemText } from './states';
import { appealTexts } from './texts';

/** 秒批: why rules decided so, and what became of it. */
export function ByRules({ own }: { own: OwnCase }) {
  const t = useTexts(appealTexts);
  const wanted = language.use();
  const said = own.instant;
  if (!said || said.outcome === 'person') return null;
  return (
    <section className="card">
      <h2>{t.byRules}</h2>
      <p>{said.outcome === 'grant' ? t.granted : t.denied}{said.words ? ` ${pick(said.words, wanted)}` : ''}</p>
      {said.appeal && <p>{t.appealed}: {said.appeal.reason}</p>}
      {said.reconsidered && <p>{said.reconsidered.replaced ? t.replaced : t.confirmed}: {said.reconsidered.reason}</p>}
    </section>
  );
}

/** 申诉: asked for twice, with a reason; a person then decides again. */
export function Appeal({ caseId, onDone }: { caseId: string; onDone: () => void }) {
  const t = useTexts(appealTexts);
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
    if (text === '') return document.getElementById('appeal-reason')?.focus();
    setBusy(true);
    if (key.current?.reason !== text) key.current = { reason: text, key: newKey() };
    try {
      await api.post(`/api/cases/${caseId}/appeal`, { reason: text }, { key: key.current.key });
      onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  if (!isOpen) return <button type="button" className="f-button no-print" onClick={() => setOpen(true)}>{t.appeal}</button>;
  return (
    <form className="card no-print" onSubmit={(e) => void submit(e)} noValidate>
      <h2>{t.appealTitle}</h2>
      <p>{t.appealHint}</p>
      <FieldFrame id="appeal-reason" label={t.appealReason} error={isEmpty ? t.appealReasonNeeded : null}>
        {(described) => <textarea id="appeal-reason" className="f-input" rows={3} autoFocus maxLength={2000} value={reason} aria-required onChange={(e) => setReason(e.target.value)} {...described} />}
      </FieldFrame>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <div className="row">
        <button type="submit" className="f-button f-primary" disabled={busy}>{t.appeal}</button>
        <button type="button" className="f-button" onClick={() => setOpen(false)}>{t.appealNot}</button>
      </div>
    </form>
  );
}
