import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { api, query, type Page } from '../shared/api';
import { count } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Failed, Loading, ProblemText } from '../staff/states';
import { partTexts } from './texts';

type Parameters = Record<string, string | number | boolean | null | undefined>;

/** A list of the server, read page by page. */
export function usePages<T>(key: QueryKey, path: string, parameters: Parameters = {}, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...key, parameters],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(query(path, { ...parameters, cursor: pageParam }), { signal }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

type Pages<T> = ReturnType<typeof usePages<T>>;

export const rowsOf = <T,>(pages: Pages<T>): T[] => pages.data?.pages.flatMap((page) => page.items) ?? [];

/** Loading, failed, or the rows with a button for more. */
export function PageList<T>({ pages, children }: { pages: Pages<T>; children: (rows: T[]) => ReactNode }) {
  const t = useTexts(partTexts);
  if (pages.isPending) return <Loading />;
  if (pages.data === undefined) return <Failed error={pages.error} onRetry={() => void pages.refetch()} />;
  const rows = rowsOf(pages);
  return (
    <>
      {children(rows)}
      {rows.length > 0 && (
        <div className="rows-pages">
          <span aria-live="polite">{fill(t.shown, { n: count(rows.length) })}</span>
          {pages.error !== null && <span role="alert"><ProblemText error={pages.error} /></span>}
          {pages.hasNextPage && <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t.more}</Button>}
        </div>
      )}
    </>
  );
}
