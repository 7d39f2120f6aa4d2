import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { ApiProblem, api } from '../shared/api';
import { fill, language, useTexts } from '../shared/texts';
import type { Known } from './completion';
import type { FeelEditor } from './editor';
import { feelTexts } from './texts';

const FeelInput = lazy(() => import('./FeelInput'));

interface Fault {
  code: string;
  message: string;
  line: number;
  column: number;
}

interface Props {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  known: readonly Known[];
  /** Given the editor, so that something can be put in at its caret. */
  onReady?: (editor: FeelEditor | null) => void;
}

const pauseMs = 500;

/** A field for a FEEL expression: names and functions are offered while one types, and what cannot be read is said with its place. */
export function FeelField({ label, hint, value, onChange, known, onReady }: Props) {
  const t = useTexts(feelTexts);
  const id = useId();
  const fault = useFault(value);
  const described = [hint ? `${id}-hint` : '', fault ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return (
    <div className="field feel-field">
      <span className="feel-label">{label}</span>
      <Suspense fallback={<textarea className="control feel" aria-label={label} rows={2} readOnly value={value} />}>
        <FeelInput label={label} described={described} isWrong={fault !== null} value={value} onChange={onChange} known={known} onReady={onReady} />
      </Suspense>
      {hint && <div id={`${id}-hint`} className="muted">{hint}{t.offered}</div>}
      <div aria-live="polite">
        {fault && <div id={`${id}-wrong`} className="field-wrong"><span aria-hidden="true">✕ </span>{fill(t.at, { line: fault.line, column: fault.column })}{fault.message}</div>}
      </div>
    </div>
  );
}

/** What the server's parser says of an expression, a moment after it rests; null while nothing is wrong. */
function useFault(text: string): Fault | null {
  const spoken = language.use();
  const [fault, setFault] = useState<Fault | null>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // A leading "=" marks an expression in BPMN files of other products; it is no part of it.
    const lead = /^\s*=/.exec(text)?.[0] ?? '';
    const expression = text.slice(lead.length);
    if (expression.trim() === '') return setFault(null);
    const given = new AbortController();
    const check = async () => {
      try {
        const { error } = await api.post<{ error: Fault | null }>('/api/feel/check', { expression }, { signal: given.signal });
        if (!given.signal.aborted) setFault(error && { ...error, column: error.column + (error.line === 1 ? lead.length : 0) });
      } catch (problem) {
        // The checks of the whole definition say it too; a field says nothing it was not told.
        if (!given.signal.aborted && problem instanceof ApiProblem) setFault(null);
      }
    };
    const timer = setTimeout(() => void check(), isFirst.current ? 0 : pauseMs);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [text, spoken]);
  return fault;
}
