import { lazy, type ComponentType } from 'react';
import type { Role } from '../shared/session';
import type { shellTexts } from './texts';

/** A screen of the staff's page. It is loaded when somebody goes there. */
export interface Screen {
  /** Address pattern; parameters as `/cases/:id`. */
  path: string;
  roles: Role[];
  /** Key of its name in the navigation; hidden screens are reached from others. */
  text: keyof typeof shellTexts;
  hidden?: boolean;
  Page: ComponentType;
}

export const screens: Screen[] = [
  { path: '/inbox/:caseId?/:taskId?', roles: ['officer', 'window'], text: 'navInbox', Page: lazy(() => import('../inbox/InboxPage')) },
  { path: '/copies', roles: ['officer', 'window'], text: 'navCopies', Page: lazy(() => import('../inbox/Copies')) },
  { path: '/window/:jointItem?', roles: ['window'], text: 'navWindow', Page: lazy(() => import('../window/windowPage')) },
  { path: '/board', roles: ['supervisor', 'auditor'], text: 'navBoard', Page: lazy(() => import('../supervisor/Board')) },
  { path: '/cases', roles: ['supervisor', 'auditor', 'window', 'officer'], text: 'navCases', Page: lazy(() => import('../case/CaseList')) },
  { path: '/cases/:id', roles: ['supervisor', 'auditor', 'window', 'officer'], text: 'navCase', hidden: true, Page: lazy(() => import('../case/CasePage')) },
  { path: '/heat/:jointItem?', roles: ['supervisor', 'designer', 'auditor'], text: 'navHeat', Page: lazy(() => import('../supervisor/HeatMap')) },
  { path: '/cards', roles: ['supervisor', 'auditor', 'officer', 'window'], text: 'navCards', Page: lazy(() => import('../oversight/Cards')) },
  { path: '/incidents/:cause?', roles: ['supervisor', 'auditor'], text: 'navIncidents', Page: lazy(() => import('../incidents/Incidents')) },
  { path: '/retry-runs/:id', roles: ['supervisor', 'auditor'], text: 'navRetryRun', hidden: true, Page: lazy(() => import('../incidents/RunPage')) },
  { path: '/indicators', roles: ['supervisor', 'auditor'], text: 'navIndicators', Page: lazy(() => import('../oversight/Indicators')) },
  { path: '/card-rules', roles: ['supervisor', 'auditor', 'administrator'], text: 'navCardRules', Page: lazy(() => import('../oversight/Rules')) },
  { path: '/messages/*?', roles: ['supervisor', 'administrator'], text: 'navMessages', Page: lazy(() => import('../messages/MessagesPage')) },
  { path: '/operations', roles: ['administrator', 'supervisor'], text: 'navOperations', Page: lazy(() => import('../operations/Operations')) },
  { path: '/audit/:caseId?', roles: ['auditor'], text: 'navAudit', Page: lazy(() => import('../audit/Audit')) },
  { path: '/admin/*?', roles: ['administrator'], text: 'navAdmin', Page: lazy(() => import('../admin/Admin')) },
  { path: '/integrate/*?', roles: ['integrator', 'administrator'], text: 'navIntegrate', Page: lazy(() => import('../integrate/Integrate')) },
  { path: '/decisions/:code?', roles: ['designer', 'administrator'], text: 'navDecisions', Page: lazy(() => import('../decisions/DecisionsPage')) },
  { path: '/designer/:key?', roles: ['designer', 'administrator'], text: 'navDesigner', Page: lazy(() => import('../designer/DesignerPage')) },
];

export { lazy };
