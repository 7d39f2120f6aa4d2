import { api, query } from '../api';
import type { Text } from '../texts';

/** Something given before that is used again. */
export interface Reused {
  material: string;
  caseId: string;
  fileId: string;
}

/** What may be used again for a joint item: GET /api/applicants/me/reusable. */
export interface Reusable {
  materials: ReusableMaterial[];
  fields: { name: string; label: Text; value: string | number | boolean; caseNumber: string }[];
  purposes: { purpose: string; text: Text }[];
}

export interface ReusableMaterial extends Reused {
  name: Text;
  caseNumber: string;
  fileName: string;
  grade: 'A' | 'B' | 'C' | 'D';
  validUntil: string | null;
  usable: boolean;
  why: string | null;
  purpose: string;
  number: string | null;
}

export const reusable = (jointItem: string, signal?: AbortSignal) => api.get<Reusable>(query('/api/applicants/me/reusable', { jointItem }), { signal });

export const isSame = (a: Reused, b: Reused): boolean => a.material === b.material && a.caseId === b.caseId && a.fileId === b.fileId;
