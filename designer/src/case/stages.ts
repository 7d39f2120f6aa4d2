import type { Case, TaskKind } from './api';

export type StageState = 'done' | 'now' | 'ahead' | 'ended';

export interface Stage {
  key: 'intake' | 'review' | 'decide' | 'conclude' | 'deliver';
  state: StageState;
  /** When it was over; null while it is not, or where the caller is not told. */
  at: string | null;
}

const kinds: Record<Stage['key'], TaskKind[]> = { intake: ['intake', 'check'], review: ['review', 'work'], decide: ['decide'], conclude: ['conclude'], deliver: ['deliver'] };
const order: Stage['key'][] = ['intake', 'review', 'decide', 'conclude', 'deliver'];
const endedEarly = [2, 4, 5, 14, 15];
const beforeAcceptance = [1, 6, 7];

/**
 * The stages of a case for the eye, from what the caller is told: tasks, decision and status. A department that sees
 * its own tasks only still sees where the whole stands.
 */
export function stagesOf(shown: Case): Stage[] {
  const open = order.findIndex((key) => shown.tasks.some((t) => kinds[key].includes(t.kind) && isOpen(t.state)));
  const concluded = [11, 12, 13].includes(shown.status);
  const least = shown.decision !== null ? (concluded ? 4 : 3) : beforeAcceptance.includes(shown.status) ? 0 : 1;
  const delivered = shown.tasks.some((t) => t.kind === 'deliver' && t.state === 'done');
  const ended = endedEarly.includes(shown.status);
  const at = ended ? last(shown) : delivered ? order.length : open >= 0 ? Math.max(open, 0) : least;
  return order.map((key, i) => ({
    key,
    state: i < at ? 'done' : ended ? 'ended' : i === at ? 'now' : 'ahead',
    at: i < at ? closedAt(shown, key) : null,
  }));
}

const isOpen = (state: string): boolean => state === 'open' || state === 'claimed';

/** How far a case came that ended before its end. */
function last(shown: Case): number {
  const done = order.map((key) => shown.tasks.some((t) => kinds[key].includes(t.kind) && t.state === 'done'));
  return done.lastIndexOf(true) + 1;
}

function closedAt(shown: Case, key: Stage['key']): string | null {
  if (key === 'decide' && shown.decision !== null) return shown.decision.at;
  return shown.tasks.filter((t) => kinds[key].includes(t.kind) && t.closedAt !== null).map((t) => t.closedAt!).sort().at(-1) ?? null;
}
