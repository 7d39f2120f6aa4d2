import { useQuery } from '@tanstack/react-query';
import { api, query, type Page } from '../shared/api';
import type { TaskKind, TaskState } from '../case/api';
import { parametersOf, type Filter } from './filters';

/** A line of the inbox. */
export interface Task {
  caseId: string;
  taskId: number;
  caseNumber: string;
  region: string;
  department: string;
  kind: TaskKind;
  title: string;
  jointItem: string;
  state: TaskState;
  assignee: string | null;
  applicantName: string | null;
  openedAt: string;
  closedAt: string | null;
  dueAt: string | null;
  card: string;
  urged?: boolean;
  urgedAt?: string | null;
  item?: string | null;
}

export interface Counts {
  department: number;
  mine: number;
  byKind: Partial<Record<TaskKind, number>>;
  byCard: Partial<Record<'yellow' | 'red', number>>;
  urged: number;
}

export const keyOf = (task: { caseId: string; taskId: number }): string => `${task.caseId}/${task.taskId}`;

export const fetchTasks = (filter: Filter, cursor: string | null, limit: number, signal?: AbortSignal): Promise<Page<Task>> =>
  api.get<Page<Task>>(query('/api/tasks', { ...parametersOf(filter), cursor, limit }), { signal });

export const useCounts = () => useQuery({ queryKey: ['tasks', 'counts'], queryFn: ({ signal }) => api.get<Counts>('/api/tasks/counts', { signal }) });
