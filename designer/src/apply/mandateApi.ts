import { api } from '../shared/api';
import type { Text } from '../shared/texts';

/** 授权: who may act for whom. */
export interface Mandate {
  id: string;
  role: 'principal' | 'agent' | 'window';
  /** Null when a window took it down. */
  principal: string | null;
  agent: string;
  /** Codes; empty for all. */
  jointItems: string[];
  from: string;
  to: string;
  basis: string;
  /** The agent may act by it today. */
  holds: boolean;
  revoked: string | null;
  revokedAt: string | null;
}

/** A case handled for somebody else. */
export interface Agency {
  caseId: string;
  caseNumber: string;
  title: string;
  status: number;
  statusName: Text;
  filedAt: string;
  until: string;
}

export const mandates = (signal?: AbortSignal) => api.get<Mandate[]>('/api/mandates', { signal });
export const agencies = (signal?: AbortSignal) => api.get<Agency[]>('/api/mandates/cases', { signal });
