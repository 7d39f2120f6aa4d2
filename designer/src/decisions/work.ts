import type { Text } from '../shared/texts';
import type { Model } from './api';

/** What is being edited: a model with its name, and the version that it began with (0: a new one). */
export interface Work {
  name: Text;
  model: Model;
  baseVersion: number;
}

/** Kept in this browser for the account until it is published, so that a crash or a closed page loses nothing. */
export interface WorkCopy extends Work {
  at: string;
}

const keyOf = (account: string, code: string): string => `onego.decisions.${account}.${code}`;

export function readWork(account: string, code: string): WorkCopy | null {
  try {
    const kept = localStorage.getItem(keyOf(account, code));
    return kept === null ? null : (JSON.parse(kept) as WorkCopy);
  } catch {
    return null;
  }
}

export function keepWork(account: string, code: string, work: Work): void {
  try {
    localStorage.setItem(keyOf(account, code), JSON.stringify({ ...work, at: new Date().toISOString() }));
  } catch {
    // A browser without room goes on without a copy.
  }
}

export function forgetWork(account: string, code: string): void {
  try {
    localStorage.removeItem(keyOf(account, code));
  } catch {
    // A browser without storage has nothing to forget.
  }
}

export const isSame = (a: Work, b: Work): boolean =>
  a.model.xml === b.model.xml && a.model.decision === b.model.decision && a.name.zh === b.name.zh && a.name.en === b.name.en
  && a.model.tests.length === b.model.tests.length && a.model.tests.every((t, i) => t === b.model.tests[i]);

export const isCode = (code: string): boolean => /^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(code);
