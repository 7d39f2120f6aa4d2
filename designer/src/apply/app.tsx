import { lazy, Suspense, useEffect, useRef, useState, type MouseEvent } from 'react';
import { Link, Route, Router, Switch, useLocation } from 'wouter';
import { setElder, useElder } from '../shared/elder';
import { followCases } from '../shared/live';
import { useOnline } from '../shared/online';
import { loadSession, session, signedOut, signOut } from '../shared/session';
import { language, setLanguage, useTexts } from '../shared/texts';
import { Home } from './home';
import { tellChange } from './load';
import { ReadAloud } from './readAloud';
import { Register, SignIn, SignInPage } from './signIn';
import { Failed, Guard, Loading, NotFound } from './states';
import { applyTexts } from './texts';

const Application = lazy(() => import('./application').then((m) => ({ default: m.Application })));
const MyCases = lazy(() => import('./cases').then((m) => ({ default: m.MyCases })));
const CaseProgress = lazy(() => import('./caseProgress').then((m) => ({ default: m.CaseProgress })));
const CodeProgress = lazy(() => import('./codeProgress').then((m) => ({ default: m.CodeProgress })));
const Mandates = lazy(() => import('./mandates').then((m) => ({ default: m.Mandates })));
const ReceiptPage = lazy(() => import('./receiptPage').then((m) => ({ default: m.ReceiptPage })));

export function App() {
  return <Guard><Router base="/apply"><Gate /></Router></Guard>;
}

/** Everybody may look; who applies signs in where it is needed. */
function Gate() {
  const who = session.use();
  const [error, setError] = useState<unknown>(null);
  const load = () => {
    setError(null);
    loadSession().catch(setError);
  };
  useEffect(load, []);
  useEffect(() => {
    if (!who?.account) return;
    return followCases(who.account, tellChange, () => tellChange(null));
  }, [who?.account]);
  if (error !== null) return <main><Failed error={error} onRetry={load} /></main>;
  if (who === undefined) return <main><Loading /></main>;
  return <Shell />;
}

/** Without touching the address: behind its "#" may stand a receipt. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function Shell() {
  const t = useTexts(applyTexts);
  const lost = signedOut.use() !== null;
  const [at] = useLocation();
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (!lost) return;
    // After the sign-in over the page, writing goes on where it stopped.
    return () => void requestAnimationFrame(() => (before.current as HTMLElement | null)?.focus());
  }, [lost]);
  return (
    <>
      <div inert={lost} onFocus={(e) => (before.current = e.target)}>
        <a className="skip" href="#content" onClick={skip}>{t.skip}</a>
        <Head />
        <Offline />
        <main id="content" tabIndex={-1}>
          <Guard key={at.split('/')[1]}>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/" component={Home} />
                <Route path="/sign-in" component={SignInPage} />
                <Route path="/register" component={Register} />
                <Route path="/items/:code/:step?" component={Application} />
                <Route path="/cases" component={MyCases} />
                <Route path="/cases/:id" component={CaseProgress} />
                <Route path="/cases/:id/receipt" component={ReceiptPage} />
                <Route path="/mandates" component={Mandates} />
                <Route path="/progress" component={CodeProgress} />
                <Route component={NotFound} />
              </Switch>
            </Suspense>
          </Guard>
        </main>
        <footer className="foot no-print"><a href="/">{t.staffHere}</a></footer>
      </div>
      {lost && <div className="over" role="dialog" aria-modal="true" aria-label={t.signIn}><SignIn over /></div>}
    </>
  );
}

const pages = [['/', 'navHome'], ['/cases', 'navCases'], ['/progress', 'navProgress']] as const;

function Head() {
  const t = useTexts(applyTexts);
  const who = session.use();
  const elder = useElder();
  const [at] = useLocation();
  const wanted = language.use();
  const isAt = (path: string) => (path === '/' ? at === '/' || at.startsWith('/items') : at.startsWith(path));

  useEffect(() => {
    const page = pages.find(([path]) => isAt(path));
    document.title = page ? `${t[page[1]]} · ${t.product}` : t.product;
  }, [at, wanted]);

  return (
    <header className="head no-print">
      <Link className="head-name" href="/"><img src="/favicon.svg" alt="" width="28" height="28" /><span>{t.product}</span></Link>
      <nav className="head-nav" aria-label={t.navigation}>
        {pages.map(([path, text]) => <Link key={path} href={path} aria-current={isAt(path) ? 'page' : undefined}>{t[text]}</Link>)}
      </nav>
      <div className="head-tools">
        {elder && <ReadAloud />}
        <button type="button" aria-pressed={elder} onClick={() => setElder(!elder)}>{elder ? t.elderOff : t.elderOn}</button>
        <button type="button" lang={wanted === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(wanted === 'zh' ? 'en' : 'zh')}>{t.otherLanguage}</button>
        {who?.account ? <><span className="head-who">{who.displayName ?? who.account}</span><button type="button" onClick={() => void signOut()}>{t.signOut}</button></> : <Link href="/sign-in">{t.signIn}</Link>}
      </div>
    </header>
  );
}

function Offline() {
  const t = useTexts(applyTexts);
  const isOnline = useOnline();
  return isOnline ? null : <div className="banner" role="status">{t.offline}</div>;
}
