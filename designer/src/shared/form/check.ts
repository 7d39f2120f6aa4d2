import { useEffect, useRef, useState } from 'react';
import { api, ApiProblem } from '../api';
import { language } from '../texts';
import { answersOf, askedFields, neededMaterials } from './inputs';
import type { Draft } from './draft';
import type { Reused } from './reuse';
import type { CheckAnswer, JointItem } from './types';

/** An application as it is checked and filed. */
export interface ApplicationBody {
  jointItem: string;
  region: string;
  channel: 'online' | 'window';
  applicant: { kind: string; name: string; idNumber: string; phone: string; account?: string };
  answers: Record<string, string | number | boolean>;
  materials: { material: string; fileId: string }[];
  reuse?: Reused[];
  consents?: string[];
  commitments?: string[];
  mandate?: string;
}

/** The application as it stands: answers of fields that are asked, files of materials that are needed. */
export function bodyOf(item: JointItem, draft: Draft, channel: 'online' | 'window', check: CheckAnswer | undefined): ApplicationBody {
  const needed = new Set(neededMaterials(item, check).map((m) => m.material.code));
  return {
    jointItem: draft.jointItem,
    region: draft.region,
    channel,
    applicant: { ...draft.applicant, account: draft.applicant.account || undefined },
    answers: answersOf(askedFields(item, check).map((f) => f.field), draft.inputs),
    materials: draft.files.flatMap((f) => (f.material !== null && needed.has(f.material) ? [{ material: f.material, fileId: f.fileId }] : [])),
    ...reuseOf(draft, needed),
    ...promisesOf(draft, check),
    ...(channel === 'online' && draft.mandate ? { mandate: draft.mandate } : {}),
  };
}

/** The promises made for items that apply; nothing when none is. */
function promisesOf(draft: Draft, check: CheckAnswer | undefined): { commitments?: string[] } {
  const made = (draft.commitments ?? []).filter((code) => check?.items.some((i) => i.code === code && i.applies !== false));
  return made.length === 0 ? {} : { commitments: made };
}

/** What is used again, with the consents for it; nothing when nothing is. */
function reuseOf(draft: Draft, needed: ReadonlySet<string> | null): { reuse?: Reused[]; consents?: string[] } {
  const reuse = (draft.reuse ?? []).filter((r) => needed === null || needed.has(r.material));
  return reuse.length === 0 ? {} : { reuse, consents: draft.consents ?? [] };
}

/**
 * What a check is asked with: everything typed, so that one answer may open the next question; parts that are still
 * empty are left out.
 */
export function checkBodyOf(item: JointItem, draft: Draft, channel: 'online' | 'window'): Record<string, unknown> {
  const { applicant } = draft;
  return {
    jointItem: draft.jointItem,
    region: draft.region,
    channel,
    answers: answersOf(item.form, draft.inputs),
    applicant: Object.fromEntries(Object.entries(applicant).filter(([, value]) => value !== '' && value !== undefined)),
    materials: draft.files.flatMap((f) => (f.material !== null ? [{ material: f.material, fileId: f.fileId }] : [])),
    ...reuseOf(draft, null),
  };
}

export interface Checked {
  /** The last answer, also while the next one is awaited. */
  check: CheckAnswer | undefined;
  /** The answer belongs to what stands in the form now. */
  isCurrent: boolean;
  /** Why there is none. */
  error: unknown;
  again: () => void;
}

const pauseMs = 350;

/** Asks the server what applies and what is wrong, a moment after each change. */
export function useCheck(item: JointItem, draft: Draft, channel: 'online' | 'window'): Checked {
  const wanted = language.use();
  const body = JSON.stringify(checkBodyOf(item, draft, channel));
  const asked = `${wanted} ${body}`;
  const [answer, setAnswer] = useState<{ asked: string; check: CheckAnswer }>();
  const [failure, setFailure] = useState<{ asked: string; error: unknown }>();
  const [tries, setTries] = useState(0);
  const first = useRef(true);

  useEffect(() => {
    const ended = new AbortController();
    const timer = setTimeout(() => {
      api.post<CheckAnswer>('/api/applications/check', JSON.parse(body), { signal: ended.signal }).then(
        (check) => {
          if (ended.signal.aborted) return;
          setAnswer({ asked, check: withoutNotAsked(check) });
          setFailure(undefined);
        },
        (error: unknown) => {
          if (!ended.signal.aborted) setFailure({ asked, error });
        },
      );
    }, first.current ? 0 : pauseMs);
    first.current = false;
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [asked, tries]);

  useEffect(() => {
    if (!(failure?.error instanceof ApiProblem) || failure.error.status !== 0) return;
    const back = () => setTries((n) => n + 1);
    addEventListener('online', back);
    return () => removeEventListener('online', back);
  }, [failure]);

  return {
    check: answer?.check,
    isCurrent: answer?.asked === asked,
    error: failure?.asked === asked ? failure.error : null,
    again: () => setTries((n) => n + 1),
  };
}

/** A check hears all that was typed; what is no longer asked is not sent with the application, so it is no error. */
const withoutNotAsked = (check: CheckAnswer): CheckAnswer => ({ ...check, errors: check.errors.filter((e) => e.code !== 'field-not-asked') });
