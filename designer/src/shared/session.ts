import { api, setCsrf, whenSignedOut } from './api';
import { store } from './store';

export type Role = 'applicant' | 'window' | 'officer' | 'supervisor' | 'designer' | 'auditor' | 'integrator' | 'administrator';

/** A role held in a region (division code), officers in one department of it. */
export interface Grant {
  id: string;
  role: Role;
  region: string;
  department: string | null;
}

export interface Session {
  account: string | null;
  displayName: string | null;
  kind: string | null;
  grants: Grant[];
  csrf: string | null;
}

/** Undefined until the server has been asked; `account` is null when nobody is signed in. */
export const session = store<Session | undefined>(null, undefined);

/** The account whose sign-in has ended while its page is open; the page asks it to sign in again. */
export const signedOut = store<string | null>(null, null);

let waiting: ((again: boolean) => void)[] = [];

function keep(answer: Session): Session {
  setCsrf(answer.csrf);
  session.set(answer);
  return answer;
}

/** Asks the server who is signed in. */
export async function loadSession(): Promise<Session> {
  return keep(await api.get<Session>('/api/session'));
}

/** Signs in; another account than the one whose page is open gets a fresh page, so that nothing of the first is left. */
export async function signIn(account: string, password: string): Promise<void> {
  const before = signedOut.get();
  const answer = await api.post<Session>('/api/session', { account, password });
  if (before !== null && before !== answer.account) {
    location.reload();
    return;
  }
  keep(answer);
  signedOut.set(null);
  const again = waiting;
  waiting = [];
  for (const go of again) go(true);
}

export async function signOut(): Promise<void> {
  await api.del('/api/session');
  // Drafts of this tab hold personal data; the next one at this computer finds none.
  sessionStorage.clear();
  // So do the copies of the personal store; what the server does not have yet stays until it is sent.
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('onego.my.') && localStorage.getItem(name)?.endsWith('"sent":true}')) localStorage.removeItem(name);
  }
  location.reload();
}

whenSignedOut(() => {
  const account = session.get()?.account;
  // A visitor who never signed in is told by the refusal itself.
  if (account === null || account === undefined) return Promise.resolve(false);
  signedOut.set(account);
  return new Promise((resolve) => waiting.push(resolve));
});

export const hasRole = (who: Session | undefined, ...roles: Role[]): boolean => who?.grants.some((g) => roles.includes(g.role)) ?? false;
