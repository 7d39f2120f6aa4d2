import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, ConfigProvider } from 'antd';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { ApiProblem } from '../shared/api';
import { setElder, useElder } from '../shared/elder';
import { connection, followCases } from '../shared/live';
import { useOnline } from '../shared/online';
import { hasRole, loadSession, session, signedOut, signOut, type Session } from '../shared/session';
import { language, setLanguage, useTexts } from '../shared/texts';
import { screens } from './screens';
import { SignIn } from './signIn';
import { Empty, Failed, Guard, Loading } from './states';
import { shellTexts } from './texts';
import { themeFor } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is an answer; only a broken connection is tried again.
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

// Style sheets made in the browser carry the page's nonce (content security policy).
const nonce = { nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '' };

// Dialogs stand in an element of ours: in the body itself the library adds a style sheet that stops the page's scrolling, which the policy refuses.
const overlays = document.body.appendChild(document.createElement('div'));

type AntLocale = NonNullable<Parameters<typeof ConfigProvider>[0]['locale']>;

/** The component library's own words, loaded for the page's language only. */
function useAntLocale(): AntLocale | undefined {
  const wanted = language.use();
  const [locale, setLocale] = useState<AntLocale>();
  useEffect(() => {
    let gone = false;
    const loading = wanted === 'zh' ? import('antd/locale/zh_CN') : import('antd/locale/en_GB');
    // Without its words the library speaks English; the page itself does not depend on them.
    void loading.then((found) => found.default, () => ({ locale: 'en' })).then((found) => {
      if (!gone) setLocale(found);
    });
    return () => {
      gone = true;
    };
  }, [wanted]);
  return locale;
}

export function App() {
  const elder = useElder();
  const locale = useAntLocale();
  // Given later, the words would make the library build the page anew, and what was typed meanwhile would be gone.
  if (locale === undefined) return null;
  return (
    <ConfigProvider theme={themeFor(elder)} locale={locale} wave={{ disabled: true }} csp={nonce} getPopupContainer={() => overlays} button={{ autoInsertSpace: false }}>
      <AntApp>
        <QueryClientProvider client={queries}>
          <Guard><Gate /></Guard>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

/** Nobody passes without a sign-in. */
function Gate() {
  const who = session.use();
  const [error, setError] = useState<unknown>(null);
  const load = () => {
    setError(null);
    loadSession().catch(setError);
  };
  useEffect(load, []);
  if (error !== null) return <Failed error={error} onRetry={load} />;
  if (who === undefined) return <Loading />;
  if (who.account === null) return <Front />;
  return <Shell who={who} />;
}

/** The page before the sign-in. */
function Front() {
  const t = useTexts(shellTexts);
  const wanted = language.use();
  useEffect(() => {
    document.title = `${t.signInTitle} · ${t.product}`;
  }, [wanted]);
  return (
    <>
      <header className="shell-head"><span className="shell-name"><img src="/favicon.svg" alt="" width="28" height="28" />{t.product}</span><span className="shell-nav" /><Switches /></header>
      <main><SignIn /></main>
    </>
  );
}

function Shell({ who }: { who: Session }) {
  const t = useTexts(shellTexts);
  useLive(who.account!);
  const mine = screens.filter((s) => hasRole(who, ...s.roles));
  const first = mine.find((s) => s.hidden !== true);
  const lost = signedOut.use() !== null;
  const [at] = useLocation();
  const wanted = language.use();

  useEffect(() => {
    const screen = mine.find((s) => s.hidden !== true && at.startsWith(base(s.path)));
    document.title = screen ? `${t[screen.text]} · ${t.product}` : t.product;
  }, [at, wanted]);

  return (
    <>
      <div inert={lost}>
        <a className="skip" href="#content">{t.skip}</a>
        <Head who={who} screens={mine} />
        <Banner />
        <main id="content" tabIndex={-1}>
          <Guard key={at.split('/')[1]}>
            <Suspense fallback={<Loading />}>
              <Switch>
                {mine.map((s) => <Route key={s.path} path={s.path} component={s.Page} />)}
                <Route path="/">{first ? <Redirect to={base(first.path)} replace /> : <Empty>{t.noScreens}</Empty>}</Route>
                <Route><Empty>{t.notFound}</Empty></Route>
              </Switch>
            </Suspense>
          </Guard>
        </main>
      </div>
      {lost && <SignIn over />}
    </>
  );
}

/** `/inbox/:caseId?` → `/inbox` */
const base = (path: string): string => path.replace(/\/[:*].*$/, '');

function Head({ who, screens: mine }: { who: Session; screens: typeof screens }) {
  const t = useTexts(shellTexts);
  const [at] = useLocation();
  return (
    <header className="shell-head">
      <Link className="shell-name" href="/"><img src="/favicon.svg" alt="" width="28" height="28" />{t.product}</Link>
      <nav className="shell-nav" aria-label={t.navigation}>
        {mine.filter((s) => s.hidden !== true).map((s) => (
          <Link key={s.path} href={base(s.path)} aria-current={at === base(s.path) || at.startsWith(`${base(s.path)}/`) ? 'page' : undefined}>{t[s.text]}</Link>
        ))}
      </nav>
      <Switches>
        <span>{who.displayName ?? who.account}</span>
        <Button type="text" onClick={() => void signOut()}>{t.signOut}</Button>
      </Switches>
    </header>
  );
}

/** Large print and the other language, wherever one is. */
function Switches({ children }: { children?: ReactNode }) {
  const t = useTexts(shellTexts);
  const elder = useElder();
  return (
    <div className="shell-tools">
      <Button type="text" onClick={() => setElder(!elder)}>{elder ? t.elderOff : t.elderOn}</Button>
      <Button type="text" lang={language.get() === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language.get() === 'zh' ? 'en' : 'zh')}>{t.otherLanguage}</Button>
      {children}
    </div>
  );
}

function Banner() {
  const t = useTexts(shellTexts);
  const isOnline = useOnline();
  const live = connection.use();
  if (isOnline && live === 'live') return null;
  return <div className="shell-banner" role="status">{isOnline ? t.away : t.offline}</div>;
}

/** Turns the server's "case X changed" into fresh questions of the lists and pages that show it. */
function useLive(account: string) {
  const client = useQueryClient();
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const lists = () => {
      waiting = undefined;
      for (const key of ['tasks', 'cases', 'board', 'incidents']) void client.invalidateQueries({ queryKey: [key] });
    };
    const end = followCases(
      account,
      ({ caseId }) => {
        void client.invalidateQueries({ queryKey: ['case', caseId] });
        // Many changes at once ask the lists once.
        waiting ??= setTimeout(lists, 250);
      },
      () => void client.invalidateQueries(),
    );
    return () => {
      clearTimeout(waiting);
      end();
    };
  }, [account, client]);
}
