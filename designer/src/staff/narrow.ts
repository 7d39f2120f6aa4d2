import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 760px)');

/** True where tables become cards and panes follow one another. */
export const useNarrow = (): boolean =>
  useSyncExternalStore((follower) => {
    narrow.addEventListener('change', follower);
    return () => narrow.removeEventListener('change', follower);
  }, () => narrow.matches);
