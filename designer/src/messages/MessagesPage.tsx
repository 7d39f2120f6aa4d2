import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useTexts } from '../shared/texts';
import { Parked } from './Parked';
import { messageTexts } from './texts';
import { Waits } from './Waits';
import '../parts/parts.css';

/** Messages and signals between cases, for those who oversee: what is parked, and what waits for what. */
export default function MessagesPage() {
  const t = useTexts(messageTexts);
  const [at] = useLocation();
  return (
    <>
      <h1>{t.title}</h1>
      <div className="sides">
        <nav className="side-nav" aria-label={t.sections}>
          {(['parked', 'waits'] as const).map((section) => (
            <Link key={section} href={`/messages/${section}`} aria-current={at.startsWith(`/messages/${section}`) ? 'page' : undefined}>{t[section]}</Link>
          ))}
        </nav>
        <div className="stack">
          <Switch>
            <Route path="/messages/parked"><Parked /></Route>
            <Route path="/messages/waits"><Waits /></Route>
            <Route><Redirect to="/messages/parked" replace /></Route>
          </Switch>
        </div>
      </div>
    </>
  );
}
