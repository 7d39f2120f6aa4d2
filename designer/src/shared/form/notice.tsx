import type { ReactNode } from 'react';
import { ApiProblem } from '../api';

/** A refusal in the server's words, with each field that is wrong. */
export function ProblemText({ error }: { error: unknown }) {
  if (!(error instanceof ApiProblem)) return <span>{String(error)}</span>;
  return (
    <span>
      {error.title}{error.detail ? ` ${error.detail}` : ''}
      {error.errors.length > 0 && <ul>{error.errors.map((e, i) => <li key={i}>{e.message}</li>)}</ul>}
    </span>
  );
}

/** What happened after somebody pressed a button. */
export function Notice({ tone, children }: { tone: 'good' | 'bad' | 'note'; children: ReactNode }) {
  const shape = { good: '✓', bad: '✕', note: 'ℹ' }[tone];
  return <div className={`f-notice f-notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}><span aria-hidden="true">{shape}</span><div>{children}</div></div>;
}
