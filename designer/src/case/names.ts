import { useQuery } from '@tanstack/react-query';
import { api, query } from '../shared/api';
import { language, pick, useTexts, type Text } from '../shared/texts';
import type { Case } from './api';
import { caseTexts } from './texts';

export interface JointItem {
  code: string;
  name: Text;
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

export const materialName = (shown: Case, code: string): string => pick(shown.materialNames[code]) || code;
