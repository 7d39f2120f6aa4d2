import Modeler from 'dmn-js/lib/Modeler';
import Viewer from 'dmn-js/lib/NavigatedViewer';
import { StyleModule } from 'style-mod';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import './dmn.css';
import type { ModelElement } from '../bpmn/model';
import { fitIn, type Canvas } from '../bpmn/viewer';
import { builtins } from '../feel/builtinTexts';
import { language } from '../shared/texts';
import { drawing, type Drawing } from './drawing';
import { fromEditor } from './namespaces';
import { prepare } from './read';
import { translate } from './translate';

/** `drd` is the drawing of the whole model, the others the logic of one element. */
export interface DmnView {
  id: string;
  name: string;
  type: 'drd' | 'decisionTable' | 'literalExpression' | 'boxedExpression';
}

export interface DmnHandle {
  /** What the editor cannot hold and would lose: such a model is not opened, and only read and written as text. */
  open(xml: string): Promise<{ lost: string[] }>;
  xml(): Promise<string>;
  views(): DmnView[];
  active(): string | null;
  show(id: string): Promise<void>;
  /** Opens the view that holds the element and marks it; false when there is none. */
  find(element: string): Promise<boolean>;
  /** The commands of the drawing; null while something else is shown, and in a viewer. */
  drawing(): Drawing | null;
  undo(): void;
  redo(): void;
  zoomFit(): void;
  destroy(): void;
}

interface Listeners {
  /** Something in the model was changed. */
  onChange?(): void;
  /** There are other views, or another one is shown. */
  onViews?(): void;
}

interface View { id: string; name?: string; type: DmnView['type']; element: ModelElement }
interface SubEditor { get(name: string, strict?: boolean): unknown; on(event: string, listener: () => void): void }
/** The members of dmn-js that are used here. */
interface Manager {
  importXML(xml: string, options?: { open: boolean }): Promise<unknown>;
  saveXML(options: { format: boolean }): Promise<{ xml: string }>;
  getViews(): View[];
  getActiveView(): View | undefined;
  getActiveViewer(): SubEditor | undefined;
  open(view: View): Promise<unknown>;
  on(event: string, listener: (event: { viewer: SubEditor }) => void): void;
  destroy(): void;
}
interface Stack { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean }

/** The types of FEEL as the standard names them. */
const dataTypes = ['string', 'number', 'boolean', 'date', 'time', 'date and time', 'days and time duration', 'years and months duration', 'Any'];

/** The editor of decision models, or its viewer, in a host of its own. */
export function openDmn(host: HTMLElement, readOnly: boolean, listeners: Listeners = {}): DmnHandle {
  allowStyles();
  const frame = document.createElement('div');
  frame.className = `dmn-frame ${readOnly ? 'dmn-viewer' : 'dmn-editor'}`;
  host.append(frame);
  // Modules that are given for all views are ignored by the editor: each view is given its own.
  const each = { additionalModules: [{ translate: ['value', translate] }] };
  const Kind = (readOnly ? Viewer : Modeler) as new (options: unknown) => Manager;
  const manager = new Kind({
    container: frame,
    common: { dataTypes, feelLanguageContext: { builtins: builtins(language.get()) } },
    drd: each, decisionTable: each, literalExpression: each, boxedExpression: each,
  });
  const words = speakAttributes(frame);
  let edition = '1.5';
  let isOpen = false;
  manager.on('viewer.created', ({ viewer }) => {
    viewer.on('commandStack.changed', () => isOpen && listeners.onChange?.());
  });
  manager.on('views.changed', () => listeners.onViews?.());
  const stack = () => manager.getActiveViewer()?.get('commandStack', false) as Stack | null | undefined;
  const canvas = () => (manager.getActiveView()?.type === 'drd' ? (manager.getActiveViewer()?.get('canvas', false) as Canvas | null) : null);
  const resized = new ResizeObserver(() => canvas()?.resized());
  resized.observe(frame);
  const fit = () => {
    const shown = canvas();
    if (shown && frame.clientWidth > 0) fitIn(shown);
  };
  const show = async (view: View) => {
    isOpen = false;
    await manager.open(view);
    isOpen = true;
    fit();
  };

  return {
    async open(xml) {
      const prepared = await prepare(xml);
      if (prepared.lost.length > 0) return { lost: prepared.lost };
      edition = prepared.edition;
      await manager.importXML(prepared.xml, { open: false });
      const views = manager.getViews();
      // A model of one decision is its table; of several, their drawing.
      const first = views.filter((v) => v.type !== 'drd').length === 1 ? views.find((v) => v.type !== 'drd') : views[0];
      if (first) await show(first);
      return { lost: [] };
    },
    xml: async () => fromEditor((await manager.saveXML({ format: true })).xml, edition),
    views: () => manager.getViews().map((v) => ({ id: v.id, name: v.name ?? v.id, type: v.type })),
    active: () => manager.getActiveView()?.id ?? null,
    async show(id) {
      const view = manager.getViews().find((v) => v.id === id);
      if (view && view.id !== manager.getActiveView()?.id) await show(view);
    },
    async find(element) {
      const views = manager.getViews();
      const view = views.find((v) => v.type !== 'drd' && holds(v.element, element)) ?? views.find((v) => v.type === 'drd' && holds(v.element, element));
      if (view === undefined) return false;
      if (view.id !== manager.getActiveView()?.id) await show(view);
      return mark(frame, view, element);
    },
    drawing: () => (!readOnly && manager.getActiveView()?.type === 'drd' ? drawing(manager.getActiveViewer()!) : null),
    undo: () => stack()?.canUndo() && stack()!.undo(),
    redo: () => stack()?.canRedo() && stack()!.redo(),
    zoomFit: fit,
    destroy() {
      words.disconnect();
      resized.disconnect();
      manager.destroy();
      frame.remove();
    },
  };
}

