import { useState } from 'react';
import { Link } from 'wouter';
import { session } from '../shared/session';
import { useTexts } from '../shared/texts';
import { myCases, type CaseSummary } from './api';
import { CaseLines } from './caseLines';
import { useChanges, useLoad } from './load';
import { SignIn } from './signIn';
import { Failed, Loading, ProblemText } from './states';
import { applyTexts } from './texts';

export function MyCases() {
  const t = useTexts(applyTexts);
  const who = session.use();
  if (!who?.account) return <SignIn reason={t.casesSignIn} to="/cases" />;
  return <List />;
}

function List() {
  const t = useTexts(applyTexts);
  const first = useLoad('cases', (signal) => myCases(null, signal));
  const [rest, setRest] = useState<CaseSummary[]>([]);
  const [cursor, setCursor] = useState<string | null | undefined>(undefined);
  const [error, setError] = useState<unknown>(null);
  useChanges(null, () => {
    setRest([]);
    setCursor(undefined);
    first.reload();
  });
  if (first.error !== null && first.data === undefined) return <Failed error={first.error} onRetry={first.reload} />;
  if (first.data === undefined) return <Loading />;

  const next = cursor === undefined ? first.data.nextCursor : cursor;
  const more = async () => {
    setError(null);
    try {
      const page = await myCases(next);
      setRest([...rest, ...page.items]);
      setCursor(page.nextCursor);
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <section aria-labelledby="cases-title">
      <h1 id="cases-title">{t.casesTitle}</h1>
      <p><Link href="/mandates">{t.toMandates}</Link></p>
      <CaseLines cases={[...first.data.items, ...rest]} />
      {error !== null && <p role="alert"><ProblemText error={error} /></p>}
      {next !== null && <button type="button" className="f-button" onClick={() => void more()}>{t.more}</button>}
    </section>
  );
}
