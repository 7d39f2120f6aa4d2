import { api, query, type Page } from '../shared/api';
import type { Draft } from '../shared/form/draft';
import type { JointItemAnswer, JointItemSummary, Place } from '../shared/form/types';
import type { Text } from '../shared/texts';

export interface CaseSummary {
  caseId: string;
  caseNumber: string;
  jointItem: string;
  title: string;
  status: number;
  statusName: Text;
  applicantName: string | null;
  filedAt: string;
  changedAt: string;
}

export interface FiledAnswer {
  caseId: string;
  caseNumber: string;
}

/** What this clerk filed; kept in the account's own store. */
export interface FiledEntry {
  caseId: string;
  caseNumber: string;
  jointItem: string;
  /** Day of Asia/Shanghai, as 2026-04-20. */
  day: string;
}

export const jointItems = () => api.get<JointItemSummary[]>('/api/joint-items');
export const jointItem = (code: string) => api.get<JointItemAnswer>(`/api/joint-items/${encodeURIComponent(code)}`);
export const regions = () => api.get<Place[]>('/api/regions');
export const departments = (region: string) => api.get<Place[]>(`/api/departments/${region}`);

const draftPrefix = 'draft.window.';

export const draftKey = (id: string): string => draftPrefix + id;

export const newDraftId = (): string => [...crypto.getRandomValues(new Uint8Array(5))].map((b) => b.toString(16).padStart(2, '0')).join('');

export interface DraftLine {
  id: string;
  savedAt: string;
  draft: Draft;
}

const draftsMax = 30;

/** The clerk's drafts, the newest first. */
export async function drafts(): Promise<DraftLine[]> {
  const keys = await api.get<{ key: string; savedAt: string }[]>('/api/my');
  const mine = keys.filter((k) => k.key.startsWith(draftPrefix)).sort((a, b) => b.savedAt.localeCompare(a.savedAt)).slice(0, draftsMax);
  return Promise.all(mine.map(async ({ key, savedAt }) => ({ id: key.slice(draftPrefix.length), savedAt, draft: (await api.get<{ value: Draft }>(`/api/my/${key}`)).value })));
}

const pagesMax = 5;

/** Cases filed on a day; so many as a window has in a day. */
export async function filedOn(date: string): Promise<CaseSummary[]> {
  const found: CaseSummary[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page++) {
    const answer: Page<CaseSummary> = await api.get(query('/api/cases', { from: date, to: date, limit: 100, cursor }));
    found.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return found;
}

const supplementAsked = 6;

export const awaitingSupplement = (q: string, cursor: string | null) => api.get<Page<CaseSummary>>(query('/api/cases', { status: supplementAsked, q, cursor, limit: 20 }));

export interface CaseHead {
  caseId: string;
  caseNumber: string;
  jointItem: string;
  title: string;
  missing: { material: string; reason: string }[];
  missingNote: string | null;
  actions: string[];
}

export const caseHead = (id: string) => api.get<CaseHead>(`/api/cases/${id}`);

/** Today where the cases are handled, as 2026-04-20. */
export const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
