import { lazy, Suspense } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useTexts } from '../shared/texts';
import { Loading } from '../staff/states';
import { AccountPage } from './AccountPage';
import { Accounts } from './Accounts';
import { Departments } from './Departments';
import { Regions } from './Regions';
import { paperTexts } from './paperTexts';
import { tableTexts } from './tableTexts';
import { adminTexts } from './texts';
import '../parts/parts.css';

const JointItems = lazy(() => import('./JointItems'));
const JointItemPage = lazy(() => import('./JointItemPage'));
const NewJointItem = lazy(() => import('./JointItemPage').then((m) => ({ default: m.NewJointItem })));
const Calendars = lazy(() => import('./Calendars'));
const CalendarPage = lazy(() => import('./CalendarPage'));
const TermTables = lazy(() => import('./TermTables'));
const Targets = lazy(() => import('./Targets'));
const Templates = lazy(() => import('./Templates'));
const Notices = lazy(() => import('./Notices'));

const sections = ['regions', 'departments', 'accounts', 'joint-items', 'calendars', 'terms', 'webhook-targets', 'templates', 'notices'] as const;

/** Administration: what the engine knows of places, people, joint items and working days. */
export default function Admin() {
  const t = useTexts(adminTexts);
  const papers = useTexts(paperTexts);
  const r = useTexts(tableTexts);
  const [at] = useLocation();
  const names = [t.regions, t.departments, t.accounts, t.jointItems, t.calendars, r.terms, t.targets, papers.templates, papers.notices];
  return (
    <>
      <h1>{t.admin}</h1>
      <div className="sides">
        <nav className="side-nav" aria-label={t.sections}>
          {sections.map((section, i) => (
            <Link key={section} href={`/admin/${section}`} aria-current={at.startsWith(`/admin/${section}`) ? 'page' : undefined}>{names[i]}</Link>
          ))}
        </nav>
        <div className="stack">
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/admin/regions"><Regions /></Route>
              <Route path="/admin/departments/:region?">{({ region }) => <Departments region={region} />}</Route>
              <Route path="/admin/accounts/:name">{({ name }) => <AccountPage key={name} name={name} />}</Route>
              <Route path="/admin/accounts"><Accounts /></Route>
              <Route path="/admin/joint-items/:code">{({ code }) => <JointItemPage key={code} code={code} />}</Route>
              <Route path="/admin/new-joint-item"><NewJointItem /></Route>
              <Route path="/admin/joint-items"><JointItems /></Route>
              <Route path="/admin/calendars/:code">{({ code }) => <CalendarPage key={code} code={code} />}</Route>
              <Route path="/admin/calendars"><Calendars /></Route>
              <Route path="/admin/rules"><Redirect to="/decisions" replace /></Route>
              <Route path="/admin/terms"><TermTables /></Route>
              <Route path="/admin/webhook-targets"><Targets /></Route>
              <Route path="/admin/templates"><Templates /></Route>
              <Route path="/admin/notices"><Notices /></Route>
              <Route><Redirect to="/admin/regions" replace /></Route>
            </Switch>
          </Suspense>
        </div>
      </div>
    </>
  );
}
