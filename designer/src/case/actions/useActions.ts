import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { session } from '../../shared/session';
import { casePath, refreshed, type Case, type CaseTask } from '../api';
import { afterClaim, isDirect, type ActionName } from './actions';
import { submit } from './intents';

/** The form that is open: what is being done, and to which task. */
export interface Doing {
  name: ActionName;
  taskId: number | null;
}

export interface Actions {
  doing: Doing | null;
  busy: boolean;
  error: unknown;
  start(name: ActionName, task: CaseTask | null): void;
  close(): void;
  /** Sends the command; false when it was refused, and then `error` says why. */
  send(name: ActionName, taskId: number | null, body?: unknown): Promise<boolean>;
}

/** Some belong to a task by their address, the rest to the case. */
function addressOf(caseId: string, name: ActionName, taskId: number | null): string {
  const onTask = ['claim', 'release', 'opinion', 'complete', 'urge', 'reassign', 'add-signer', 'remove-signer', 'send-back', 'withdraw-opinion', 'delegate', 'return', 'recall', 'check', 'verify'].includes(name);
  // What is recalled is returned, seen from the other side.
  if (name === 'recall') return `${casePath(caseId)}/tasks/${taskId}/return`;
  if (name === 'copy') return `${casePath(caseId)}/copies`;
  return onTask ? `${casePath(caseId)}/tasks/${taskId}/${name}` : `${casePath(caseId)}/${name}`;
}

/** @param onDone called when every list shows the action's result */
export function useActions(caseId: string, onDone: (name: ActionName, taskId: number | null) => void): Actions {
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const send = async (name: ActionName, taskId: number | null, body?: unknown): Promise<boolean> => {
    setBusy(true);
    setError(null);
    const head = ['case', caseId, 'head'];
    const before = client.getQueryData<Case>(head);
    const optimistic = (name === 'claim' || name === 'release') && before !== undefined && taskId !== null;
    if (optimistic) {
      await client.cancelQueries({ queryKey: head });
      client.setQueryData<Case>(head, afterClaim(before, taskId, name, session.get()?.account ?? ''));
    }
    try {
      await submit(addressOf(caseId, name, taskId), body);
      await refreshed(client, caseId);
      setDoing(null);
      onDone(name, taskId);
      return true;
    } catch (problem) {
      if (optimistic) client.setQueryData(head, before);
      setError(problem);
      // Refused because somebody else was faster: show what is there now.
      void client.invalidateQueries({ queryKey: ['case', caseId] });
      return false;
    } finally {
      setBusy(false);
    }
  };

  return {
    doing, busy, error, send,
    start(name, task) {
      setError(null);
      if (isDirect(name)) void send(name, task?.taskId ?? null);
      else setDoing({ name, taskId: task?.taskId ?? null });
    },
    close() {
      setDoing(null);
      setError(null);
    },
  };
}
