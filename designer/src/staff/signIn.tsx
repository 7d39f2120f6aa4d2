import { Alert, Button, Input } from 'antd';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { signedOut, signIn } from '../shared/session';
import { useTexts } from '../shared/texts';
import { ProblemText } from './states';
import { shellTexts } from './texts';

/** The whole page before the sign-in; over the page, when a sign-in has ended while somebody was working. */
export function SignIn({ over = false }: { over?: boolean }) {
  const t = useTexts(shellTexts);
  const before = signedOut.use();
  const [account, setAccount] = useState(before ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const field = form.current?.querySelector<HTMLInputElement>(before === null ? '#sign-in-account' : '#sign-in-password');
    field?.focus();
  }, [before]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(account.trim(), password);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  const title = over ? t.signIn : t.signInTitle;
  return (
    <div className={over ? 'sign-in sign-in-over' : 'sign-in'} {...(over ? { role: 'dialog', 'aria-modal': true, 'aria-label': title } : {})}>
      <form ref={form} className="panel" onSubmit={submit}>
        {over ? <h2>{title}</h2> : <h1>{title}</h1>}
        {over && <p>{t.signInAgain}</p>}
        <label htmlFor="sign-in-account">{t.account}</label>
        <Input id="sign-in-account" autoComplete="username" value={account} onChange={(e) => setAccount(e.target.value)} required />
        <label htmlFor="sign-in-password">{t.password}</label>
        <Input.Password id="sign-in-password" autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} required />
        {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
        <Button type="primary" htmlType="submit" loading={busy}>{t.signIn}</Button>
        {!over && <a href="/apply/">{t.applicantsHere}</a>}
      </form>
    </div>
  );
}
