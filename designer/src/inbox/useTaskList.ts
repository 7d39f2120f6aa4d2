import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { fetchTasks, type Task } from './api';
import { parametersOf, type Filter } from './filters';
import { appended, nextCursor, renewed, rowsOf, staleAt, type Pages } from './pages';

const FIRST_ROWS = 100;
const MOST_ROWS = 200;
const MOST_STRETCHES = 6;

export interface TaskRows {
  rows: Task[];
  isPending: boolean;
  error: unknown;
  hasMore: boolean;
  loadingMore: boolean;
  more(): void;
  /** The rows on the screen: these are kept fresh, the others when they come into view. */
  look(keys: ReadonlySet<string>): void;
  retry(): void;
}

/** Asks again for the stretches that hold the wanted rows; the rest of a long list waits until it is looked at. */
async function freshen(client: QueryClient, key: readonly unknown[], filter: Filter, wanted: ReadonlySet<string>, start: Pages, signal?: AbortSignal): Promise<Pages> {
  let pages = start;
  for (let n = 0; n < MOST_STRETCHES; n++) {
    const at = staleAt(pages, wanted);
    if (at < 0) break;
    const cursor = pages.stretches[at]!.cursor;
    const answer = await fetchTasks(filter, cursor, MOST_ROWS, signal);
    // What was loaded further down in the meantime stays.
    const now = client.getQueryData<Pages>(key);
    const longer = now !== undefined && now.round < pages.round ? { ...pages, stretches: [...pages.stretches, ...added(pages, now)] } : pages;
    pages = renewed(longer, cursor, answer);
  }
  return pages;
}

/** Stretches that another call put behind the end. */
function added(pages: Pages, now: Pages) {
  const end = nextCursor(pages);
  const at = end === null ? -1 : now.stretches.findIndex((s) => s.cursor === end);
  return at < 0 ? [] : now.stretches.slice(at);
}

/** The inbox's rows: as many as were scrolled to, however many there are. */
export function useTaskList(filter: Filter): TaskRows {
  const client = useQueryClient();
  const name = JSON.stringify(parametersOf(filter));
  const key = useMemo(() => ['tasks', 'list', name], [name]);
  const wanted = useRef<ReadonlySet<string>>(new Set());
  const loading = useRef(false);
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<unknown>(null);

  const list = useQuery({
    queryKey: key,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const now = client.getQueryData<Pages>(key);
      if (now === undefined || now.stretches.length === 0) return appended(undefined, null, await fetchTasks(filter, null, FIRST_ROWS, signal));
      return freshen(client, key, filter, wanted.current, { ...now, round: now.round + 1 }, signal);
    },
  });

  const more = useCallback(() => {
    const cursor = nextCursor(client.getQueryData<Pages>(key));
    if (loading.current || cursor === null) return;
    loading.current = true;
    setLoadingMore(true);
    setMoreError(null);
    fetchTasks(filter, cursor, MOST_ROWS)
      .then((answer) => client.setQueryData<Pages>(key, (now) => (now === undefined ? now : appended(now, cursor, answer))))
      .catch(setMoreError)
      .finally(() => {
        loading.current = false;
        setLoadingMore(false);
      });
  }, [client, key, name]);

  const look = useCallback((keys: ReadonlySet<string>) => {
    wanted.current = keys;
    const now = client.getQueryData<Pages>(key);
    if (now === undefined || loading.current || staleAt(now, keys) < 0 || client.isFetching({ queryKey: key }) > 0) return;
    loading.current = true;
    freshen(client, key, filter, keys, now)
      .then((fresh) => client.setQueryData<Pages>(key, (old) => (old?.round === fresh.round ? fresh : old)))
      .catch(() => undefined)
      .finally(() => {
        loading.current = false;
      });
  }, [client, key, name]);

  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  return {
    rows, isPending: list.isPending, error: list.error ?? moreError, hasMore: nextCursor(list.data) !== null, loadingMore, more, look,
    retry: () => {
      setMoreError(null);
      if (list.error !== null) void list.refetch();
      else more();
    },
  };
}
