import type { Text } from '../shared/texts';
import type { Known } from './completion';

interface Form {
  items: readonly { code: string; name: Text }[];
  form: readonly { name: string; label: Text; personal: boolean }[];
  materials?: readonly { code: string; name: Text }[];
}

const isName = (code: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(code);
/** A code with a hyphen is no name: it is asked for by its key. */
const within = (context: string, code: string): string => (isName(code) ? `${context}.${code}` : `get value(${context}, "${code}")`);

const always: readonly Known[] = [
  { name: 'region', label: { zh: '地区代码', en: 'Code of the region' } },
  { name: 'decision', label: { zh: '决定："grant" 或 "deny"', en: 'The decision: "grant" or "deny"' } },
];

/** What the expressions of a flow may use: answers that are not personal, which items apply, opinions, and the like. */
export function knownOf(jointItem: Form | undefined, businessRules: readonly { id: string; name: string }[] = []): Known[] {
  return [
    ...(jointItem?.form.filter((f) => !f.personal).map((f) => ({ name: within('application', f.name), label: f.label })) ?? []),
    ...(jointItem?.items.map((i) => ({ name: within('applies', i.code), label: both(i.name, '是否适用', 'applies') })) ?? []),
    ...(jointItem?.items.map((i) => ({ name: within('opinions', i.code), label: both(i.name, '的意见', 'opinion') })) ?? []),
    ...(jointItem?.materials?.map((m) => ({ name: within('materials', m.code), label: both(m.name, '的可信等级', 'grade') })) ?? []),
    ...businessRules.map((r) => ({ name: within('instant', r.id), label: { zh: `${r.name}：grant、deny、person`, en: `${r.name}: grant, deny, person` } })),
    ...always,
  ];
}

const both = (name: Text, zh: string, en: string): Text => ({ zh: `${name.zh}${zh}`, en: `${name.en}: ${en}` });
