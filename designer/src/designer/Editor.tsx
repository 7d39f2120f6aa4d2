import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { draftsKey, loadSource } from './api';
import { Board } from './Board';
import { designerTexts } from './texts';

/** Loads what is drawn under a key and opens the board with it. */
export default function Editor({ name }: { name: string }) {
  const t = useTexts(designerTexts);
  // Never asked again by itself: what somebody is drawing is not replaced under their hands.
  const source = useQuery({
    queryKey: [...draftsKey, name, 'source'],
    queryFn: ({ signal }) => loadSource(name, signal),
    staleTime: 'static', gcTime: 0,
  });
  if (source.isPending) return <Loading />;
  if (source.data === undefined) return <Failed error={source.error} onRetry={() => void source.refetch()} />;
  if (source.data === null) return <Empty action={<Link href="/designer">{t.back}</Link>}>{t.notThere}</Empty>;
  return <Board key={source.dataUpdatedAt} source={source.data} reload={async () => void (await source.refetch())} />;
}
