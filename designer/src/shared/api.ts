import { sharedTexts } from './sharedTexts';
import { inLanguage, language } from './texts';

/** One field that is wrong, as the server names it: `$.applicant.name`, `?cursor`, `#element`. */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** A refusal of the server (RFC 9457), or of the network (`code` "network", `status` 0). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly detail: string | null = null,
  ) {
    super(title);
    this.name = 'ApiProblem';
  }
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** What a command answers with. */
export interface Accepted {
  version: number;
  position: number;
}

export interface CallOptions {
  /** One intent of the user: the same key again does nothing twice. */
  key?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Bytes to send as they are, with their content type; otherwise the body is sent as JSON. */
  contentType?: string;
}

let csrf: string | null = null;
let onSignedOut: (() => Promise<boolean>) | null = null;

/** Set by the session: the token that every change carries. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

/** Set by the page: asks the user to sign in again; true when the failed call may be repeated. */
export function whenSignedOut(ask: () => Promise<boolean>): void {
  onSignedOut = ask;
}

/** Asks the user to sign in again, for a call made another way; true when it may be repeated. */
export const askToSignIn = (): Promise<boolean> => onSignedOut?.() ?? Promise.resolve(false);

/** A new key for one intent of the user. */
export const newKey = (): string => {
  // Browsers offer the short way to https and to their own machine only.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
};

export const isOffline = (error: unknown): boolean => error instanceof ApiProblem && error.status === 0;

async function send(method: string, path: string, body: unknown, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language.get(), ...options.headers };
  let content: BodyInit | undefined;
  if (body !== undefined) {
    headers['Content-Type'] = options.contentType ?? 'application/json';
    content = options.contentType === undefined ? JSON.stringify(body) : (body as BodyInit);
  }
  if (method !== 'GET') {
    headers['Idempotency-Key'] = options.key ?? '';
    if (csrf !== null) headers['X-CSRF'] = csrf;
  }
  try {
    return await fetch(path, { method, headers, body: content, signal: options.signal, credentials: 'same-origin' });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiProblem(0, 'network', inLanguage(sharedTexts, language.get()).network);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const body = (await response.json()) as { code?: string; title?: string; detail?: string | null; errors?: FieldProblem[] };
    return new ApiProblem(response.status, body.code ?? 'unknown', body.title ?? response.statusText, body.errors ?? [], body.detail ?? null);
  } catch {
    return new ApiProblem(response.status, 'unknown', `${response.status} ${response.statusText}`);
  }
}

/** A server that is too busy is asked again so often, where it names no longer pause; people wait rather than press a button again. */
const busyTries = 3;
const busySecondsMax = 5;

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const over = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(over);
      done();
    });
  });

/** Sends a request; after the end of a sign-in the user signs in over the page and the same request goes again. */
export async function call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Response> {
  const kept = { ...options, key: options.key ?? newKey() };
  let response = await send(method, path, body, kept);
  if (response.status === 401 && onSignedOut !== null && path !== '/api/session' && (await onSignedOut())) {
    response = await send(method, path, body, kept);
  }
  for (let again = 0; again < busyTries && response.status === 429; again++) {
    // Too much is asked of the server just now: the same request, under the same key, comes again when it said.
    const problem = await problemOf(response);
    const seconds = Number(response.headers.get('Retry-After'));
    if (problem.code !== 'busy' || !(seconds > 0) || seconds > busySecondsMax) throw problem;
    await pause(seconds * 1_000 * (1 + Math.random() / 2), options.signal);
    response = await send(method, path, body, kept);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json<T>(method: string, path: string, body?: unknown, options?: CallOptions): Promise<T> {
  const response = await call(method, path, body, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Adds parameters to an address; those that are null, undefined or "" are left out. */
export function query(path: string, parameters: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const api = {
  get: <T>(path: string, options?: CallOptions) => json<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) => json<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: CallOptions) => json<T>('PUT', path, body, options),
  del: <T>(path: string, options?: CallOptions) => json<T>('DELETE', path, undefined, options),
};
