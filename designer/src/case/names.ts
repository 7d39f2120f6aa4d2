import { useQuery } from '@tanstack/react-query';
import { api, query } from '../shared/api';
import { language, pick, useTexts, type Text } from '../shared/texts';
import { caseTexts } from './texts';

export interface JointItem {
  code: string;
  name: Text;
  leadDepartment: string;
  items: { code: string; name: Text; department: string; basis: string | null }[];
  materials: { code: string; name: Text; neededBy: string[]; required: boolean; main: boolean; hint: Text | null }[];
  form: { name: string; label: Text; type: string; personal: boolean; choices: { value: string; label: Text }[] | null }[];
}

// What was published never changes; new versions have new numbers.
const forever = { staleTime: Infinity, gcTime: Infinity };

export const useJointItem = (code: string, version: number) =>
  useQuery({
    queryKey: ['joint-item', code, version],
    queryFn: async ({ signal }) => (await api.get<{ item: JointItem }>(query(`/api/joint-items/${code}`, { version }), { signal })).item,
    ...forever,
  });

export const useJointItems = () =>
  useQuery({ queryKey: ['joint-items'], queryFn: ({ signal }) => api.get<{ code: string; name: Text }[]>('/api/joint-items', { signal }), staleTime: 300_000 });

/** How departments of a region are called; their codes until that is known. */
export function useDepartmentNames(region: string): (code: string) => string {
  const t = useTexts(caseTexts);
  const wanted = language.use();
  const { data } = useQuery({
    queryKey: ['departments', region],
    queryFn: ({ signal }) => api.get<{ code: string; name: Text }[]>(`/api/departments/${region}`, { signal }),
    staleTime: 300_000,
    enabled: region !== '',
  });
  return (code) => {
    const found = data?.find((d) => d.code === code);
    return found ? pick(found.name, wanted) : code === 'window' ? t.window : code;
  };
}
