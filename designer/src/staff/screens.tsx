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
  { path: '/board', roles: ['supervisor', 'auditor'], text: 'navBoard', Page: lazy(() => import('../supervisor/Board')) },
  { path: '/heat/:jointItem?', roles: ['supervisor', 'designer', 'auditor'], text: 'navHeat', Page: lazy(() => import('../supervisor/HeatMap')) },
  { path: '/window/:jointItem?', roles: ['window'], text: 'navWindow', Page: lazy(() => import('../window/windowPage')) },
  { path: '/audit/:caseId?', roles: ['auditor'], text: 'navAudit', Page: lazy(() => import('../audit/Audit')) },
  { path: '/admin/*?', roles: ['administrator'], text: 'navAdmin', Page: lazy(() => import('../admin/Admin')) },
  { path: '/designer/:key?', roles: ['designer', 'administrator'], text: 'navDesigner', Page: lazy(() => import('../designer/DesignerPage')) },
];

export { lazy };