/** Whether the element with this id lies within. */
function holds(within: ModelElement, id: string): boolean {
  if (within.id === id) return true;
  const type = (within as unknown as { $descriptor?: { properties: { name: string; isReference?: boolean; isAttr?: boolean }[] } }).$descriptor;
  return (type?.properties ?? []).some(({ name, isReference, isAttr }) => {
    if (isReference === true || isAttr === true) return false;
    const value = within[name] as unknown;
    return (Array.isArray(value) ? value : [value]).some((v) => typeof v === 'object' && v !== null && '$type' in v && holds(v as ModelElement, id));
  });
}

/** Marks what is shown for the element, or what lies nearest to it: a rule by its row, a column by its head. */
function mark(frame: HTMLElement, view: View, element: string): boolean {
  for (const old of frame.querySelectorAll('.dmn-found')) old.classList.remove('dmn-found');
  const id = CSS.escape(element);
  const shown = frame.querySelectorAll(`[data-element-id="${id}"], [data-row-id="${id}"], [data-col-id="${id}"]`);
  for (const one of shown) one.classList.add('dmn-found');
  shown[0]?.scrollIntoView({ block: 'center', inline: 'nearest' });
  return shown.length > 0 || view.element.id === element || holds(view.element, element);
}

const spoken = ['title', 'aria-label', 'placeholder'];

/** A few words of the editor are not asked for by its translate service, and a few are missing: they are put right where they stand. */
function speakAttributes(frame: HTMLElement): MutationObserver {
  const speak = (element: Element) => {
    // What scrolls is reached by keyboard, and the empty head above the rules' numbers heads nothing.
    if (element.matches('.tjs-table-container') && !element.hasAttribute('tabindex')) {
      for (const [name, value] of [['tabindex', '0'], ['role', 'region'], ['aria-label', translate('Decision table')]] as const) element.setAttribute(name, value);
    }
    if (element.matches('th.index-column') && !element.hasAttribute('role')) element.setAttribute('role', 'cell');
    for (const name of spoken) {
      const given = element.getAttribute(name);
      const said = given === null ? null : translate(given);
      if (said !== null && said !== given) element.setAttribute(name, said);
    }
  };
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target instanceof Element) speak(target);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        speak(node);
        node.querySelectorAll('[title], [aria-label], [placeholder], .tjs-table-container, th.index-column').forEach(speak);
      }
    }
  });
  observer.observe(frame, { subtree: true, childList: true, attributes: true, attributeFilter: spoken });
  return observer;
}

let isAllowed = false;

/** The text editor inside makes a style sheet of its own: it joins one that carries the page's nonce (content security policy). */
function allowStyles(): void {
  if (isAllowed) return;
  isAllowed = true;
  const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
  StyleModule.mount(document, new StyleModule({}), { nonce });
}
