import { ApiProblem, askToSignIn, newKey, query } from '../api';
import { session } from '../session';
import { language } from '../texts';
import type { DraftFile } from './draft';

interface FileAnswer {
  fileId: string;
  name: string;
  contentType: string;
  size: number;
  sha256: string;
}

export interface UploadState {
  id: string;
  file: File;
  material: string | null;
  /** Bytes sent. */
  sent: number;
  state: 'waiting' | 'sending' | 'checking' | 'failed';
  error: unknown;
}

/** The bytes that arrived are not those that were sent. */
export class ChecksumDiffers extends Error {}

const atOnceMax = 2;

/** Sends files, a few at a time, each with its progress; every one may be cancelled and tried again. */
export class Uploads {
  private list: UploadState[] = [];
  private readonly keys = new Map<string, string>();
  private readonly running = new Map<string, AbortController>();
  private readonly followers = new Set<() => void>();

  constructor(private readonly onDone: (file: DraftFile) => void, private readonly send = sendFile) {}

  readonly get = (): UploadState[] => this.list;

  readonly follow = (follower: () => void): (() => void) => {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  };

  add(files: readonly File[], material: string | null): void {
    this.show([...this.list, ...files.map((file): UploadState => ({ id: newKey(), file, material, sent: 0, state: 'waiting', error: null }))]);
    this.next();
  }

  retry(id: string): void {
    this.set(id, { state: 'waiting', sent: 0, error: null });
    this.next();
  }

  cancel(id: string): void {
    this.running.get(id)?.abort();
    this.show(this.list.filter((u) => u.id !== id));
    this.next();
  }

  cancelAll(): void {
    for (const upload of this.list) this.cancel(upload.id);
  }

  private next(): void {
    while (this.running.size < atOnceMax) {
      const waiting = this.list.find((u) => u.state === 'waiting');
      if (waiting === undefined) return;
      void this.run(waiting);
    }
  }

  private async run({ id, file, material }: UploadState): Promise<void> {
    const ended = new AbortController();
    this.running.set(id, ended);
    this.set(id, { state: 'sending' });
    // The same key again: a file that had arrived after all is not stored twice.
    const key = this.keys.get(id) ?? newKey();
    this.keys.set(id, key);
    try {
      const answer = await this.send(file, key, ended.signal, (sent) => this.set(id, { sent }));
      this.set(id, { state: 'checking', sent: file.size });
      const hash = await sha256Of(file);
      if (ended.signal.aborted) return;
      if (hash !== null && hash !== answer.sha256) {
        this.keys.delete(id);
        throw new ChecksumDiffers();
      }
      this.onDone({ fileId: answer.fileId, name: answer.name, contentType: answer.contentType, size: answer.size, sha256: answer.sha256, material });
      this.show(this.list.filter((u) => u.id !== id));
    } catch (error) {
      if (!ended.signal.aborted) this.set(id, { state: 'failed', error });
    } finally {
      this.running.delete(id);
      this.next();
    }
  }

  private set(id: string, change: Partial<UploadState>): void {
    this.show(this.list.map((u) => (u.id === id ? { ...u, ...change } : u)));
  }

  private show(list: UploadState[]): void {
    this.list = list;
    this.followers.forEach((follower) => follower());
  }
}

/** SHA-256 in lower-case hex; null where the browser offers none (pages without https on another machine). */
async function sha256Of(file: File): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

/** One sending. fetch tells nothing of its progress, so this is the older way. */
export async function sendFile(file: File, key: string, signal: AbortSignal, onSent: (bytes: number) => void): Promise<FileAnswer> {
  const first = await once(file, key, signal, onSent);
  const answer = first.status === 401 && (await askToSignIn()) ? await once(file, key, signal, onSent) : first;
  if (answer.status === 201 || answer.status === 200) return JSON.parse(answer.text) as FileAnswer;
  throw problemOf(answer);
}

interface RawAnswer {
  status: number;
  text: string;
}

function once(file: File, key: string, signal: AbortSignal, onSent: (bytes: number) => void): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', query('/api/files', { name: file.name }));
    request.setRequestHeader('Content-Type', file.type === '' ? 'application/octet-stream' : file.type);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', language.get());
    request.setRequestHeader('Idempotency-Key', key);
    const csrf = session.get()?.csrf;
    if (csrf) request.setRequestHeader('X-CSRF', csrf);
    request.upload.addEventListener('progress', (event) => onSent(event.loaded));
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => resolve({ status: 0, text: '' }));
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    if (signal.aborted) reject(new DOMException('aborted', 'AbortError'));
    else request.send(file);
  });
}

function problemOf({ status, text }: RawAnswer): ApiProblem {
  try {
    const body = JSON.parse(text) as { code?: string; title?: string; detail?: string | null };
    return new ApiProblem(status, body.code ?? 'unknown', body.title ?? String(status), [], body.detail ?? null);
  } catch {
    return new ApiProblem(status, status === 0 ? 'network' : 'unknown', status === 0 ? '' : String(status));
  }
}
