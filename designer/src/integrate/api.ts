import { api, query } from '../shared/api';
import type { Text } from '../shared/texts';

export interface Target {
  kind: 'webhook' | 'rabbitmq';
  url: string | null;
  routingKeyPrefix: string | null;
}

export interface HeldCase {
  caseId: string;
  position: number;
  attempts: number;
  nextTry: string;
  error: string | null;
}

export interface Subscription {
  id: string;
  account: string;
  region: string;
  types: string[];
  jointItems: string[];
  departments: string[];
  target: Target;
  note: string;
  state: 'active' | 'paused' | 'waiting';
  /** Why nothing goes out: a stable code. */
  trouble: string | null;
  position: number;
  lag: number;
  heldCases: number;
  delivered: number;
  lastDeliveredAt: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
  held: HeldCase[];
}

export interface SubscriptionWish {
  region: string;
  types: string[];
  jointItems: string[] | null;
  departments: string[] | null;
  target: Target;
  note: string;
}

export interface Delivery {
  at: string;
  messageId: string;
  type: string;
  caseId: string | null;
  position: number | null;
  attempt: number;
  outcome: 'delivered' | 'failed' | 'dead';
  status: number | null;
  milliseconds: number;
  error: string | null;
}

export interface TestDelivery {
  delivered: boolean;
  messageId: string;
  status: number | null;
  milliseconds: number;
  error: string | null;
}

export interface Broker {
  state: 'connected' | 'blocked' | 'away' | 'not-configured';
  address: string | null;
  error: string | null;
}

export interface DeadLetter {
  id: string;
  direction: 'in' | 'out';
  account: string;
  way: string;
  verified: boolean;
  code: string;
  message: Text;
  errors: { member: string; code: string; message: Text }[];
  type: string | null;
  source: string | null;
  messageId: string | null;
  caseId: string | null;
  subscription: string | null;
  contentType: string | null;
  headers: Record<string, string>;
  size: number;
  cut: boolean;
  firstAt: string;
  lastAt: string;
  times: number;
  state: 'waiting' | 'replayed' | 'discarded';
  settledBy: string | null;
  settledAt: string | null;
  reason: string | null;
  body: string | null;
  bodyBase64: string | null;
}

const at = (id: string): string => `/api/subscriptions/${encodeURIComponent(id)}`;

export const subscriptions = {
  list: (signal?: AbortSignal) => api.get<Subscription[]>('/api/subscriptions', { signal }),
  get: (id: string, signal?: AbortSignal) => api.get<Subscription>(at(id), { signal }),
  put: (id: string, wish: SubscriptionWish, key: string) => api.put<{ secret: string | null }>(at(id), wish, { key }),
  remove: (id: string, key: string) => api.del(at(id), { key }),
  pause: (id: string, key: string) => api.post(`${at(id)}/pause`, undefined, { key }),
  resume: (id: string, key: string) => api.post(`${at(id)}/resume`, undefined, { key }),
  rotate: (id: string, key: string) => api.post<{ secret: string | null }>(`${at(id)}/secret`, undefined, { key }),
  test: (id: string, key: string) => api.post<TestDelivery>(`${at(id)}/test`, undefined, { key }),
  deliveries: (id: string, signal?: AbortSignal) => api.get<Delivery[]>(`${at(id)}/deliveries`, { signal }),
};

export const deadLetters = {
  get: (id: string, signal?: AbortSignal) => api.get<DeadLetter>(`/api/dead-letters/${id}`, { signal }),
  replay: (id: string, key: string) => api.post(`/api/dead-letters/${id}/replay`, undefined, { key }),
  discard: (id: string, reason: string, key: string) => api.post(`/api/dead-letters/${id}/discard`, { reason }, { key }),
};

/** A document that the server publishes. */
export const fetchDocument = <T>(path: string, signal?: AbortSignal) => api.get<T>(query(path, {}), { signal });
