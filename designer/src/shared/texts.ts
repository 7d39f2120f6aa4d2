import { store } from './store';

export type Language = 'zh' | 'en';

/** A text of the server in both languages. */
export interface Text {
  zh: string;
  en: string;
}

export const language = store<Language>('language', 'zh');

/** Chinese first, English second; `{name}` stands for a value. */
export type Catalogue = Record<string, readonly [zh: string, en: string]>;

/** What a component reads its texts from: `t.title`, `t.of(t.found, { count })`. */
export type Texts<C extends Catalogue> = { readonly [K in keyof C]: string };

/** One catalogue a folder; every string on a screen stands in one. */
export function texts<C extends Catalogue>(catalogue: C): C {
  return catalogue;
}

const made = new WeakMap<Catalogue, Record<Language, Record<string, string>>>();

/** The catalogue's texts in the language given. */
export function inLanguage<C extends Catalogue>(catalogue: C, wanted: Language): Texts<C> {
  let both = made.get(catalogue);
  if (both === undefined) {
    both = { zh: {}, en: {} };
    for (const [key, [zh, en]] of Object.entries(catalogue)) {
      both.zh[key] = zh;
      both.en[key] = en;
    }
    made.set(catalogue, both);
  }
  return both[wanted] as Texts<C>;
}

/** The catalogue in the page's language; the component is drawn again when that changes. */
export function useTexts<C extends Catalogue>(catalogue: C): Texts<C> {
  return inLanguage(catalogue, language.use());
}

/** Puts values into a text: `fill('第 {n} 页', { n: 3 })`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** A server's text in the page's language. */
export function pick(text: Text | null | undefined, wanted: Language = language.get()): string {
  return text === null || text === undefined ? '' : text[wanted];
}

export function setLanguage(wanted: Language): void {
  language.set(wanted);
  document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en';
}
