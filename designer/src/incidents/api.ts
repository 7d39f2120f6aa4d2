import { api } from '../shared/api';
import type { Text } from '../shared/texts';

export interface IncidentLine {
  caseId: string;
  incident: number;
  caseNumber: string;
  title: string | null;
  region: string;
  jointItem: string;
  element: string;
  code: string;
  detail: string;
  cause: string;
  raisedAt: string;
  run: string | null;
}

/** Open incidents of one cause. */
export interface IncidentGroup {
  cause: string;
  definition: string;
  element: string;
  elementName: string;
  code: string;
  pattern: string;
  incidents: number;
  cases: number;
  oldest: string;
  newest: string;
  example: IncidentLine;
  parts: { jointItem: string; jointItemName: Text | null; region: string; regionName: Text; incidents: number }[];
  run: string | null;
}

export interface FailedJob {
  caseId: string;
  caseNumber: string;
  activity: number;
  type: string;
  element: string;
  retries: number;
  failures: number;
  nextAt: string | null;
  heldUntil: string | null;
  failedAt: string;
  code: string;
  detail: string;
}

export type RunState = 'sampling' | 'sampled' | 'running' | 'halted' | 'stopping' | 'stopped' | 'ended';

export interface RunCounts {
  total: number;
  waiting: number;
  underWay: number;
  healed: number;
  failedAgain: number;
  gone: number;
  stillRunning: number;
  refused: number;
  left: number;
}

/** A bulk retry; once it has ended, its report. */
export interface RetryRun {
  id: string;
  cause: string;
  definition: string;
  element: string;
  code: string;
  pattern: string;
  reason: string;
  sampleSize: number;
  atOnce: number;
  tries: number;
  haltAfter: number;
  goesOn: boolean;
  state: RunState;
  startedBy: string;
  startedAt: string;
  releasedBy: string | null;
  releasedAt: string | null;
  stoppedBy: string | null;
  endedAt: string | null;
  haltedBecause: 'nothing-heals' | 'not-permitted' | null;
  all: RunCounts;
  sample: RunCounts;
  failedAgain: { cause: string; code: string; example: string; count: number; sameCause: boolean }[];
  openNow: number;
  mayRelease: boolean;
}

export const itemStates = ['waiting', 'under-way', 'healed', 'failed-again', 'gone', 'still-running', 'refused', 'left'] as const;

export type ItemState = (typeof itemStates)[number];

export interface RetryItem {
  ordinal: number;
  caseId: string;
  caseNumber: string;
  incident: number;
  isSample: boolean;
  state: ItemState;
  settledAt: string | null;
  nextCode: string | null;
  nextDetail: string | null;
}

export interface Beginning {
  cause: string;
  reason: string;
  region?: string;
  jointItem?: string;
  sample: number;
  atOnce: number;
  tries: number;
  haltAfter: number;
  goesOn: boolean;
}

export const beginRun = (body: Beginning, key: string) => api.post<RetryRun>('/api/retry-runs', body, { key });

export const releaseRest = (id: string, anyway: boolean, key: string) => api.post<RetryRun>(`/api/retry-runs/${id}/rest`, { anyway }, { key });

export const stopRun = (id: string, key: string) => api.post<RetryRun>(`/api/retry-runs/${id}/stop`, {}, { key });

export const skipIncident = (caseId: string, incident: number, reason: string, output: Record<string, unknown>, key: string) =>
  api.post(`/api/cases/${caseId}/incidents/${incident}/skip`, { reason, output }, { key });

export const isOpen = (run: RetryRun): boolean => run.endedAt === null;

/** How many of the counted have come to an end, whichever. */
export const settled = (of: RunCounts): number => of.healed + of.failedAgain + of.gone + of.stillRunning + of.refused + of.left;

/** Nothing of the sample came to a bad end. */
export const sampleHealed = (run: RetryRun): boolean => run.sample.healed > 0 && run.sample.healed + run.sample.gone === run.sample.total;
