import Modeler from 'bpmn-js/lib/Modeler';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import './bpmn.css';
import { fill, inLanguage, language } from '../shared/texts';
import { add, addInside, canAdd, canLead, registerTogether, shapeOf, type Names } from './adding';
import { approval } from './approval';
import { contextPad } from './contextPad';
import { diagramsOf, diagramWith } from './diagrams';
import { editing, type Editing } from './editing';
import { blockEntry, turnsInto, type Entry } from './entries';
import { withDrawing } from './layout';
import { executable, processesOf, type ModelElement } from './model';
import { outlineOfAll, type OutlineEntry } from './outline';
import { propertiesOf, type Properties } from './reading';
import { rootReferences } from './rootReferences';
import { tidyAfterDeletion } from './roots';
import type { Injector, Services, Shape } from './services';
import { bpmnTexts } from './texts';
import { isActivityType } from './tools';
import { translate } from './translate';
import { fitIn, marker, type Mark } from './viewer';

export interface ModelerHandle extends Editing {
  open(xml: string): Promise<void>;
  xml(): Promise<string>;
  svg(): Promise<string>;
  definitions(): ModelElement;
  /** The process that a case runs. */
  process(): ModelElement | undefined;
  /** The one that is drawn now, where a file has several with drawings of their own. */
  shownProcess(): ModelElement | undefined;
  /** The drawings of a file: of its processes, or of all of them together. */
  diagrams(): { id: string; of: string; name: string }[];
  shownDiagram(): string | null;
  showDiagram(id: string): Promise<void>;
  outline(): OutlineEntry[];
  /** Null where there is no such element. */
  properties(id: string): Properties | null;
  setMarks(marks: readonly Mark[]): void;
  /** Chooses an element; where it is drawn elsewhere, that drawing is shown first. */
  select(id: string | null): void;
  selected(): string | null;
  /** What the element can be turned into. */
  turns(id: string): readonly Entry[];
  /** Whether something can be connected from it to others. */
  mayConnect(id: string): boolean;
  canAdd(entry: Entry): boolean;
  /** Adds an entry at the chosen element and chooses what was added. `rows` counts the reviews of a concurrent block. */
  add(entry: Entry, rows?: number): void;
  /** Adds an activity within an ad-hoc sub-process and chooses it. */
  addInside(id: string, entry: Entry): void;
  /** Begins to drag an entry onto the drawing. */
  drag(entry: Entry, event: Event): void;
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  zoomFit(): void;
  zoomBy(factor: number): void;
  destroy(): void;
}

interface Listeners {
  /** The model changed; or, when `isModel` is false, only what is shown of it. */
  onChange(isModel: boolean): void;
  onSelect(id: string | null): void;
}

const words = () => inLanguage(bpmnTexts, language.get());
const namesOf = (entry: Entry, rows: number): Names => ({ step: entry.id === blockEntry.id ? words().review : words()[entry.text], inner: words().work, rows });

/** The drawing board in a host of its own. */
export function openModeler(host: HTMLElement, listeners: Listeners): ModelerHandle {
  const frame = document.createElement('div');
  frame.className = 'bpmn-frame bpmn-modeler';
  host.append(frame);
  const modeler = new Modeler({
    container: frame,
    moddleExtensions: { approval },
    additionalModules: [
      // The palette is the page's own: it is reached by keyboard and grows with the text.
      { paletteProvider: ['value', null], translate: ['value', translate] },
      rootReferences(),
      contextPad(() => ({
        ...words(),
        entry: (entry) => words()[entry.text],
        group: (group) => words()[`group.${group}`],
        append: (what) => fill(words().append, { what }),
        names: (entry) => namesOf(entry, 2),
      })),
    ],
  } as never);
  const parts: Injector = { get: <K extends keyof Services>(name: K) => modeler.get(name) as Services[K] };
  registerTogether(parts);
  tidyAfterDeletion(parts);
  const canvas = parts.get('canvas');
  const registry = parts.get('elementRegistry');
  const bus = parts.get('eventBus');
  const stack = parts.get('commandStack');
  const setMarks = marker(canvas, registry, parts.get('overlays'));
  const chosen = (): Shape | undefined => parts.get('selection').get().map((s) => s.labelTarget ?? s)[0];
  const process = () => executable(definitions());
  const definitions = () => modeler.getDefinitions() as unknown as ModelElement;
  const shown = (): ModelElement | undefined => {
    const ground = canvas.getRootElement().businessObject;
    return ground.$type === 'bpmn:Process' ? ground : process();
  };
  const diagrams = () => diagramsOf(definitions());
  const tellChoice = () => listeners.onSelect(chosen()?.id ?? null);
  bus.on('commandStack.changed', () => {
    listeners.onChange(true);
    // What is chosen may have got another id.
    tellChoice();
  });
  bus.on('selection.changed', tellChoice);
  const resized = new ResizeObserver(() => canvas.resized());
  resized.observe(frame);
  const choose = (wanted: Shape | undefined) => {
    // The ground itself is not chosen: its properties are shown while nothing is.
    const shape = wanted === canvas.getRootElement() ? undefined : wanted;
    parts.get('selection').select(shape ?? null);
    if (shape) canvas.scrollToElement(shape, 80);
  };

  return {
    ...editing(parts),
    async open(xml) {
      await modeler.importXML(await withDrawing(xml));
      fitIn(canvas);
    },
    xml: async () => (await modeler.saveXML({ format: true })).xml ?? '',
    svg: async () => (await modeler.saveSVG()).svg,
    definitions,
    process,
    shownProcess: shown,
    outline: () => outlineOfAll(definitions()),
    diagrams,
    shownDiagram: () => diagrams().find((d) => d.of === canvas.getRootElement().businessObject.id)?.id ?? null,
    async showDiagram(id) {
      await modeler.open(id);
      fitIn(canvas);
      listeners.onChange(false);
      listeners.onSelect(null);
    },
    properties(id) {
      const shape = registry.get(id);
      const element = shape?.businessObject ?? processesOf(definitions()).find((p) => p.id === id);
      return element ? propertiesOf(element) : null;
    },
    setMarks,
    select(id) {
      const there = id === null || registry.get(id) ? undefined : diagramWith(definitions(), id);
      if (there === undefined) return choose(id === null ? undefined : registry.get(id));
      void this.showDiagram(there).then(() => choose(registry.get(id!)));
    },
    selected: () => chosen()?.id ?? null,
    turns(id) {
      const element = registry.get(id)?.businessObject;
      return element ? turnsInto(element) : [];
    },
    mayConnect(id) {
      const shape = registry.get(id);
      return shape !== undefined && (canLead(shape) || shape.type === 'bpmn:DataObjectReference' || shape.type === 'bpmn:TextAnnotation');
    },
    canAdd: (entry) => canAdd(entry, chosen()),
    add(entry, rows = 2) {
      choose(add(parts, entry, chosen(), namesOf(entry, rows)));
    },
    addInside(id, entry) {
      const within = registry.get(id);
      if (within) choose(addInside(parts, within, entry, words()[entry.text]));
    },
    drag(entry, event) {
      parts.get('create').start(event, shapeOf(parts, entry, isActivityType(entry.type) ? words()[entry.text] : ''));
    },
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    canUndo: () => stack.canUndo(),
    canRedo: () => stack.canRedo(),
    zoomFit: () => fitIn(canvas),
    zoomBy: (factor) => void canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * factor)), 'auto'),
    destroy() {
      resized.disconnect();
      modeler.destroy();
      frame.remove();
    },
  };
}
