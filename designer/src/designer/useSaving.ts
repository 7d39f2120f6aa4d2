import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ModelerHandle } from '../bpmn/modeler';
import { ApiProblem } from '../shared/api';
import { saveDraft, draftsKey, loadSource, type Source } from './api';
import { forgetCopy, keepCopy } from './localCopy';

const copyAfterMs = 800;

/** Keeps the drawing: in this browser a moment after each change, on the server when it is saved. */
export function useSaving(source: Source, account: string, handle: ModelerHandle | null) {
  const client = useQueryClient();
  const [state, setState] = useState<'saved' | 'unsaved' | 'saving'>('saved');
  const [revision, setRevision] = useState(source.revision);
  const [conflict, setConflict] = useState<ApiProblem | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const at = useRef({ revision: source.revision, changes: 0, saved: 0, note: '', timer: undefined as ReturnType<typeof setTimeout> | undefined });

  const rest = () => {
    clearTimeout(at.current.timer);
    at.current.timer = undefined;
  };
  const copy = async () => {
    rest();
    if (handle && at.current.changes > at.current.saved) keepCopy(account, source.key, { xml: await handle.xml(), revision: at.current.revision, at: new Date().toISOString() });
  };
  const latestCopy = useRef(copy);
  latestCopy.current = copy;

  const changed = () => {
    at.current.changes++;
    setState('unsaved');
    clearTimeout(at.current.timer);
    at.current.timer = setTimeout(() => void latestCopy.current(), copyAfterMs);
  };

  // A page that is put away may not come back: what waits is kept now.
  useEffect(() => {
    const away = () => {
      if (document.visibilityState === 'hidden' && at.current.timer !== undefined) void latestCopy.current();
    };
    document.addEventListener('visibilitychange', away);
    return () => {
      document.removeEventListener('visibilitychange', away);
      if (at.current.timer !== undefined) void latestCopy.current();
    };
  }, []);

  const save = async (note: string) => {
    if (!handle) return;
    // A field that is being typed into gives its text when it is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const changes = at.current.changes;
    setState('saving');
    setFailure(null);
    at.current.note = note;
    try {
      const saved = await saveDraft(source.key, {
        xml: await handle.xml(), revision: at.current.revision, ...(note === '' ? {} : { note }),
        ...(source.baseVersion === null ? {} : { baseVersion: source.baseVersion }),
      });
      at.current.revision = saved.revision;
      at.current.saved = changes;
      setRevision(saved.revision);
      await client.invalidateQueries({ queryKey: draftsKey });
      if (at.current.changes === changes) {
        rest();
        forgetCopy(account, source.key);
        setState('saved');
      } else setState('unsaved');
    } catch (problem) {
      setState('unsaved');
      if (problem instanceof ApiProblem && (problem.code === 'draft-moved' || problem.code === 'draft-discarded')) setConflict(problem);
      else setFailure(problem instanceof ApiProblem ? [problem.title, problem.detail, ...problem.errors.map((e) => e.message)].filter(Boolean).join(' ') : String(problem));
    }
  };

  return {
    state, revision, conflict, failure, changed, save,
    /** Closes the question of a conflict; nothing is saved by it. */
    settle: () => setConflict(null),
    /** Saves this drawing over the one that somebody else saved. */
    overwrite: async () => {
      const now = await loadSource(source.key);
      at.current.revision = now?.revision ?? 0;
      setConflict(null);
      await save(at.current.note);
    },
    /** What was kept in this browser is not wanted any more. */
    forget: () => {
      rest();
      at.current.saved = at.current.changes;
      forgetCopy(account, source.key);
    },
  };
}
