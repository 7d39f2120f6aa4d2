import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useTexts } from '../shared/texts';
import { DeadLetterPage } from './DeadLetterPage';
import { DeadLetters } from './DeadLetters';
import { MessagePage, Messages } from './Messages';
import { Routes } from './Routes';
import { SubscriptionPage } from './SubscriptionPage';
import { Subscriptions } from './Subscriptions';
import { integrateTexts } from './texts';
import '../parts/parts.css';
import './integrate.css';

const sections = ['events', 'commands', 'api', 'subscriptions', 'dead-letters'] as const;

/** The console of integrators: the contracts, what is sent to them, and what found no way. */
export default function Integrate() {
  const t = useTexts(integrateTexts);
  const [at] = useLocation();
  const names = [t.events, t.commands, t.routes, t.subscriptions, t.deadLetters];
  return (
    <>
      <h1>{t.integrate}</h1>
      <div className="sides">
        <nav className="side-nav" aria-label={t.sections}>
          {sections.map((section, i) => (
            <Link key={section} href={`/integrate/${section}`} aria-current={at.startsWith(`/integrate/${section}`) ? 'page' : undefined}>{names[i]}</Link>
          ))}
        </nav>
        <div className="stack">
          <Switch>
            <Route path="/integrate/events"><Messages direction="event" /></Route>
            <Route path="/integrate/commands"><Messages direction="command" /></Route>
            <Route path="/integrate/events/:name">{({ name }) => <MessagePage key={name} name={name} direction="event" />}</Route>
            <Route path="/integrate/commands/:name">{({ name }) => <MessagePage key={name} name={name} direction="command" />}</Route>
            <Route path="/integrate/api"><Routes /></Route>
            <Route path="/integrate/subscriptions"><Subscriptions /></Route>
            <Route path="/integrate/subscriptions/:id">{({ id }) => <SubscriptionPage key={id} id={id} />}</Route>
            <Route path="/integrate/dead-letters"><DeadLetters /></Route>
            <Route path="/integrate/dead-letters/:id">{({ id }) => <DeadLetterPage key={id} id={id} />}</Route>
            <Route><Redirect to="/integrate/events" replace /></Route>
          </Switch>
        </div>
      </div>
    </>
  );
}
