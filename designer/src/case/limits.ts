import { fill, type Texts } from '../shared/texts';
import type { Limit } from './api';
import type { intakeTexts } from './intakeTexts';

/** 5 个工作日 */
export const limitText = (limit: Limit, t: Texts<typeof intakeTexts>): string =>
  fill(limit.unit === 'workingHours' ? t.workingHours : limit.unit === 'halfDays' ? t.halfDays : t.workingDays, { n: limit.amount });

export const unitOf = (limit: Limit, t: Texts<typeof intakeTexts>): string =>
  limit.unit === 'workingHours' ? t.unitHours : limit.unit === 'halfDays' ? t.unitHalfDays : t.unitDays;
