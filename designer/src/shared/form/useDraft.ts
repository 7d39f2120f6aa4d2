import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Draft } from './draft';
import { keeperFor, type DraftKeeper, type DraftView } from './draftKeeper';

/** The draft kept under a key of the account's store; it is saved as it changes and once more when the page goes. */
export function useDraft(account: string, key: string, first: () => Draft): DraftView & { keeper: DraftKeeper } {
  const [keeper, setKeeper] = useState(() => keeperFor(account, key));
  if (keeper.key !== key) setKeeper(keeperFor(account, key));

  useEffect(() => {
    void keeper.load(first());
    const hide = () => {
      if (document.visibilityState === 'hidden') keeper.leave();
    };
    const back = () => void keeper.flush();
    document.addEventListener('visibilitychange', hide);
    addEventListener('online', back);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('online', back);
      keeper.leave();
    };
  }, [keeper]);

  return { ...useSyncExternalStore(keeper.follow, keeper.get), keeper };
}
