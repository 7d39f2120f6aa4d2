import { fill, language, useTexts, type Texts } from '../shared/texts';
import type { Case, CaseTask, Clock } from './api';
import { owedText, useTaskTitle } from './names';
import { caseTexts } from './texts';

type T = Texts<typeof caseTexts>;

/** What the law lets a clock stop for, as the server names it. */
export const stopReasons = ['supplement', 'hearing', 'inspection', 'test', 'quarantine', 'appraisal', 'expertReview', 'auction', 'forceMajeure', 'other'] as const;

export const stopText: Record<string, keyof typeof caseTexts> = {
  supplement: 'stopSupplement', hearing: 'stopHearing', inspection: 'stopInspection', test: 'stopTest', quarantine: 'stopQuarantine',
  appraisal: 'stopAppraisal', expertReview: 'stopExpertReview', auction: 'stopAuction', forceMajeure: 'stopForceMajeure', other: 'stopOther',
};

/** "case" → 全程时限; "task-14" → the review that it belongs to. */
export function clockName(clock: string, shown: Case, titleOf: (task: CaseTask) => string, t: T): string {
  if (clock === 'case') return t.clockCase;
  if (clock === 'intake') return t.clockIntake;
  if (clock === 'delivery') return t.clockDelivery;
  if (clock === 'supplement') return t.clockSupplement;
  if (clock.startsWith('special-')) return fill(t.clockSpecial, { clock: clockName(clock.slice('special-'.length), shown, titleOf, t) });
  if (clock.startsWith('obligation-')) {
    const owed = shown.obligations?.find((o) => `obligation-${o.id}` === clock);
    return owed === undefined ? t.clockObligation : `${t.clockObligation} · ${owedText(shown, owed, language.get())}`;
  }
  const task = shown.tasks.find((one) => `task-${one.taskId}` === clock);
  return task === undefined ? clock : titleOf(task);
}

export function useClockName(shown: Case): (clock: string) => string {
  const t = useTexts(caseTexts);
  const titleOf = useTaskTitle(shown);
  return (clock) => clockName(clock, shown, titleOf, t);
}

export const unitText = (unit: Clock['unit'] | undefined, t: T): string => (unit === 'workingHours' ? t.hours : unit === 'halfDays' ? t.halfDays : t.days);

/** 剩 3 个工作日 · 超期 2 个工作日 · 已停止 */
export function remainingText(clock: Clock, t: T): string {
  const unit = unitText(clock.unit, t);
  if (clock.state === 'ended') return t.clockEnded;
  const n = clock.remaining;
  const left = n < 0 ? fill(t.overdueBy, { n: -n, unit }) : fill(t.remaining, { n, unit });
  return clock.state === 'stopped' ? `${t.clockStopped} · ${left}` : left;
}

/** 已用 13 / 20 个工作日 */
export function usedText(clock: Clock, t: T): string {
  return fill(t.usedOf, { used: clock.used, limit: clock.limit, unit: unitText(clock.unit, t) });
}

/** The clock that an open task runs on. */
export const clockOf = (shown: Case, task: { taskId: number; kind: string }): Clock | undefined =>
  shown.clocks.find((c) => c.clock === (task.kind === 'intake' ? 'intake' : `task-${task.taskId}`));
