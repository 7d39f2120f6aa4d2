import { api } from '../shared/api';

export interface ParkedMessage {
  id: string;
  name: string;
  region: string;
  sender: string | null;
  thrownBy: string | null;
  caseId: string | null;
  receivedAt: string;
  expiresAt: string;
  tries: number;
  code: string | null;
  state: 'waiting' | 'expired' | 'discarded';
  settledBy: string | null;
  settledAt: string | null;
  reason: string | null;
}

export interface ParkedName {
  name: string;
  count: number;
  oldest: string;
  soonestExpiry: string;
}

export interface Wait {
  caseId: string;
  caseNumber: string;
  title: string;
  kind: 'message' | 'signal';
  name: string;
  element: string;
  region: string;
  jointItem: string;
  since: string;
}

export const parked = {
  names: (signal?: AbortSignal) => api.get<ParkedName[]>('/api/parked-messages/names', { signal }),
  discard: (id: string, reason: string, key: string) => api.post(`/api/parked-messages/${id}/discard`, { reason }, { key }),
  resend: (id: string, key: string) => api.post(`/api/parked-messages/${id}/resend`, undefined, { key }),
};
