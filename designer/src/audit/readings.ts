import { fill, type Texts } from '../shared/texts';
import type { auditTexts } from './texts';

/** What the log of readings names, in words: "case", "name", "material file-1"; anything newer as it stands. */
export function whatWasRead(what: string, t: Texts<typeof auditTexts>): string {
  const [kind, file] = what.split(' ');
  if (kind === 'material' && file !== undefined) return fill(t.read_material, { file });
  if (kind === 'case') return t.read_case;
  if (kind === 'name') return t.read_name;
  return what;
}
