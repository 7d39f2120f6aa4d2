import { Component, type ReactNode } from 'react';
import { Link } from 'wouter';
import { ProblemText } from '../shared/form/notice';
import { inLanguage, language, useTexts } from '../shared/texts';
import { applyTexts } from './texts';

export { Notice, ProblemText } from '../shared/form/notice';

export function Loading() {
  const t = useTexts(applyTexts);
  return <div className="state" role="status">{t.loading}</div>;
}

/** What could not be loaded: the whole page, or a part of one. */
export function Failed({ error, onRetry, part = false }: { error: unknown; onRetry: () => void; part?: boolean }) {
  const t = useTexts(applyTexts);
  return (
    <div className="state" role="alert">
      {part ? <strong>{t.failed}</strong> : <h1>{t.failed}</h1>}
      <ProblemText error={error} />
      <button type="button" className="f-button" onClick={onRetry}>{t.retry}</button>
    </div>
  );
}

export function NotFound() {
  const t = useTexts(applyTexts);
  return <div className="state"><h1>{t.notFound}</h1><Link className="f-button" href="/">{t.toHome}</Link></div>;
}

/** Keeps a fault of one page from leaving nothing at all. */
export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const t = inLanguage(applyTexts, language.get());
    return <div className="state" role="alert"><strong>{t.crashed}</strong><button type="button" className="f-button" onClick={() => location.reload()}>{t.reload}</button></div>;
  }
}
