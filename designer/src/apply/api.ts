import { api, ApiProblem, query, type Page } from '../shared/api';
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
  filedAt: string;
  dueAt: string | null;
}

export const jointItems = (signal?: AbortSignal) => api.get<JointItemSummary[]>('/api/joint-items', { signal });
export const jointItem = (code: string, signal?: AbortSignal) => api.get<JointItemAnswer>(`/api/joint-items/${encodeURIComponent(code)}`, { signal });
export const regions = (signal?: AbortSignal) => api.get<Place[]>('/api/regions', { signal });
export const departments = (region: string, signal?: AbortSignal) => api.get<Place[]>(`/api/departments/${region}`, { signal });
export const myCases = (cursor: string | null, signal?: AbortSignal) => api.get<Page<CaseSummary>>(query('/api/cases', { cursor, limit: 20 }), { signal });

export const draftPrefix = 'draft.application.';

export interface DraftLine {
  jointItem: string;
  savedAt: string;
}

/** A key of the account's own store. */
interface StoreKey {
  key: string;
  savedAt: string;
}

export async function myDrafts(signal?: AbortSignal): Promise<DraftLine[]> {
  const keys = await api.get<StoreKey[]>('/api/my', { signal });
  return keys.filter((k) => k.key.startsWith(draftPrefix)).map((k) => ({ jointItem: k.key.slice(draftPrefix.length), savedAt: k.savedAt }));
}

export async function savedDraft(jointItemCode: string, signal?: AbortSignal): Promise<{ value: Draft; savedAt: string } | null> {
  try {
    return await api.get<{ value: Draft; savedAt: string }>(`/api/my/${draftPrefix}${jointItemCode}`, { signal });
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
