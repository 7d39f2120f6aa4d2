import type { OpinionKind } from '../api';
import type { caseTexts } from '../texts';

/** An opinion as it is being written. */
export interface OpinionDraft {
  kind: OpinionKind | null;
  reason: string;
  conditions: string[];
  /** Working days to fulfil the conditions; absent in older drafts. */
  conditionDays?: string;
}

export const noOpinion: OpinionDraft = { kind: null, reason: '', conditions: [''] };

export const kindText: Record<OpinionKind, keyof typeof caseTexts> = {
  positive: 'positive', negative: 'negative', conditional: 'conditional', advisory: 'advisory',
};

export interface OpinionBody {
  kind: OpinionKind;
  reason?: string;
  conditions?: string[];
  conditionDays?: number;
}

type Wrong = { field: 'kind' | 'reason' | 'conditions'; text: keyof typeof caseTexts };

/** What the server would refuse too, said before it is asked. */
export function wrongWith(draft: OpinionDraft): Wrong | null {
  if (draft.kind === null) return { field: 'kind', text: 'kindRequired' };
  if (draft.kind === 'negative' && draft.reason.trim() === '') return { field: 'reason', text: 'reasonRequired' };
  if (draft.kind === 'conditional' && draft.conditions.every((c) => c.trim() === '')) return { field: 'conditions', text: 'conditionsRequired' };
  return null;
}

export function bodyOf(draft: OpinionDraft): OpinionBody {
  const conditions = draft.conditions.map((c) => c.trim()).filter((c) => c !== '');
  return {
    kind: draft.kind!,
    ...(draft.reason.trim() === '' ? {} : { reason: draft.reason.trim() }),
    ...(draft.kind === 'conditional' ? { conditions } : {}),
    ...(draft.kind === 'conditional' && /^\d+$/.test(draft.conditionDays ?? '') ? { conditionDays: Number(draft.conditionDays) } : {}),
  };
}

export const isBlank = (draft: OpinionDraft): boolean => draft.kind === null && draft.reason.trim() === '' && draft.conditions.every((c) => c.trim() === '');

/** Puts a phrase where the cursor stands, in place of what is selected. */
export function inserted(text: string, phrase: string, from: number, to: number): { text: string; cursor: number } {
  return { text: text.slice(0, from) + phrase + text.slice(to), cursor: from + phrase.length };
}
