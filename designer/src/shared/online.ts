import { useSyncExternalStore } from 'react';

const follow = (follower: () => void) => {
  addEventListener('online', follower);
  addEventListener('offline', follower);
  return () => {
    removeEventListener('online', follower);
    removeEventListener('offline', follower);
  };
};

/** False while the browser itself knows that it has no network. */
export const useOnline = (): boolean => useSyncExternalStore(follow, () => navigator.onLine);
