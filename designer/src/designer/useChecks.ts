import { useEffect, useRef, useState } from 'react';
import type { ModelerHandle } from '../bpmn/modeler';
import { mergeProblems, type Problem } from '../bpmn/problems';
import { language } from '../shared/texts';
import { dryRun } from './api';

export interface Checks {
  problems: readonly Problem[];
  isChecking: boolean;
  /** The server could not be asked; only the lint's problems are listed. */
  isPartial: boolean;
}

const pauseMs = 500;

/** Checks the drawing after each change, once it rests; a newer change gives up the check under way. */
export function useChecks(handle: ModelerHandle | null, key: string, tick: number): Checks {
  const spoken = language.use();
  const [checks, setChecks] = useState<Checks>({ problems: [], isChecking: true, isPartial: false });
  const isFirst = useRef(true);

  useEffect(() => {
    if (handle === null) return;
    const given = new AbortController();
    const check = async () => {
      setChecks((before) => ({ ...before, isChecking: true }));
      const { lint } = await import('../bpmn/lint');
      if (given.signal.aborted) return;
      const reports = lint(handle.definitions());
      try {
        const answer = await dryRun(key, await handle.xml(), given.signal);
        if (!given.signal.aborted) setChecks({ problems: mergeProblems(answer.findings, reports), isChecking: false, isPartial: false });
      } catch {
        if (!given.signal.aborted) setChecks({ problems: mergeProblems([], reports), isChecking: false, isPartial: true });
      }
    };
    const timer = setTimeout(() => void check(), isFirst.current ? 0 : pauseMs);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [handle, key, tick, spoken]);
  return checks;
}
