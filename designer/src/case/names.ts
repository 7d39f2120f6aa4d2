import { useQueries, useQuery } from '@tanstack/react-query';
import { api, query } from '../shared/api';
import { language, pick, useTexts, type Text } from '../shared/texts';
import type { Case, Obligation, TaskKind } from './api';
import { caseTexts } from './texts';

export interface JointItem {
  code: string;
  name: Text;
  items: { code: string; name: Text }[];
  materials: { code: string; name: Text; neededBy: string[]; required: boolean; main: boolean; hint: Text | null }[];
}

/** The joint item as it was when the case was filed. What was published never changes. */
export const useJointItem = (code: string, version: number) =>
  useQuery({
    queryKey: ['joint-item', code, version],
    queryFn: async ({ signal }) => (await api.get<{ item: JointItem }>(query(`/api/joint-items/${code}`, { version }), { signal })).item,
    staleTime: Infinity,
    gcTime: Infinity,
  });

export const useJointItems = () =>
  useQuery({ queryKey: ['joint-items'], queryFn: ({ signal }) => api.get<{ code: string; name: Text }[]>('/api/joint-items', { signal }), staleTime: 300_000 });

/** How the departments of a case's region are called. */
export function useDepartmentNames(shown: Case): (code: string) => string {
  const t = useTexts(caseTexts);
  const wanted = language.use();
  return (code) => pick(shown.departmentNames[code], wanted) || (code === 'window' ? t.window : code);
}

export const kindName: Record<TaskKind, keyof typeof caseTexts> = {
  intake: 'kindIntake', review: 'kindReview', decide: 'kindDecide', conclude: 'kindConclude', deliver: 'kindDeliver', work: 'kindWork', verify: 'kindVerify', reconsider: 'kindReconsider', check: 'kindCheck',
};

/** A step's title stands in the drawing, in Chinese only: in English a review is called as its service item, other steps as what they are. */
function titled(title: string, kind: TaskKind, item: Text | null | undefined, joint: Text | undefined, english: string): string {
  return item ? item.en : kind === 'work' || joint === undefined ? title : `${english}: ${joint.en}`;
}

/** How the tasks of a case are called in the page's language. */
export function useTaskTitle(shown: Case): (task: { title: string; kind: TaskKind; itemName: Text | null }) => string {
  const t = useTexts(caseTexts);
  const wanted = language.use();
  return (task) => (wanted === 'zh' ? task.title : titled(task.title, task.kind, task.itemName, shown.jointItemName, t[kindName[task.kind]]));
}

/** Joint items as they are published now, by code. */
const useLatest = (joints: readonly string[]): Map<string, JointItem> =>
  useQueries({
    queries: [...new Set(joints)].map((code) => ({
      queryKey: ['joint-item', code, 'latest'],
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await api.get<{ item: JointItem }>(`/api/joint-items/${code}`, { signal })).item,
      staleTime: 300_000,
    })),
    combine: (found) => new Map(found.flatMap((f) => (f.data === undefined ? [] : [[f.data.code, f.data] as const]))),
  });

/** How service items of several joint items are called; empty while it is not known. */
export function useItemNames(joints: readonly string[]): (joint: string, item: string | null) => string {
  const wanted = language.use();
  const names = useLatest(joints);
  return (joint, item) => pick(names.get(joint)?.items.find((i) => i.code === item)?.name, wanted);
}

/** How lines of the inbox are called in the page's language. */
export function useLineTitle(joints: readonly string[]): (task: { title: string; kind: TaskKind; jointItem: string; item?: string | null }) => string {
  const t = useTexts(caseTexts);
  const wanted = language.use();
  const names = useLatest(wanted === 'zh' ? [] : joints);
  return (task) => {
    if (wanted === 'zh') return task.title;
    const joint = names.get(task.jointItem);
    return titled(task.title, task.kind, joint?.items.find((i) => i.code === task.item)?.name, joint?.name, t[kindName[task.kind]]);
  };
}

export const materialName = (shown: Case, code: string): string => pick(shown.materialNames[code]) || code;

/** What was written down is Chinese; where the catalogue has the words in both languages they are taken from there. */
export function owedText(shown: Case, of: Obligation, wanted: 'zh' | 'en'): string {
  if (wanted === 'zh') return of.text;
  if (of.kind === 'deficiency' && of.materials.length > 0) return of.materials.map((m) => materialName(shown, m)).join(', ');
  return of.kind === 'commitment' ? pick(shown.intake?.commitments.find((c) => c.item === of.item)?.text, wanted) || of.text : of.text;
}
