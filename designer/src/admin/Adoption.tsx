import { useQuery } from '@tanstack/react-query';
import { api } from '../shared/api';
import { exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Failed } from '../staff/states';
import { calendarTexts } from './calendarTexts';

interface AdoptionAnswer {
  version: number;
  state: 'waiting' | 'running' | 'done';
  checked: number;
  moved: number;
  failed: number;
  lastError: string | null;
  endedAt: string | null;
}

/** How far the latest version has reached the cases under way; asked again until it is done. */
export function Adoption({ code, version }: { code: string; version: number }) {
  const t = useTexts(calendarTexts);
  const adoption = useQuery({
    queryKey: ['calendar', code, 'adoption', version],
    queryFn: ({ signal }) => api.get<AdoptionAnswer>(`/api/calendars/${code}/adoption`, { signal }),
    refetchInterval: (known) => (known.state.data?.state === 'done' ? false : 3_000),
  });
  const now = adoption.data;
  if (now === undefined) return adoption.error ? <Failed error={adoption.error} onRetry={() => void adoption.refetch()} /> : null;
  const counts = { n: now.checked, m: now.moved, version: now.version };
  return (
    <p role="status">
      {now.state === 'waiting' ? fill(t.adoptionWaits, counts) : now.state === 'running' ? fill(t.adoptionRuns, counts) : fill(t.adoptionDone, { ...counts, at: now.endedAt ? exact(now.endedAt) : '—' })}
      {now.failed > 0 && ` ${fill(t.adoptionFailed, { n: now.failed })}`}
    </p>
  );
}
