import { language } from '../shared/texts';
import { chinese } from './chinese';

/** The translate service of the decision editor, in the page's language at the moment of asking. Each of its views is given it. */
export function translate(template: string, values: Record<string, string> = {}): string {
  const text = language.get() === 'zh' ? wordFor(template) : template;
  // Its own templates write both {name} and { name }.
  return text.replace(/\{\s*(\w+)\s*\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Some of its labels end in a colon and a blank; the words are the same. */
function wordFor(template: string): string {
  const known = chinese[template];
  if (known !== undefined) return known;
  const bare = template.replace(/[:\s]+$/, '');
  const word = chinese[bare];
  return word === undefined ? template : bare === template ? word : `${word}：`;
}
