import Viewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './bpmn.css';
import { approval } from './approval';
import { withDrawing } from './layout';
import { diagramsOf, diagramWith } from './diagrams';
import type { ModelElement } from './model';
import { outlineOfAll, type OutlineEntry } from './outline';

/** now: tokens stand here · good: done · bad: an incident · quiet: cancelled or not reached · heat0…heat4: from cool to hot · play: the step shown */
export type Tone = 'now' | 'good' | 'bad' | 'quiet' | 'added' | 'removed' | 'changed' | 'play' | 'heat0' | 'heat1' | 'heat2' | 'heat3' | 'heat4';

export interface Mark {
  /** id of a BPMN element; marks of others are left out */
  element: string;
  tone: Tone;
  /** Short text of the badge at the element, a count for instance; none when empty. */
  label?: string;
  /** What it means in words, for the outline and as the badge's description. */
  state?: string;
}

export interface DiagramOptions {
  /** Called when somebody chooses an element in the drawing; null when nothing is chosen. */
  onSelect?: (id: string | null) => void;
  /** The wheel zooms and moves; off where the drawing stands in a page that scrolls. */
  wheel?: boolean;
}

export interface DiagramHandle {
  readonly outline: readonly OutlineEntry[];
  setMarks(marks: readonly Mark[]): void;
  /** Chooses an element as a click does, and brings it into view; null chooses nothing. Where it is drawn elsewhere, that drawing is shown first. */
  select(id: string | null): void;
  /** The drawings of the file, where its processes have some of their own. */
  readonly diagrams: readonly { id: string; of: string; name: string }[];
  show(diagram: string): Promise<void>;
  onShow(listener: (diagram: string) => void): void;
  onSelect(listener: (id: string | null) => void): void;
  zoomFit(): void;
  zoomBy(factor: number): void;
  viewbox(): Viewbox;
  setViewbox(box: Viewbox): void;
  onViewbox(listener: (box: Viewbox) => void): void;
  exportSvg(): Promise<string>;
  destroy(): void;
}

export interface Viewbox { x: number; y: number; width: number; height: number }

interface Shape { id: string; businessObject: ModelElement; parent?: unknown }
/** The services of bpmn-js that are used here. */
export interface Canvas {
  zoom(level: 'fit-viewport' | number, centre?: 'auto'): number;
  zoom(): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  viewbox(): Viewbox;
  viewbox(box: Viewbox): void;
  scrollToElement(element: unknown, padding?: number): void;
  resized(): void;
}
export interface Registry { get(id: string): Shape | undefined; forEach(each: (shape: Shape) => void): void }
export interface Overlays { add(id: string, type: string, overlay: { position: Record<string, number>; html: HTMLElement; show?: { minZoom: number } }): string; remove(filter: { type: string }): void }
export interface EventBus { on(event: string, listener: (event: Record<string, never>) => void): void }
interface Selection { get(): Shape[]; select(shape: unknown): void }

/** Shows BPMN in the host; a definition without a drawing is laid out first. Rejects when it is no BPMN. */
export async function showDiagram(host: HTMLElement, xml: string, options: DiagramOptions = {}): Promise<DiagramHandle> {
  // A fresh element of our own: the host may be used again by another drawing.
  const frame = document.createElement('div');
  frame.className = 'bpmn-frame';
  host.append(frame);
  const viewer = new Viewer({ container: frame, moddleExtensions: { approval }, zoomScroll: { enabled: options.wheel ?? false } } as never);
  try {
    await viewer.importXML(await withDrawing(xml));
  } catch (problem) {
    viewer.destroy();
    frame.remove();
    throw problem;
  }
  const part = <T>(name: string): T => viewer.get(name) as T;
  const canvas = part<Canvas>('canvas');
  const registry = part<Registry>('elementRegistry');
  const selection = part<Selection>('selection');
  const bus = part<EventBus>('eventBus');
  const listeners: ((id: string | null) => void)[] = options.onSelect ? [options.onSelect] : [];
  let quiet = false;
  bus.on('selection.changed', () => {
    if (quiet) return;
    const chosen = selection.get()[0]?.businessObject.id ?? null;
    for (const tell of listeners) tell(chosen);
  });
  const mark = marker(canvas, registry, part<Overlays>('overlays'));
  let marked: readonly Mark[] = [];
  const shownListeners: ((diagram: string) => void)[] = [];
  const definitions = viewer.getDefinitions() as unknown as ModelElement;
  const fit = () => fitIn(canvas);
  const show = async (diagram: string) => {
    mark([]);
    quiet = true;
    await viewer.open(diagram);
    quiet = false;
    fit();
    mark(marked);
    for (const tell of shownListeners) tell(diagram);
  };
  const choose = (id: string | null) => {
    const shape = id === null ? undefined : registry.get(id);
    quiet = true;
    selection.select(shape?.parent ? shape : null);
    quiet = false;
    if (shape?.parent) canvas.scrollToElement(shape, 60);
  };
  fit();
  const resized = new ResizeObserver(() => canvas.resized());
  resized.observe(frame);

  return {
    outline: outlineOfAll(definitions),
    diagrams: diagramsOf(definitions),
    show,
    onShow: (listener) => void shownListeners.push(listener),
    setMarks(marks) {
      marked = marks;
      mark(marks);
    },
    select(id) {
      const elsewhere = id === null || registry.get(id) ? undefined : diagramWith(definitions, id);
      if (elsewhere === undefined) choose(id);
      else void show(elsewhere).then(() => choose(id));
    },
    onSelect: (listener) => void listeners.push(listener),
    zoomFit: fit,
    zoomBy: (factor) => void canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * factor)), 'auto'),
    viewbox: () => canvas.viewbox(),
    setViewbox: (box) => canvas.viewbox(box),
    onViewbox: (listener) => bus.on('canvas.viewbox.changed', (event) => listener(event['viewbox'] as unknown as Viewbox)),
    exportSvg: async () => (await viewer.saveSVG()).svg,
    destroy() {
      resized.disconnect();
      viewer.destroy();
      frame.remove();
    },
  };
}

/** All of the drawing, with a little room around it. */
export function fitIn(canvas: Canvas): void {
  canvas.zoom('fit-viewport', 'auto');
  const { x, y, width, height } = canvas.viewbox();
  // By its box: a second zoom would still count from the drawing as it stood before the first.
  canvas.viewbox({ x: x - width * 0.03, y: y - height * 0.03, width: width * 1.06, height: height * 1.06 });
}

/** Draws marks: a colour on the shape and a badge with text at its upper right corner; the next call replaces them. */
export function marker(canvas: Canvas, registry: Registry, overlays: Overlays): (marks: readonly Mark[]) => void {
  let shown: { element: string; className: string }[] = [];
  return (marks) => {
    for (const { element, className } of shown) if (registry.get(element)) canvas.removeMarker(element, className);
    overlays.remove({ type: 'mark' });
    shown = [];
    for (const mark of marks) {
      // What is said of the whole definition has no place on its ground.
      if (!registry.get(mark.element)?.parent) continue;
      const className = `tone-${mark.tone}`;
      canvas.addMarker(mark.element, className);
      shown.push({ element: mark.element, className });
      if (!mark.label) continue;
      const badge = document.createElement('span');
      badge.className = `bpmn-badge ${className}`;
      badge.textContent = mark.label;
      if (mark.state) badge.title = mark.state;
      overlays.add(mark.element, 'mark', { position: { top: -14, right: 14 }, html: badge });
    }
  };
}
