import { useQuery } from '@tanstack/react-query';
import type { Finding } from '../bpmn/problems';
import { useDepartments, useRegions, type Department } from '../parts/places';
import { api, ApiProblem, call, query } from '../shared/api';
import type { JointItem, JointItemSummary } from '../shared/form/types';
import type { Text } from '../shared/texts';

export interface DefinitionVersion {
  version: number;
  processId: string;
  name: string | null;
  sha256: string;
  note: string | null;
  by: string;
  at: string;
}

export interface Definition {
  key: string;
  name: string | null;
  versions: DefinitionVersion[];
}

export interface DraftSummary {
  key: string;
  name: string | null;
  region: string | null;
  baseVersion: number | null;
  revision: number;
  savedAt: string;
  by: string;
  note: string | null;
}

export interface Draft extends DraftSummary {
  xml: string;
}

export interface Revision {
  revision: number;
  savedAt: string;
  by: string;
  note: string | null;
}

export interface DraftToSave {
  xml: string;
  revision: number;
  note?: string;
  baseVersion?: number;
  region?: string;
}

export interface PlayStep {
  at: string;
  /** Null for what belongs to the whole case. */
  element: string | null;
  code: string;
  text: Text;
  department?: string | null;
}

export interface Played {
  findings: Finding[];
  end: 'concluded' | 'stuck' | 'incident' | 'stopped';
  steps: PlayStep[];
  workingDays: number;
  departments: string[];
}

export const definitionsKey = ['definitions'] as const;
export const draftsKey = ['drafts'] as const;

const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((problem: unknown) => {
    if (problem instanceof ApiProblem && problem.status === 404) return null;
    throw problem;
  });

export const useDefinitions = () => useQuery({ queryKey: definitionsKey, queryFn: ({ signal }) => api.get<Definition[]>('/api/definitions', { signal }) });

export const useDrafts = () => useQuery({ queryKey: draftsKey, queryFn: ({ signal }) => api.get<DraftSummary[]>('/api/drafts', { signal }) });

export const useRevisions = (key: string, enabled: boolean) =>
  useQuery({ queryKey: [...draftsKey, key, 'revisions'], queryFn: ({ signal }) => api.get<Revision[]>(`/api/drafts/${key}/revisions`, { signal }), enabled });

const xmlAt = async (path: string, signal?: AbortSignal): Promise<string> => (await call('GET', path, undefined, { signal, headers: { Accept: 'application/xml, application/problem+json' } })).text();

export const versionXml = (key: string, version: number, signal?: AbortSignal) => xmlAt(`/api/definitions/${key}/versions/${version}/xml`, signal);
export const revisionXml = (key: string, revision: number, signal?: AbortSignal) => xmlAt(`/api/drafts/${key}/revisions/${revision}/xml`, signal);

/** What is being drawn under a key: its draft, else its latest version. */
export interface Source {
  key: string;
  xml: string;
  /** 0 while there is no draft. */
  revision: number;
  baseVersion: number | null;
  region: string | null;
  draft: Draft | null;
  definition: Definition | null;
}

/** Null where there is neither a draft nor a version. */
export async function loadSource(key: string, signal?: AbortSignal): Promise<Source | null> {
  const [draft, definition] = await Promise.all([orNull(api.get<Draft>(`/api/drafts/${key}`, { signal })), orNull(api.get<Definition>(`/api/definitions/${key}`, { signal }))]);
  if (draft) return { key, xml: draft.xml, revision: draft.revision, baseVersion: draft.baseVersion, region: draft.region, draft, definition };
  const latest = definition?.versions.at(-1)?.version;
  if (latest === undefined) return null;
  return { key, xml: await versionXml(key, latest, signal), revision: 0, baseVersion: latest, region: null, draft: null, definition };
}

export const saveDraft = (key: string, draft: DraftToSave, intent?: string) => api.put<{ revision: number }>(`/api/drafts/${key}`, draft, { key: intent });

export const discardDraft = (key: string, revision: number) => api.del<unknown>(query(`/api/drafts/${key}`, { revision }));

export const dryRun = (key: string, xml: string, signal?: AbortSignal) =>
  api.post<{ deployable: boolean; findings: Finding[] }>(`/api/definitions/${key}?dryRun=true`, xml, { contentType: 'application/xml', signal });

export const deploy = (key: string, xml: string, note: string, region: string | undefined, intent: string) =>
  api.post<{ version: number }>(query(`/api/definitions/${key}`, { note, region }), xml, { contentType: 'application/xml', key: intent });

export const play = (body: { xml: string; jointItem: string; answers?: Record<string, unknown> }, signal?: AbortSignal) =>
  api.post<Played>('/api/definitions/play', body, { signal });

// A place publishes some dozens of joint items; their definitions are only told one by one.
const jointItemsAskedMax = 40;

export type Reviewed = JointItem & { definition: string };

/** The joint items that are reviewed by this definition: their items, materials and fields are offered to choose from. */
export const useJointItemsOf = (key: string) =>
  useQuery({
    queryKey: ['joint-items', 'of', key],
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<Reviewed[]> => {
      const lines = await api.get<JointItemSummary[]>('/api/joint-items', { signal });
      const likely = [...lines].sort((a, b) => Number(b.code === key) - Number(a.code === key)).slice(0, jointItemsAskedMax);
      const answers = await Promise.all(likely.map((line) => api.get<{ item: Reviewed }>(`/api/joint-items/${line.code}`, { signal })));
      return answers.map((a) => a.item).filter((item) => item.definition === key);
    },
  });

export const useJointItem = (code: string) =>
  useQuery({ queryKey: ['joint-items', 'one', code], queryFn: async ({ signal }) => (await api.get<{ item: Reviewed }>(`/api/joint-items/${code}`, { signal })).item, enabled: code !== '', staleTime: 300_000 });

/** The departments of a region; where it has none of its own, those of the first region below it: codes are alike there. */
export function useDepartmentsNear(region: string): Department[] | undefined {
  const own = useDepartments(region).data;
  const regions = useRegions().data;
  const prefix = region.replace(/(00)+$/, '');
  const below = own?.length === 0 && prefix !== region ? regions?.find((r) => r.code !== region && r.code.startsWith(prefix))?.code : undefined;
  const others = useDepartments(below ?? '').data;
  return own?.length === 0 ? (others ?? own) : own;
}
