import { api } from '../shared/api';
import { receiptOf } from '../shared/receipt/api';
import type { Text } from '../shared/texts';

/** Where a case stands, for who holds its receipt: POST /api/progress. */
export interface Progress {
  caseNumber: string;
  title: Text;
  regionName: Text;
  status: number;
  statusName: Text;
  filedAt: string;
  /** The case's own time when this was read. */
  now: string;
  promisedDueAt: string | null;
  decidedAt: string | null;
  steps: ProgressStep[];
  awaiting: { who: 'applicant' | 'department' | null; departments: Text[] };
  missing: { material: string; name: Text; reason: string }[];
  missingNote: string | null;
  decision: 'grant' | 'deny' | null;
  reason: string | null;
  results: Result[];
  mayRate: boolean;
  rating: { level: number; comment: string | null } | null;
}

export interface ProgressStep {
  name: Text;
  department: Text;
  state: 'not-opened' | 'open' | 'done' | 'cancelled';
  dueAt: string | null;
  closedAt: string | null;
}

/** A licence or notice issued. */
export interface Result {
  item: string;
  name: string;
  number: string;
}

/** What the applicant's own page adds: GET /api/cases/{id}, as far as this page needs it. */
export interface OwnCase {
  caseId: string;
  caseNumber: string;
  status: number;
  statusName: Text;
  region: string;
  jointItem: string;
  title: string;
  filedAt: string;
  materials: { material: string; name: Text; fileId: string; fileName: string; size: number; sha256: string }[];
  missing: { material: string; reason: string }[];
  missingNote: string | null;
  actions: string[];
  materialNames: Record<string, Text>;
  /** What is owed: promised materials, commitments, conditions. */
  obligations?: Obligation[] | null;
  intake?: {
    commitments: { item: string; text: Text; replaces: string[]; checkWithin: { amount: number; unit: string }; madeAt: string | null }[];
    agent: { account: string | null; until: string } | null;
  } | null;
  applicant: { name: string | null } | null;
  /** What rules decided (秒批); null when no rule had a part. */
  instant?: {
    outcome: 'grant' | 'deny' | 'person';
    rule: string | null;
    words: Text | null;
    appeal: { reason: string; at: string } | null;
    reconsidered: { decision: 'grant' | 'deny'; replaced: boolean; reason: string; at: string } | null;
  } | null;
}

export interface Obligation {
  id: number;
  kind: 'deficiency' | 'commitment' | 'condition' | 'check';
  text: string;
  item: string | null;
  materials: string[];
  dueAt: string | null;
  card: string;
  end: 'fulfilled' | 'broken' | 'waived' | null;
  note: string | null;
  reports: { note: string; at: string }[];
  actions: string[];
}

/** The head of the case's chain of records: GET /api/cases/{id}/verification. */
export interface Proof {
  intact: boolean;
  events: number;
  head: { version: number; hash: string };
  checkedAt: string;
}

export interface Receipt {
  caseNumber: string;
  code: string;
}

export const progressBy = (receipt: Receipt, signal?: AbortSignal) => api.post<Progress>('/api/progress', receipt, { signal });

export const ownCase = (id: string, signal?: AbortSignal) => api.get<OwnCase>(`/api/cases/${id}`, { signal });

/** Progress of one's own case, by its receipt; null once the case's key was deleted. */
export async function ownProgress(id: string, signal?: AbortSignal): Promise<Progress | null> {
  const { caseNumber, code } = await receiptOf(id, signal);
  return code === null ? null : progressBy({ caseNumber, code }, signal);
}

/**
 * A hash as numbers that can be read to somebody on the telephone: eight numbers of five digits from its first sixteen
 * bytes.
 */
export function checkWords(hash: string): string[] {
  return (hash.slice(0, 32).match(/.{4}/g) ?? []).map((four) => String(Number.parseInt(four, 16)).padStart(5, '0'));
}

/** `#<number>.<code>` as the receipt's square code has it; null when it is something else. */
export function receiptIn(fragment: string): Receipt | null {
  const text = fragment.replace(/^#/, '');
  const dot = text.lastIndexOf('.');
  return dot <= 0 || dot === text.length - 1 ? null : { caseNumber: text.slice(0, dot), code: text.slice(dot + 1) };
}
