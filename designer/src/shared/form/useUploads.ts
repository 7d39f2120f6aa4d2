import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { DraftFile } from './draft';
import { Uploads, type UploadState } from './upload';

/** Files on their way. The browser asks before a page with such files is closed. */
export function useUploads(onDone: (file: DraftFile) => void): { uploads: Uploads; list: UploadState[] } {
  const done = useRef(onDone);
  done.current = onDone;
  const [uploads] = useState(() => new Uploads((file) => done.current(file)));
  const list = useSyncExternalStore(uploads.follow, uploads.get);
  const isBusy = list.some((u) => u.state !== 'failed');

  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isBusy]);
  useEffect(() => () => uploads.cancelAll(), [uploads]);

  return { uploads, list };
}
