import { api } from '../shared/api';
import type { Limit } from '../shared/form/types';
import type { Grant, Role } from '../shared/session';
import type { Text } from '../shared/texts';

export type { Limit };

export interface Absence {
  id: string;
  /** Days, both included. */
  from: string;
  to: string;
  substitute: string | null;
  basis: string;
}

export interface ApiKey {
  id: string;
  note: string;
  issuedAt: string;
}

export interface Account {
  account: string;
  kind: 'staff' | 'applicant' | 'integrator';
  region: string;
  displayName: string | null;
  closed: boolean;
  grants: Grant[];
  keys: ApiKey[];
  absences?: Absence[];
  signingSecrets?: ApiKey[];
}

export interface GrantWish {
  role: Role;
  region: string;
  department: string | null;
}

export interface NewAccount {
  account: string;
  region: string;
  displayName: string;
  kind: Account['kind'];
  password: string | null;
  grants: GrantWish[];
}

const at = (account: string): string => `/api/accounts/${encodeURIComponent(account)}`;

export const accounts = {
  get: (account: string, signal?: AbortSignal) => api.get<Account>(at(account), { signal }),
  open: (account: NewAccount, key: string) => api.post('/api/accounts', account, { key }),
  close: (account: string, key: string) => api.del(at(account), { key }),
  grant: (account: string, wish: GrantWish, key: string) => api.post(`${at(account)}/grants`, wish, { key }),
  revoke: (account: string, grant: string, key: string) => api.del(`${at(account)}/grants/${encodeURIComponent(grant)}`, { key }),
  password: (account: string, password: string, key: string) => api.post(`${at(account)}/password`, { password }, { key }),
  issueKey: (account: string, note: string, key: string) => api.post<{ id: string; key: string }>(`${at(account)}/keys`, { note }, { key }),
  revokeKey: (account: string, id: string, key: string) => api.del(`${at(account)}/keys/${encodeURIComponent(id)}`, { key }),
  addAbsence: (account: string, absence: { from: string; to: string; substitute: string | null; basis: string }, key: string) =>
    api.post(`${at(account)}/absences`, absence, { key }),
  endAbsence: (account: string, id: string, key: string) => api.del(`${at(account)}/absences/${encodeURIComponent(id)}`, { key }),
  issueSecret: (account: string, note: string, key: string) => api.post<{ id: string; secret: string }>(`${at(account)}/signing-secrets`, { note }, { key }),
  revokeSecret: (account: string, id: string, key: string) => api.del(`${at(account)}/signing-secrets/${encodeURIComponent(id)}`, { key }),
};

export const places = {
  putRegion: (code: string, name: Text, key: string) => api.put(`/api/regions/${code}`, { name }, { key }),
  putDepartment: (region: string, code: string, name: Text, key: string) => api.put(`/api/departments/${region}/${encodeURIComponent(code)}`, { name }, { key }),
};


export interface ServiceItem {
  code: string;
  name: Text;
  itemCode: string | null;
  department: string;
  appliesWhen: string | null;
  promised: Limit;
  statutory: Limit;
  basis: string | null;
  /** Of 1000 decisions by rules how many are checked later; null for the joint item's rate. */
  samplePerMille?: number | null;
  /** Its result is a certificate. */
  issues?: { kind: string; validMonths: number | null } | null;
}

export interface Material {
  code: string;
  name: Text;
  neededBy: string[];
  required: boolean;
  main: boolean;
  hint: Text | null;
  /** What sort of paper it is in every joint item. */
  kind?: string | null;
  leastGrade?: 'A' | 'B' | 'C' | 'D' | null;
  expired?: 'refuse' | 'flag' | null;
}

/** 预审 */
export interface PreCheckRule {
  code: string;
  when: string;
  words: Text;
  field: string | null;
  material: string | null;
}

/** What follows a decision by rules (秒批). */
export interface InstantRules {
  samplePerMille: number;
  checkWithin: Limit;
  appealWithin: Limit;
}

export const fieldTypes = ['text', 'number', 'integer', 'boolean', 'date', 'choice'] as const;

export interface FormField {
  name: string;
  label: Text;
  type: (typeof fieldTypes)[number];
  required: boolean;
  personal: boolean;
  neededBy: string[];
  choices: { value: string; label: Text }[];
  min: number | null;
  max: number | null;
  askedWhen: string | null;
  hint: Text | null;
}

/** A joint item, whole, as it is published. */
export interface JointItem {
  code: string;
  name: Text;
  region: string;
  definition: string;
  calendar: string;
  leadDepartment: string;
  statutory: Limit;
  promised: Limit;
  items: ServiceItem[];
  materials: Material[];
  form: FormField[];
  cards: { yellowBeforeDays: number };
  preCheck?: PreCheckRule[] | null;
  instant?: InstantRules | null;
}

export interface JointItemVersion {
  version: number;
  publishedAt: string;
  item: JointItem;
}

export interface Notice {
  year: number;
  published: string | null;
  source: string | null;
  /** "2026-01-01/2026-01-03" */
  off: string[];
  makeUp: string[];
  half: string[];
}

export interface Calendar {
  code: string;
  version: number;
  publishedAt: string;
  name: Text;
  base: string | null;
  baseVersion: number;
  notices: Notice[];
  hours: { full: string[]; half: string[] } | null;
  /** Any other year is not published: weekdays and weekends only, provisional. */
  publishedYears?: number[] | null;
}

export interface Move {
  caseId: string;
  caseNumber: string;
  title: string;
  clock: string;
  oldDueAt: string;
  newDueAt: string;
}
