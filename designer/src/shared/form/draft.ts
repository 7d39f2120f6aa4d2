import type { Inputs } from './inputs';
import type { Reused } from './reuse';

export interface ApplicantInput {
  kind: 'person' | 'organisation';
  name: string;
  idNumber: string;
  phone: string;
  /** Account that the case shall belong to, when a window files for somebody who has one. */
  account?: string;
}

/** A file that was uploaded for the application; `material` is null until a window clerk has sorted it. */
export interface DraftFile {
  fileId: string;
  name: string;
  contentType: string;
  size: number;
  sha256: string;
  material: string | null;
}

/** An application that is not sent yet. */
export interface Draft {
  jointItem: string;
  region: string;
  inputs: Inputs;
  applicant: ApplicantInput;
  files: DraftFile[];
  /** What was given before and is used again, and the purposes agreed to. */
  reuse?: Reused[];
  consents?: string[];
  /** Codes of the items for which the applicant commits itself. */
  commitments?: string[];
  /** The mandate by which it is made for somebody else. */
  mandate?: string;
  /** Where the applicant was. */
  step: string;
  /** The key of a sending that has not been answered: the same application is never received twice. */
  key: string | null;
}

export const emptyDraft = (jointItem: string, region: string): Draft => ({
  jointItem, region, inputs: {}, applicant: { kind: 'person', name: '', idNumber: '', phone: '' }, files: [], step: '', key: null,
});

/** True when somebody has entered something. */
export const isStarted = (draft: Draft): boolean =>
  draft.files.length > 0 || Object.values(draft.inputs).some((v) => v !== undefined && v !== '')
  || draft.applicant.name !== '' || draft.applicant.idNumber !== '' || draft.applicant.phone !== '';

/**
 * Joins a draft that was changed in two places: what was changed here since the last saving stays, everything else is
 * taken from there. Files are joined one by one, so that none handed in on a telephone is lost at the desk.
 * @param base what both began with; null when they began apart
 */
export function joinDrafts(base: Draft | null, here: Draft, there: Draft): Draft {
  const from = base ?? emptyDraft(here.jointItem, there.region);
  const mine = <T>(was: T, now: T, other: T): T => (Object.is(was, now) ? other : now);
  const inputs: Inputs = {};
  for (const name of new Set([...Object.keys(there.inputs), ...Object.keys(here.inputs)])) {
    const value = mine(from.inputs[name], here.inputs[name], there.inputs[name]);
    if (value !== undefined) inputs[name] = value;
  }
  return {
    jointItem: here.jointItem,
    region: mine(from.region, here.region, there.region),
    inputs,
    applicant: {
      kind: mine(from.applicant.kind, here.applicant.kind, there.applicant.kind),
      name: mine(from.applicant.name, here.applicant.name, there.applicant.name),
      idNumber: mine(from.applicant.idNumber, here.applicant.idNumber, there.applicant.idNumber),
      phone: mine(from.applicant.phone, here.applicant.phone, there.applicant.phone),
      account: mine(from.applicant.account, here.applicant.account, there.applicant.account),
    },
    files: joinFiles(from.files, here.files, there.files),
    reuse: mine(from.reuse, here.reuse, there.reuse),
    consents: mine(from.consents, here.consents, there.consents),
    commitments: mine(from.commitments, here.commitments, there.commitments),
    mandate: mine(from.mandate, here.mandate, there.mandate),
    step: here.step,
    key: here.key ?? there.key,
  };
}

function joinFiles(base: DraftFile[], here: DraftFile[], there: DraftFile[]): DraftFile[] {
  const has = (files: DraftFile[], file: DraftFile) => files.some((f) => f.fileId === file.fileId);
  const before = new Map(base.map((f) => [f.fileId, f]));
  const others = new Map(there.map((f) => [f.fileId, f]));
  const kept = here
    // Removed there, and not sorted anew here: it stays removed.
    .filter((f) => has(there, f) || !has(base, f) || before.get(f.fileId)?.material !== f.material)
    .map((f) => (before.get(f.fileId)?.material === f.material ? (others.get(f.fileId) ?? f) : f));
  const added = there.filter((f) => !has(here, f) && !has(base, f));
  return [...kept, ...added];
}
