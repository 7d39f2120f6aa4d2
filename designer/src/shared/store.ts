import { useSyncExternalStore } from 'react';

/** A value that components follow: the few things that belong to the whole page. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  use(): T;
}

/** @param name kept in the browser under this name between visits; null keeps it for this page only */
export function store<T>(name: string | null, initial: T): Store<T> {
  const key = name === null ? null : `onego.${name}`;
  let value = initial;
  if (key !== null) {
    try {
      const kept = localStorage.getItem(key);
      if (kept !== null) value = JSON.parse(kept) as T;
    } catch {
      // Private windows and full disks: the page works without memory.
    }
  }
  const followers = new Set<() => void>();
  const get = () => value;
  return {
    get,
    set(next) {
      value = next;
      if (key !== null) {
        try {
          localStorage.setItem(key, JSON.stringify(next));
        } catch {
          // As above.
        }
      }
      followers.forEach((follower) => follower());
    },
    use: () =>
      useSyncExternalStore((follower) => {
        followers.add(follower);
        return () => followers.delete(follower);
      }, get, get),
  };
}
