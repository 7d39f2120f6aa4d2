import { useRef, useState, type FormEvent } from 'react';
import { newKey } from '../shared/api';
import { fill, useTexts } from '../shared/texts';
import type { Progress } from './progress';
import { Notice, ProblemText } from './states';
import { progressTexts } from './texts';

const commentMax = 1000;

/** 好差评: five levels, once per case. */
export function Rating({ progress, send }: { progress: Progress; send: (level: number, comment: string | undefined, key: string) => Promise<void> }) {
  const t = useTexts(progressTexts);
  const names: Record<number, string> = { 5: t.rate5, 4: t.rate4, 3: t.rate3, 2: t.rate2, 1: t.rate1 };
  const [level, setLevel] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isEmpty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());

  if (progress.rating !== null) return <Notice tone="good">{fill(t.rated, { level: names[progress.rating.level] ?? '' })} {t.ratedThanks}</Notice>;
  if (!progress.mayRate) return null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    setEmpty(level === null);
    if (level === null) return;
    setBusy(true);
    try {
      await send(level, comment.trim() === '' ? undefined : comment.trim(), key.current);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className="card no-print" onSubmit={(e) => void submit(e)}>
      <fieldset className="f-field" aria-describedby="rate-hint">
        <legend><h2>{t.rateTitle}</h2></legend>
        <p id="rate-hint" className="quiet">{t.rateHint}</p>
        <div className="f-radios rate">
          {[5, 4, 3, 2, 1].map((n) => (
            <label key={n} className="f-radio">
              <input type="radio" name="rating" value={n} checked={level === n} onChange={() => (setLevel(n), setEmpty(false))} />
              <span>{names[n]}<span className="rate-dots" aria-hidden="true">{'★'.repeat(n)}{'☆'.repeat(5 - n)}</span></span>
            </label>
          ))}
        </div>
      </fieldset>
      <label className="f-label" htmlFor="rate-comment">{t.rateComment}</label>
      <textarea id="rate-comment" className="f-input" rows={3} maxLength={commentMax} value={comment} onChange={(e) => setComment(e.target.value)} />
      {isEmpty && <Notice tone="bad">{t.rateChoose}</Notice>}
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <p><button type="submit" className="f-button f-primary" disabled={busy}>{t.rateSend}</button></p>
    </form>
  );
}
