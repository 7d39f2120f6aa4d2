import { useEffect, useRef, useState } from 'react';
import { language } from '../shared/texts';
import { checkModel, type Checked, type Model } from './api';

export interface CheckState {
  /** Of the last model that was checked; null before the first answer. */
  checked: Checked | null;
  isChecking: boolean;
  error: unknown;
}

const pauseMs = 600;

/** The server's word on the model after each change, once it rests; a newer change gives up the check under way. */
export function useCheck(model: Model): CheckState {
  const spoken = language.use();
  const [state, setState] = useState<CheckState>({ checked: null, isChecking: true, error: null });
  const isFirst = useRef(true);
  useEffect(() => {
    const given = new AbortController();
    const check = async () => {
      try {
        const checked = await checkModel(model, given.signal);
        if (!given.signal.aborted) setState({ checked, isChecking: false, error: null });
      } catch (error) {
        if (!given.signal.aborted) setState((before) => ({ ...before, isChecking: false, error }));
      }
    };
    setState((before) => ({ ...before, isChecking: true }));
    const timer = setTimeout(() => void check(), isFirst.current ? 0 : pauseMs);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [model, spoken]);
  return state;
}
