import { useQuery } from '@tanstack/react-query';
import { Rows, type Column } from '../parts/Rows';
import { api } from '../shared/api';
import { exact } from '../shared/format';
import { pick, useTexts, type Text } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { oversightTexts } from './texts';
import '../parts/parts.css';

interface Status {
  item: string | null;
  department: string | null;
  code: number;
  name: Text;
  at: string;
  version: number;
}

/** The status codes (1–15) that a case and its service items went through, as they are handed to other systems. */
export default function CaseStatuses({ caseId, itemNames }: { caseId: string; itemNames: Record<string, string> }) {
  const t = useTexts(oversightTexts);
  const found = useQuery({ queryKey: ['case', caseId, 'statuses'], queryFn: ({ signal }) => api.get<Status[]>(`/api/cases/${encodeURIComponent(caseId)}/statuses`, { signal }) });
  if (found.isPending) return <Loading />;
  if (found.data === undefined) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const columns: Column<Status>[] = [
    { key: 'item', title: t.statusOf, isName: true, show: (s) => (s.item === null ? t.wholeCase : itemNames[s.item] ?? s.item) },
    { key: 'code', title: t.statusCode, isNumber: true, show: (s) => s.code },
    { key: 'name', title: t.statusName, show: (s) => pick(s.name) },
    { key: 'at', title: t.at, show: (s) => exact(s.at) },
  ];
  return <Rows caption={t.statuses} columns={columns} rows={found.data} rowKey={(s) => `${s.item ?? ''} ${s.version} ${s.code}`} />;
}
