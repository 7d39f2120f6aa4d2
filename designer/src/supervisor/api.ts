import { api, query } from '../shared/api';
import type { Text } from '../shared/texts';

export interface Board {
  now: string;
  open: number;
  filedToday: number;
  concludedToday: number;
  byStatus: { status: number; name: Text; count: number }[];
  cards: { yellow: number; red: number };
  departments: DepartmentLoad[];
  jointItems: { code: string; name: Text; open: number; yellow: number; red: number }[];
  ratings: { count: number; levels: number[] };
}

export interface DepartmentLoad {
  region: string;
  department: string;
  name: Text;
  open: number;
  claimed: number;
  yellow: number;
  red: number;
  oldestOpenedAt: string | null;
  nextDueAt: string | null;
}

export interface DailyCount {
  /** "2026-04-20" */
  day: string;
  region: string;
  jointItem: string;
  department: string;
  filed: number;
  accepted: number;
  concluded: number;
  opinions: number;
  yellow: number;
  red: number;
}

export interface CaseLine {
  caseId: string;
  caseNumber: string;
  region: string;
  jointItem: string;
  title: string;
  status: number;
  statusName: Text;
  applicantName: string | null;
  filedAt: string;
  dueAt: string | null;
  card: string;
  departments: string[];
  testClock: boolean;
}

export interface CaseTask {
  taskId: number;
  kind: string;
  title: string;
  itemName: Text | null;
  department: string;
  state: 'open' | 'claimed' | 'done' | 'cancelled';
  assignee: string | null;
  dueAt: string | null;
  card: string;
}

export interface CaseOfTasks {
  caseId: string;
  caseNumber: string;
  title: string;
  region: string;
  tasks: CaseTask[];
}

export interface Officer {
  account: string;
  displayName: string | null;
  openTasks: number;
  absent: { from: string; to: string; substitute: string | null } | null;
}

/** A step somebody works on; times in working minutes, over what is done. */
export interface HeatElement {
  element: string;
  name: string;
  department: string | null;
  done: number;
  open: number;
  meanMinutes: number | null;
  medianMinutes: number | null;
  p90Minutes: number | null;
}

export interface Heat {
  definition: string;
  version: number;
  xml: string;
  counted: number;
  /** There are older cases that were not looked at. */
  hasMore: boolean;
  elements: HeatElement[];
}

export const fetchCase = (caseId: string, signal?: AbortSignal) => api.get<CaseOfTasks>(`/api/cases/${caseId}`, { signal });

export const isActive = (task: CaseTask): boolean => task.state === 'open' || task.state === 'claimed';

export const urge = (caseId: string, taskId: number, note: string, key: string) =>
  api.post(`/api/cases/${caseId}/tasks/${taskId}/urge`, { note }, { key });

export const reassign = (caseId: string, taskId: number, to: string, reason: string, key: string) =>
  api.post(`/api/cases/${caseId}/tasks/${taskId}/reassign`, { to, reason }, { key });

export const fetchOfficers = (region: string, department: string, signal?: AbortSignal) =>
  api.get<Officer[]>(query('/api/officers', { region, department }), { signal });
