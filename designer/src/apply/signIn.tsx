import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Link, Redirect, useLocation, useSearchParams } from 'wouter';
import { api, ApiProblem } from '../shared/api';
import { FieldFrame, TextInput } from '../shared/form/field';
import { readable } from '../shared/form/inputs';
import { formTexts } from '../shared/form/texts';
import { session, signedOut, signIn } from '../shared/session';
import { useTexts } from '../shared/texts';
import { Notice, ProblemText } from './states';
import { applyTexts } from './texts';

/** Where somebody goes after the sign-in: only ever to a page of ours. */
function useReturn(): string {
  const [search] = useSearchParams();
  const to = search.get('to') ?? '/';
  return to.startsWith('/') && !to.startsWith('//') ? to : '/';
}

export function SignInPage() {
  const to = useReturn();
  return session.get()?.account ? <Redirect to={to} replace /> : <SignIn />;
}

/** A page of its own, a part of one, or over the page when the sign-in has ended while somebody was writing. */
export function SignIn({ over = false, reason, to }: { over?: boolean; reason?: string; to?: string }) {
  const t = useTexts(applyTexts);
  const before = signedOut.use();
  const asked = useReturn();
  const target = to ?? asked;
  const [, go] = useLocation();
  const [account, setAccount] = useState(before ?? '');
  const [password, setPassword] = useState('');
  const { error, busy, submit } = useSubmit(async () => {
    await signIn(account.trim(), password);
    if (!over && to === undefined) go(asked, { replace: true });
  });
  return (
    <EntryForm title={t.signIn} focus={before === null ? 'account' : 'password'} onSubmit={submit}>
      {over && <p>{t.signInAgain}</p>}
      {reason && <p>{reason}</p>}
      <FieldFrame id="account" label={t.account}>{(d) => <TextInput id="account" required value={account} onInput={setAccount} onLeave={() => undefined} described={d} autoComplete="username" maxLength={40} />}</FieldFrame>
      <Password value={password} onInput={setPassword} autoComplete="current-password" />
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <button type="submit" className="f-button f-primary" disabled={busy}>{t.signIn}</button>
      {!over && <p>{t.noAccount} <Link href={`/register?to=${encodeURIComponent(target)}`}>{t.register}</Link></p>}
    </EntryForm>
  );
}

export function Register() {
  const t = useTexts(applyTexts);
  const f = useTexts(formTexts);
  const to = useReturn();
  const [, go] = useLocation();
  const [account, setAccount] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const { error, busy, submit } = useSubmit(async () => {
    await api.post('/api/registrations', { account: account.trim(), displayName: displayName.trim(), password });
    await signIn(account.trim(), password);
    go(to, { replace: true });
  });
  const errorOf = (name: string) => (error instanceof ApiProblem ? (readable(error.errors, f).find((e) => e.field === `$.${name}`)?.message ?? null) : null);
  const isOnField = error instanceof ApiProblem && error.errors.length > 0;
  return (
    <EntryForm title={t.register} focus="account" onSubmit={submit}>
      <FieldFrame id="account" label={t.account} hint={t.accountHint} error={errorOf('account')}>
        {(d) => <TextInput id="account" required value={account} onInput={setAccount} onLeave={() => undefined} described={d} autoComplete="username" maxLength={40} />}
      </FieldFrame>
      <FieldFrame id="displayName" label={t.displayName} error={errorOf('displayName')}>
        {(d) => <TextInput id="displayName" required value={displayName} onInput={setDisplayName} onLeave={() => undefined} described={d} autoComplete="name" maxLength={60} />}
      </FieldFrame>
      <Password value={password} onInput={setPassword} autoComplete="new-password" hint={t.passwordHint} error={errorOf('password')} />
      {error !== null && !isOnField && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <button type="submit" className="f-button f-primary" disabled={busy}>{t.register}</button>
      <p>{t.haveAccount} <Link href={`/sign-in?to=${encodeURIComponent(to)}`}>{t.signIn}</Link></p>
    </EntryForm>
  );
}

function Password({ value, onInput, autoComplete, hint, error }: { value: string; onInput: (v: string) => void; autoComplete: string; hint?: string; error?: string | null }) {
  const t = useTexts(applyTexts);
  return (
    <FieldFrame id="password" label={t.password} hint={hint} error={error}>
      {(d) => <input id="password" className="f-input" type="password" value={value} autoComplete={autoComplete} maxLength={128} aria-required onChange={(e) => onInput(e.target.value)} {...d} />}
    </FieldFrame>
  );
}

function EntryForm({ title, focus, onSubmit, children }: { title: string; focus: string; onSubmit: (event: FormEvent) => void; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>(`#${focus}`)?.focus(), [focus]);
  return <form ref={form} className="card entry" onSubmit={onSubmit} noValidate><h1>{title}</h1>{children}</form>;
}

function useSubmit(work: () => Promise<void>) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, submit: (event: FormEvent) => void submit(event) };
}
