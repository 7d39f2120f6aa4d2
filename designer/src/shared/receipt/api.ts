import { api } from '../api';
import type { Limit } from '../form/types';
import type { Text } from '../texts';

/** What an applicant takes home: GET /api/cases/{id}/receipt. */
export interface ReceiptAnswer {
  caseId: string;
  caseNumber: string;
  /** Null once the case's key was deleted. */
  code: string | null;
  /** Address of the progress page with number and code behind its "#". */
  path: string | null;
  title: Text;
  regionName: Text;
  filedAt: string;
  applicantName: string | null;
  materials: { material: string; name: Text; fileName: string }[];
  promised: Limit;
  statutory: Limit;
}

export const receiptOf = (caseId: string, signal?: AbortSignal) => api.get<ReceiptAnswer>(`/api/cases/${caseId}/receipt`, { signal });
