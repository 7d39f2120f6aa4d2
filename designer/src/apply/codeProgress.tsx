import { useEffect, useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { api } from '../shared/api';
import { FieldFrame, TextInput } from '../shared/form/field';
import { fill, pick, useTexts } from '../shared/texts';
import { useLoad } from './load';
import { progressBy, receiptIn, type Receipt } from './progress';
import { Missing, ProgressView } from './progressView';
import { Rating } from './rating';
import { ResultView } from './result';
import { Loading, Notice, ProblemText } from './states';
import { applyTexts, progressTexts } from './texts';

/**
 * Progress for who holds the receipt, without a sign-in. Number and code stand behind the "#" of the address, which
 * browsers send to nobody; they go to the server in the body of the question only.
 */
export function CodeProgress() {
  const t = useTexts(progressTexts);
  const a = useTexts(applyTexts);
  const [receipt, setReceipt] = useState<Receipt | null>(() => receiptIn(decoded(location.hash)));
  useEffect(() => {
    const read = () => setReceipt(receiptIn(decoded(location.hash)));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const page = useLoad(receipt === null ? null : `progress ${receipt.caseNumber} ${receipt.code}`, (signal) => progressBy(receipt!, signal));

  const ask = (next: Receipt | null) => {
    history.replaceState(history.state, '', next === null ? location.pathname : `#${encodeURIComponent(next.caseNumber)}.${next.code}`);
    setReceipt(next);
  };
  if (receipt === null || (page.data === undefined && page.error !== null)) {
    return <CodeForm first={receipt} error={receipt === null ? null : page.error} onAsk={(next) => (same(next, receipt) ? page.reload() : ask(next))} />;
  }
  if (page.data === undefined) return <Loading />;
  const progress = page.data;
  return (
    <>
      {page.error !== null && <Notice tone="bad"><ProblemText error={page.error} /></Notice>}
      <ProgressView progress={progress}>
        <Missing progress={progress}>
          <ul>{progress.missing.map((m) => <li key={m.material}><strong>{pick(m.name)}</strong>{t.colon}{m.reason}</li>)}</ul>
          <p>{t.missingSignIn}</p>
          <p><Link className="f-button f-primary" href="/cases">{a.signIn}</Link></p>
        </Missing>
        <ResultView progress={progress} />
        <Rating progress={progress} send={async (level, comment, key) => {
          await api.post('/api/progress/rating', { ...receipt, level, comment }, { key });
          page.reload();
        }} />
      </ProgressView>
      <div className="row no-print">
        <button type="button" className="f-button" onClick={page.reload}>{t.refresh}</button>
        <button type="button" className="f-button" onClick={() => ask(null)}>{t.another}</button>
      </div>
    </>
  );
}

const same = (a: Receipt, b: Receipt | null): boolean => a.caseNumber === b?.caseNumber && a.code === b.code;

function decoded(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

const codeLength = 10;

function CodeForm({ first, error, onAsk }: { first: Receipt | null; error: unknown; onAsk: (receipt: Receipt) => void }) {
  const t = useTexts(progressTexts);
  const [caseNumber, setCaseNumber] = useState(first?.caseNumber ?? '');
  const [code, setCode] = useState(first?.code ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (caseNumber.trim() !== '' && code.trim() !== '') onAsk({ caseNumber: caseNumber.trim(), code: code.trim() });
  };
  return (
    <form className="card entry" onSubmit={submit}>
      <h1>{t.byCodeTitle}</h1>
      <p className="quiet">{t.byCodeHint}</p>
      <FieldFrame id="case-number" label={t.caseNumber}>
        {(d) => <TextInput id="case-number" required value={caseNumber} onInput={setCaseNumber} onLeave={() => undefined} described={d} maxLength={60} />}
      </FieldFrame>
      <FieldFrame id="case-code" label={t.code} hint={fill(t.codeHint, { n: codeLength })}>
        {(d) => <TextInput id="case-code" required value={code} onInput={(v) => setCode(v.toUpperCase().replace(/\s/g, ''))} onLeave={() => undefined} described={d} maxLength={40} />}
      </FieldFrame>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <button type="submit" className="f-button f-primary">{t.look}</button>
    </form>
  );
}
