import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { api, query, type Page } from '../shared/api';
import type { Text } from '../shared/texts';

export type TaskKind = 'intake' | 'review' | 'decide' | 'conclude' | 'deliver' | 'work' | 'verify' | 'reconsider' | 'check';
export type TaskState = 'open' | 'claimed' | 'done' | 'cancelled';
export type OpinionKind = 'positive' | 'negative' | 'conditional' | 'advisory';

export interface Opinion {
  taskId: number;
  kind: OpinionKind;
  reason: string | null;
  conditions: string[];
  officer: string | null;
  at: string;
  /** Nobody gave it: silence consents there. */
  bySilence: boolean;
}

export interface SubCase {
  item: string;
  name: Text;
  department: string;
  applies: boolean;
  state: 'not-opened' | 'open' | 'done' | 'not-applicable';
  opinion: Opinion | null;
  taskIds: number[];
  basis: string | null;
}

export interface CaseTask {
  taskId: number;
  kind: TaskKind;
  title: string;
  element: string;
  department: string;
  item: string | null;
  state: TaskState;
  assignee: string | null;
  openedAt: string;
  closedAt: string | null;
  dueAt: string | null;
  card: string;
  actions: string[];
  itemName: Text | null;
  urges: { note: string; by: string; at: string }[];
  /** What the drawing says of the step; null for other steps than reviews. */
  policy: 'binding' | 'advisory' | null;
  timeout: 'remind' | 'consent' | 'refuse' | null;
  /** Why it must wait; empty when it can be worked on. */
  waitsFor?: string[] | null;
  /** Which round of its step it is, and who prepares it. */
  moves?: { round: number; delegatedTo: string | null; delegatedBy: string | null; note: string | null } | null;
  basis: string | null;
}

export interface ClockStop {
  stoppedAt: string;
  resumedAt: string | null;
  reason: string;
  basis: string | null;
}

export interface Clock {
  clock: string;
  unit: 'workingDays' | 'workingHours' | 'halfDays';
  limit: number;
  statutoryLimit: number | null;
  used: number;
  remaining: number;
  state: 'running' | 'stopped' | 'ended';
  startedAt: string;
  dueAt: string | null;
  endedAt: string | null;
  stoppedFor: string | null;
  stoppedBasis: string | null;
  stops: ClockStop[];
  provisional: boolean;
  card: string;
  statutoryDueAt?: string | null;
  calendar?: string;
  calendarVersion?: number;
  unpublishedYears?: number[] | null;
  extendedAt?: string | null;
  changes?: ClockChange[] | null;
  specials?: SpecialProcedure[] | null;
  actions?: string[] | null;
}

/** Why a due instant is what it is. */
export interface ClockChange {
  kind: 'extended' | 'edited' | 'calendar';
  at: string;
  oldDueAt: string;
  dueAt: string;
  by: string | null;
  authority: string | null;
  reason: string | null;
  calendar: string | null;
}

export interface SpecialProcedure {
  clock: string;
  type: string;
  name: Text;
  limit: string;
  told: string;
  basis: string;
  beganAt: string;
  endedAt: string | null;
  result: string | null;
}

/** What the joint item allows its clocks. */
export interface ClockRules {
  extension: { most: { amount: number; unit: string }; basis: string };
  reviewExtension: { most: { amount: number; unit: string }; basis: string };
  specialProcedures: { code: string; name: Text; most: { amount: number; unit: string } | null; basis: string }[];
}

export interface ClockDay {
  date: string;
  kind: string;
  published: boolean;
  role: 'start' | 'counted' | 'notWorking' | 'stopped';
  adds: number;
  total: number;
  isDue: boolean;
}

export interface ClockExplanation {
  clock: Clock;
  days: ClockDay[];
}

export interface CaseMaterial {
  material: string;
  name: Text;
  fileId: string;
  fileName: string;
  contentType: string;
  size: number;
  sha256: string;
  grade: 'A' | 'B' | 'C' | 'D';
  validUntil: string | null;
  expired: boolean;
  /** Number of the case that it was taken over from. */
  fromCase: string | null;
  /** Number of the certificate that it is. */
  certificate: string | null;
}

export interface Missing {
  material: string;
  reason: string;
}

export interface IssuedResult {
  item: string;
  name: string;
  number: string;
}

