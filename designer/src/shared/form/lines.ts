import type { FieldProblem } from '../api';
import { pick } from '../texts';
import type { Draft } from './draft';
import type { SummaryLine } from './errorSummary';
import { byField, idOf } from './inputs';
import type { JointItem } from './types';

type Names = Record<'personName' | 'residentId' | 'phone' | 'region' | 'applicantKind' | 'applicantAccount', string>;

/** What the path of an error is called on the page. */
export function labelOf(item: JointItem, path: string, t: Names): string {
  const [, group, name = ''] = path.split('.');
  if (group === 'answers') return pick(item.form.find((q) => q.name === name)?.label) || name;
  if (group === 'materials') return pick(item.materials.find((m) => m.code === name)?.name) || name;
  if (group === 'region') return t.region;
  if (group === 'applicant') return { name: t.personName, idNumber: t.residentId, phone: t.phone, kind: t.applicantKind, account: t.applicantAccount }[name] ?? '';
  return '';
}

/** Each error as a line that leads to its field; errors of files lead to their material. */
export function linesOf(item: JointItem, errors: readonly FieldProblem[], draft: Draft, t: Names): (SummaryLine & { path: string })[] {
  const handedIn = draft.files.filter((f) => f.material !== null);
  return [...byField(errors).values()].map((e) => {
    const index = /^\$\.materials\[(\d+)\]/.exec(e.field)?.[1];
    const material = index === undefined ? undefined : handedIn[Number(index)]?.material;
    return {
      path: e.field,
      id: material ? `material-${material}` : e.field === '$' ? null : idOf(e.field),
      label: labelOf(item, material ? `$.materials.${material}` : e.field, t),
      message: e.message,
    };
  });
}
