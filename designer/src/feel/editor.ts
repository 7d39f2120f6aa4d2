import { acceptCompletion, autocompletion, completionKeymap, startCompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { expressionLanguage } from '@bpmn-io/lang-feel';
import { defaultHighlightStyle, LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import { language } from '../shared/texts';
import { offers, type Known } from './completion';
import './feel.css';

export interface FeelEditor {
  /** Takes over a text that was changed elsewhere. */
  setValue(text: string): void;
  /** Puts a text in at the caret. */
  insert(text: string): void;
  /** Further attributes of the field; empty ones are taken away. */
  describe(attributes: Record<string, string>): void;
  destroy(): void;
}

interface FeelOptions {
  value: string;
  /** Asked at each completion, so that what is known may grow meanwhile. */
  known: () => readonly Known[];
  onChange: (text: string) => void;
  /** Attributes of the field: its label and description. */
  attributes: Record<string, string>;
  /** Words of the editor itself, by its English ones. */
  phrases: Record<string, string>;
}

/** A field for one expression, with completion of names, functions and keywords. */
export function openFeel(host: HTMLElement, options: FeelOptions): FeelEditor {
  const complete = (context: CompletionContext): CompletionResult | null => {
    const found = offers(context.state.sliceDoc(0, context.pos), options.known(), language.get(), context.explicit);
    if (found === null || (context.matchBefore(/\S/) === null && !context.explicit)) return null;
    return { from: found.from, filter: false, options: found.offers.map((o) => ({ label: o.label, apply: o.apply, detail: o.detail, type: o.kind })) };
  };
  const described = new Compartment();
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: options.value,
      extensions: [
        EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''),
        EditorState.phrases.of(options.phrases),
        history(),
        // Tab leaves the field, as everywhere on the page, unless it takes what is offered.
        keymap.of([{ key: 'Tab', run: acceptCompletion }, { key: 'Mod-Space', run: startCompletion }, ...completionKeymap, ...historyKeymap, ...defaultKeymap.filter((k) => k.key !== 'Tab')]),
        new LanguageSupport(expressionLanguage, []),
        syntaxHighlighting(defaultHighlightStyle),
        autocompletion({ override: [complete], icons: false, aboveCursor: false }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(options.attributes),
        described.of([]),
        EditorView.updateListener.of((update) => update.docChanged && options.onChange(update.state.doc.toString())),
      ],
    }),
  });
  return {
    setValue(text) {
      if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    describe: (attributes) => view.dispatch({ effects: described.reconfigure(EditorView.contentAttributes.of(Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== '')))) }),
    destroy: () => view.destroy(),
  };
}