export interface Case {
  caseId: string;
  caseNumber: string;
  status: number;
  statusName: Text;
  region: string;
  jointItem: string;
  jointItemVersion: number;
  title: string;
  channel: string;
  filedAt: string;
  /** The case's own time: what remains is counted from it. */
  now: string;
  applicant: { kind: string; name: string | null; idNumber: string | null; phone: string | null; account: string | null } | null;
  answers: Record<string, unknown>;
  subCases: SubCase[];
  tasks: CaseTask[];
  clocks: Clock[];
  materials: CaseMaterial[];
  missing: Missing[];
  missingNote: string | null;
  decision: { decision: 'grant' | 'deny'; reason: string | null; officer: string | null; at: string } | null;
  results: IssuedResult[];
  incidents: { incident: number; element: string; code: string; detail: string; cause: string; maySkip: boolean }[];
  actions: string[];
  testClock: boolean;
  version: number;
  jointItemName: Text;
  leadDepartment: string;
  departmentNames: Record<string, Text>;
  materialNames: Record<string, Text>;
  /** What the answers mean, in the form's order. */
  fields: { name: string; label: Text; type: string; personal: boolean; choices: { value: string; label: Text }[] }[];
  ended: { how: 'declined' | 'withdrawn' | 'lapsed' | 'terminated' | 'revoked'; reason: string; at: string } | null;
  delivery: { method: 'online' | 'window' | 'post'; receipt: string | null; at: string } | null;
  rating: { level: number; comment: string | null; at: string } | null;
  /** What rules decided (秒批); null when no rule had a part. */
  instant?: InstantSaid | null;
  /** What the applicant agreed to; null for those who are not told. */
  consents?: { purpose: string; text: Text; what: Text[]; at: string }[] | null;
  /** What lies before and around acceptance. */
  intake?: Intake | null;
  /** What is owed to the authority: promised materials, commitments, conditions. */
  obligations?: Obligation[] | null;
  /** Steps of ad-hoc sub-processes that may be started now; null when none. */
  startable?: { activity: number; subProcess: string; element: string; name: string }[] | null;
}

export interface Limit {
  amount: number;
  unit: 'workingDays' | 'halfDays' | 'workingHours';
}

export interface Intake {
  checkedBy: 'window' | 'departments';
  /** `missing` is null while the department has not spoken. */
  checks: { department: string; taskId: number; needed: string[]; missing: Missing[] | null; at: string | null }[];
  /** Minor materials that may be promised; empty when none may. */
  mayFollow: string[];
  deficiencyLimit: Limit | null;
  deficiency: { materials: string[]; promise: string; limit: Limit; at: string } | null;
  commitments: { item: string; text: Text; replaces: string[]; checkWithin: Limit; basis: string | null; madeAt: string | null }[];
  /** Who acts for the applicant, until the end of a day. */
  agent: { account: string | null; until: string } | null;
}

export type ObligationEnd = 'fulfilled' | 'broken' | 'waived';

/** Something owed; it may outlive the grant. */
export interface Obligation {
  id: number;
  kind: 'deficiency' | 'commitment' | 'condition' | 'check';
  text: string;
  department: string;
  item: string | null;
  materials: string[];
  dueAt: string | null;
  card: string;
  end: ObligationEnd | null;
  note: string | null;
  reports: { note: string; at: string }[];
  /** Its being broken counts until this day; told to officers. */
  notTrustedUntil: string | null;
  actions: string[];
}

export interface InstantSaid {
  element: string;
  outcome: 'grant' | 'deny' | 'person';
  table: string;
  version: number;
  rule: string | null;
  words: Text | null;
  at: string;
  inputs: Record<string, unknown> | null;
  /** Every decision on the way, in sentences parted by line feeds; null for those who do not see the inputs, and for old decisions. */
  explanation?: Text | null;
  checks: { right: boolean; note: string | null; officer: string; at: string }[];
  appeal: { reason: string; at: string } | null;
  reconsidered: { decision: 'grant' | 'deny'; replaced: boolean; reason: string; at: string } | null;
}

export interface TimelineEntry {
  code: string;
  text: Text;
  details: Record<string, string>;
  who: string;
  role: string | null;
  department: string | null;
  at: string;
  version: number;
  part: number;
  position: number;
}

