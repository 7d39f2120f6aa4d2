import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseChanged } from '../shared/live';

export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  reload: () => void;
}

/**
 * Asks for what a page shows; the page keeps what it has while it asks again.
 * @param key names what is asked for; another key forgets what was there; null asks for nothing
 */
export function useLoad<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; data: T | undefined; error: unknown }>({ key, data: undefined, error: null });
  const [turn, setTurn] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;

  useEffect(() => {
    if (key === null) return;
    const ended = new AbortController();
    asking.current(ended.signal).then(
      (data) => {
        if (!ended.signal.aborted) setState({ key, data, error: null });
      },
      (error: unknown) => {
        if (!ended.signal.aborted) setState((before) => ({ key, data: before.key === key ? before.data : undefined, error }));
      },
    );
    return () => ended.abort();
  }, [key, turn]);

  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { data: state.key === key ? state.data : undefined, error: state.key === key ? state.error : null, reload };
}

const changes = new EventTarget();

/** Told by the live stream of a signed-in applicant; null when some may have been missed. */
export const tellChange = (change: CaseChanged | null): void => void changes.dispatchEvent(new CustomEvent('case', { detail: change }));

/** Calls back when the case has changed, or any case where none is named. */
export function useChanges(caseId: string | null, onChange: () => void): void {
  const call = useRef(onChange);
  call.current = onChange;
  useEffect(() => {
    const hear = (event: Event) => {
      const change = (event as CustomEvent<CaseChanged | null>).detail;
      if (change === null || caseId === null || change.caseId === caseId) call.current();
    };
    changes.addEventListener('case', hear);
    return () => changes.removeEventListener('case', hear);
  }, [caseId]);
}
