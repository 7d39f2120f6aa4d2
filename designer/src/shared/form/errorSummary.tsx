import { forwardRef, type MouseEvent } from 'react';
import { fill, useTexts } from '../texts';
import { formTexts } from './texts';

export interface SummaryLine {
  /** Element that the line leads to; null where there is none on the page. */
  id: string | null;
  label: string;
  message: string;
}

/** Moves to a field, or to the first control of a group of them. */
export function focusField(id: string): void {
  const found = document.getElementById(id);
  if (found === null) return;
  const target = found.matches('input, select, textarea, button, a') ? found : (found.querySelector<HTMLElement>('input, select, textarea, button') ?? found);
  found.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
}

/** All that has to be corrected, each line leading to its field. It takes the focus when somebody tries to go on. */
export const ErrorSummary = forwardRef<HTMLDivElement, { lines: readonly SummaryLine[] }>(function ErrorSummary({ lines }, ref) {
  const t = useTexts(formTexts);
  if (lines.length === 0) return null;
  const go = (id: string) => (event: MouseEvent) => {
    event.preventDefault();
    focusField(id);
  };
  return (
    <div ref={ref} className="f-summary" role="alert" tabIndex={-1}>
      <strong>{lines.length === 1 ? t.errorTitleOne : fill(t.errorTitle, { n: lines.length })}</strong>
      <ul>
        {lines.map((line, i) => {
          const text = line.label === '' ? line.message : fill(t.errorAt, { label: line.label, message: line.message });
          return <li key={i}>{line.id === null ? text : <a href={`#${line.id}`} onClick={go(line.id)}>{text}</a>}</li>;
        })}
      </ul>
    </div>
  );
});