export interface CaseSummary {
  caseId: string;
  caseNumber: string;
  region: string;
  jointItem: string;
  title: string;
  status: number;
  statusName: Text;
  applicantName: string | null;
  filedAt: string;
  changedAt: string;
  dueAt: string | null;
  card: string;
  departments: string[];
  testClock: boolean;
  version: number;
}

export interface Verification {
  intact: boolean;
  events: number;
  head: { version: number; hash: string };
  broken: { version: number; rule: string } | null;
  checkedAt: string;
}

export interface Receipt {
  caseId: string;
  caseNumber: string;
  /** Null once the personal data is erased. */
  code: string | null;
  path: string | null;
}

export interface DiagramElement {
  element: string;
  state: 'active' | 'done' | 'cancelled' | 'incident';
  count: number;
  taskIds: number[];
  jobs: number;
}

export interface CaseDiagramAnswer {
  definition: string;
  version: number;
  xml: string;
  elements: DiagramElement[];
}

export const casePath = (id: string): string => `/api/cases/${encodeURIComponent(id)}`;

export const useCase = (id: string) =>
  useQuery({ queryKey: ['case', id, 'head'], queryFn: ({ signal }) => api.get<Case>(casePath(id), { signal }) });

/** @param asOf as they were known at this instant; now when it is left out */
export const useClocks = (id: string, wanted: boolean, asOf: string | null = null) =>
  useQuery({ queryKey: ['case', id, 'clocks', asOf], enabled: wanted, queryFn: ({ signal }) => api.get<ClockExplanation[]>(query(`${casePath(id)}/clocks`, { asOf }), { signal }) });

export const useClockRules = (id: string) =>
  useQuery({ queryKey: ['case', id, 'clock-rules'], staleTime: 600_000, queryFn: ({ signal }) => api.get<ClockRules>(`${casePath(id)}/clock-rules`, { signal }) });

export const useTimeline = (id: string) =>
  useInfiniteQuery({
    queryKey: ['case', id, 'timeline'],
    queryFn: ({ pageParam, signal }) => api.get<Page<TimelineEntry>>(query(`${casePath(id)}/timeline`, { cursor: pageParam, limit: 50 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

export interface Seat {
  taskId: number;
  title: string;
  department: string;
  state: TaskState;
  weight: number;
  veto: boolean;
  opinion: OpinionKind | null;
  bySilence: boolean;
  waitsFor: string[];
}

export interface ReviewGroup {
  group: string;
  element: string;
  name: string | null;
  policy: 'all' | 'any' | 'kOfN' | 'veto' | 'weighted' | 'inOrder' | 'advisory' | 'lead';
  k: number | null;
  threshold: number | null;
  lead: string | null;
  outcome: 'positive' | 'negative' | 'conditional' | 'advice' | null;
  outcomeAt: string | null;
  outcomeEarly: boolean;
  seats: Seat[];
}

/** How the reviews come together, as far as the caller sees it. */
export interface Reviews {
  groups: ReviewGroup[];
  signers: { taskId: number; host: number | null; position: 'before' | 'after' | 'parallel' | null; department: string; officer: string | null; reason: string; by: string; at: string; removedAt: string | null; removedFor: string | null }[];
  late: { taskId: number; department: string; kind: OpinionKind; reason: string | null; at: string }[];
}

export const useReviews = (id: string) =>
  useQuery({ queryKey: ['case', id, 'reviews'], queryFn: ({ signal }) => api.get<Reviews>(`${casePath(id)}/reviews`, { signal }) });

export const useDiagram = (id: string) =>
  useQuery({ queryKey: ['case', id, 'diagram'], queryFn: ({ signal }) => api.get<CaseDiagramAnswer>(`${casePath(id)}/diagram`, { signal }) });

export const useVerification = (id: string) =>
  useQuery({ queryKey: ['case', id, 'verification'], queryFn: ({ signal }) => api.get<Verification>(`${casePath(id)}/verification`, { signal }) });

/** After an own command: everything that shows the case is asked for again, and only then is success told. */
export async function refreshed(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['case', id] }),
    client.invalidateQueries({ queryKey: ['tasks'] }),
    client.invalidateQueries({ queryKey: ['cases'] }),
    client.invalidateQueries({ queryKey: ['board'] }),
  ]);
}
