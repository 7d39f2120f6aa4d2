import type { Text } from '../texts';

/** A joint item (一件事) as GET /api/joint-items/{code} gives it; what applies of it is the server's to say. */
export interface JointItem {
  code: string;
  name: Text;
  region: string;
  leadDepartment: string;
  statutory: Limit;
  promised: Limit;
  items: ServiceItem[];
  materials: Material[];
  form: FormField[];
}

export interface JointItemAnswer {
  version: number;
  publishedAt: string;
  item: JointItem;
}

export interface JointItemSummary {
  code: string;
  name: Text;
  region: string;
  version: number;
  publishedAt: string;
}

export interface Limit {
  amount: number;
  unit: 'workingDays' | 'workingHours';
}

/** A service item (事项): what one department decides on. */
export interface ServiceItem {
  code: string;
  name: Text;
  department: string;
  appliesWhen: string | null;
  promised: Limit;
  statutory: Limit;
  basis: string | null;
  /** It may be decided on a promise that stands for these materials. */
  commitment?: { text: Text; replaces: string[]; checkWithin: { amount: number; unit: string }; basis?: string | null } | null;
}

/** A material (材料) on the joint list, handed in once for all that need it. */
export interface Material {
  code: string;
  name: Text;
  neededBy: string[];
  required: boolean;
  main: boolean;
  hint?: Text | null;
}

export interface FormField {
  name: string;
  label: Text;
  type: 'text' | 'number' | 'integer' | 'boolean' | 'date' | 'choice';
  required: boolean;
  personal: boolean;
  neededBy: string[];
  choices?: Choice[] | null;
  min?: number | null;
  max?: number | null;
  askedWhen?: string | null;
  hint?: Text | null;
}

export interface Choice {
  value: string;
  label: Text;
}

export interface Place {
  code: string;
  name: Text;
}

/** What a server check says of an application so far: POST /api/applications/check. */
export interface CheckAnswer {
  items: { code: string; name: Text; department: string; applies: boolean | null }[];
  fields: { name: string; asked: boolean | null; neededBy: string[] }[];
  materials: { code: string; required: boolean; neededBy: string[] }[];
  errors: { field: string; code: string; message: string }[];
}
