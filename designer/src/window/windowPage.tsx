import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useParams, useSearchParams } from 'wouter';
import '../shared/form/form.css';
import { placesOf } from '../shared/form/inputs';
import { session } from '../shared/session';
import { useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { jointItem, newDraftId, regions } from './api';
import { Desk } from './desk';
import { Filing } from './filing';
import { windowTexts } from './texts';
import './window.css';

/** The window (窗口): the desk, or one application that is being taken down. */
export default function WindowPage() {
  const { jointItem: code } = useParams<{ jointItem?: string }>();
  return code === undefined || code === '' ? <Desk /> : <Taking key={code} code={code} />;
}

function Taking({ code }: { code: string }) {
  const t = useTexts(windowTexts);
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const id = search.get('draft');
  const item = useQuery({ queryKey: ['joint-item', code], queryFn: () => jointItem(code) });
  const places = useQuery({ queryKey: ['regions'], queryFn: regions });

  // A draft has an address of its own, so that several can be open and a reload finds the same one.
  useEffect(() => {
    if (id === null) go(`/window/${code}?draft=${newDraftId()}`, { replace: true });
  }, [id, code, go]);

  const failed = item.error ?? places.error;
  if (failed !== null) return <Failed error={failed} onRetry={() => (void item.refetch(), void places.refetch())} />;
  if (item.data === undefined || places.data === undefined || id === null) return <Loading />;
  const mine = session.get()?.grants.filter((g) => g.role === 'window') ?? [];
  const here = placesOf(item.data.item.region, places.data).filter((p) => mine.some((g) => placesOf(g.region, [p]).length > 0));
  if (here.length === 0) return <Empty>{t.noRegion}</Empty>;
  return <Filing key={id} id={id} item={item.data.item} places={here} />;
}
