import Viewer from 'bpmn-js/lib/NavigatedViewer';
import simulation from 'bpmn-js-token-simulation/lib/base.js';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import './bpmn.css';
import { language } from '../shared/texts';
import { approval } from './approval';
import { withDrawing } from './layout';

export interface Waiting {
  id: string;
  name: string;
}

export interface SimulationHandle {
  /** Puts a token at the start. */
  start(): void;
  /** What waits for somebody to trigger it: timers, errors, pause points. */
  waiting(): Waiting[];
  trigger(id: string): void;
  pause(): void;
  goOn(): void;
  reset(): void;
  setSpeed(speed: number): void;
  destroy(): void;
}

interface Subscription {
  element: { id: string; type: string; businessObject: { name?: string; $parent?: { $type: string }; eventDefinitions?: unknown[] } };
  event: unknown;
  scope: unknown;
}

interface Parts {
  eventBus: { fire(event: string, data?: unknown): void; on(event: string, listener: () => void): void };
  simulator: { findSubscriptions(by: Record<string, unknown>): Subscription[]; trigger(of: { event: unknown; scope: unknown }): void };
  pauseSimulation: { pause(): void; unpause(): void };
  resetSimulation: { resetSimulation(): void };
  animation: { setAnimationSpeed(speed: number): void };
}

// The extension's words stand in its code; those that can still be seen are put into the page's language as they appear.
const chinese: Record<string, string> = {
  'Trigger Event': '触发事件',
  'Add pause point': '添加暂停点',
  'Remove pause point': '取消暂停点',
  'Set Sequence Flow': '选择走哪条流转',
  Finished: '已结束',
  'Found unsupported elements': '有不支持示意的要素',
  'Not supported': '不支持示意',
};

/** Tokens that run through the drawing, for illustration only: no conditions, no clocks, no departments. */
export async function openSimulation(host: HTMLElement, xml: string, onChange: () => void): Promise<SimulationHandle> {
  const frame = document.createElement('div');
  frame.className = 'bpmn-frame bpmn-simulation simulation';
  host.append(frame);
  const viewer = new Viewer({ container: frame, moddleExtensions: { approval }, additionalModules: [simulation] } as never);
  const spoken = new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(translate)));
  spoken.observe(frame, { childList: true, subtree: true });
  await viewer.importXML(await withDrawing(xml));
  const part = <K extends keyof Parts>(name: K): Parts[K] => viewer.get(name) as Parts[K];
  (viewer.get('canvas') as { zoom(level: string, centre: string): void }).zoom('fit-viewport', 'auto');
  part('eventBus').on('tokenSimulation.simulator.trace', onChange);
  part('eventBus').on('tokenSimulation.simulator.elementChanged', onChange);
  part('eventBus').fire('tokenSimulation.toggleMode', { active: true });

  const open = () => part('simulator').findSubscriptions({});
  /** A plain start of a process; the others happen, as any other event does. */
  const isStart = (s: Subscription) => s.element.type === 'bpmn:StartEvent' && s.element.businessObject.$parent?.$type === 'bpmn:Process' && (s.element.businessObject.eventDefinitions ?? []).length === 0;
  return {
    start() {
      const first = open().find(isStart) ?? open().find((s) => s.element.type === 'bpmn:StartEvent');
      if (first) part('simulator').trigger(first);
    },
    waiting() {
      const found = new Map(open().filter((s) => !isStart(s) && /Event$|Task$|SubProcess$/.test(s.element.type)).map((s) => [s.element.id, s.element.businessObject.name ?? s.element.id]));
      return [...found].map(([id, name]) => ({ id, name }));
    },
    trigger(id) {
      const found = open().find((s) => s.element.id === id);
      if (found) part('simulator').trigger(found);
    },
    pause: () => part('pauseSimulation').pause(),
    goOn: () => part('pauseSimulation').unpause(),
    reset: () => part('resetSimulation').resetSimulation(),
    setSpeed: (speed) => part('animation').setAnimationSpeed(speed),
    destroy() {
      spoken.disconnect();
      viewer.destroy();
      frame.remove();
    },
  };
}

function translate(node: Node): void {
  if (!(node instanceof Element)) return;
  const isChinese = language.get() === 'zh';
  for (const titled of [node, ...node.querySelectorAll('[title]')]) {
    const title = titled.getAttribute('title');
    if (title === null) continue;
    const text = isChinese ? (chinese[title] ?? title) : title;
    if (text !== title) titled.setAttribute('title', text);
    if (titled.tagName === 'BUTTON') titled.setAttribute('aria-label', text);
  }
  if (!isChinese) return;
  const words = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let word = words.nextNode(); word !== null; word = words.nextNode()) {
    const text = chinese[(word.textContent ?? '').trim()];
    if (text !== undefined) word.textContent = text;
  }
}
