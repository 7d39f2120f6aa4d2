import type { Language, Text } from '../shared/texts';
import { functions, keywords } from './builtinTexts';

/** A name that an expression may use. */
export interface Known {
  /** As it is written: `application.floorArea`. */
  name: string;
  /** What it is, in words. */
  label: Text;
}

export interface Offer {
  label: string;
  /** What is put in; the label where left out. */
  apply: string;
  detail: string;
  kind: 'variable' | 'function' | 'keyword';
}

const wordAt = /[\p{L}_$][\p{L}\p{N}_$.]*( [\p{L}_$][\p{L}\p{N}_$]*)*$/u;

/**
 * What may be written at the end of a text, and where that begins. Names may have blanks ("string length"), so the longest
 * beginning that something fits is taken. Null in a text in quotes, and where nothing fits.
 */
export function offers(before: string, known: readonly Known[], language: Language, isAsked: boolean): { from: number; offers: Offer[] } | null {
  if ((before.replace(/\\"/g, '').match(/"/g)?.length ?? 0) % 2 === 1) return null;
  const typed = wordAt.exec(before)?.[0] ?? '';
  if (typed === '') return isAsked ? { from: before.length, offers: all(known, language) } : null;
  const words = typed.split(' ');
  for (let skip = 0; skip < words.length; skip++) {
    const part = words.slice(skip).join(' ');
    const found = all(known, language).filter((o) => fits(o, part));
    if (found.length > 0) return { from: before.length - part.length, offers: found };
  }
  return null;
}

/** By its beginning, or by the beginning of what follows a dot: `floor` finds `application.floorArea`. */
function fits(offer: Offer, part: string): boolean {
  const [name, asked] = [offer.label.toLowerCase(), part.toLowerCase()];
  if (name === asked && offer.kind === 'keyword') return false;
  return name.startsWith(asked) || (offer.kind === 'variable' && !asked.includes('.') && name.split('.').some((p) => p.startsWith(asked)));
}

function all(known: readonly Known[], language: Language): Offer[] {
  return [
    ...known.map((k): Offer => ({ label: k.name, apply: k.name, detail: k.label[language], kind: 'variable' })),
    ...functions.map((f): Offer => ({ label: f.name, apply: `${f.name}(${f.params === '' ? ')' : ''}`, detail: `(${f.params}) ${f[language]}`, kind: 'function' })),
    ...keywords.map((k): Offer => ({ label: k, apply: k, detail: '', kind: 'keyword' })),
  ];
}
