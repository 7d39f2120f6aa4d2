import { Button, Spin } from 'antd';
import { Component, type ReactNode } from 'react';
import { ApiProblem } from '../shared/api';
import { inLanguage, language, useTexts } from '../shared/texts';
import { shellTexts } from './texts';

export function Loading() {
  const t = useTexts(shellTexts);
  return <div className="state" role="status"><Spin /><span>{t.loading}</span></div>;
}

export function Empty({ children, action }: { children?: ReactNode; action?: ReactNode }) {
  const t = useTexts(shellTexts);
  return <div className="state"><span>{children ?? t.empty}</span>{action}</div>;
}

/** What went wrong, in the server's words, with a way to try again. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(shellTexts);
  return (
    <div className="state" role="alert">
      <strong>{t.failed}</strong>
      <ProblemText error={error} />
      {onRetry && <Button onClick={onRetry}>{t.retry}</Button>}
    </div>
  );
}

/** A refusal in the server's words: its title, then each field that is wrong. */
export function ProblemText({ error }: { error: unknown }) {
  if (!(error instanceof ApiProblem)) return <span>{String(error)}</span>;
  return (
    <span>
      {error.title}
      {error.detail !== null && error.detail !== '' && <span> {error.detail}</span>}
      {error.errors.length > 0 && <ul>{error.errors.map((e, i) => <li key={i}>{e.message}</li>)}</ul>}
    </span>
  );
}

/** Keeps a fault of one screen from taking the whole page. */
export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const t = inLanguage(shellTexts, language.get());
    return <div className="state" role="alert"><strong>{t.crashed}</strong><Button onClick={() => location.reload()}>{t.reload}</Button></div>;
  }
}
