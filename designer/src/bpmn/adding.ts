import { blockEntry, fits, type Entry } from './entries';
import type { Injector, Shape } from './services';
import { definitionsAt, isActivityType } from './tools';

const gap = 60;
const task = { width: 150, height: 80 };
const rowHeight = 110;

/** What new steps are called; `inner` is the step within a sub-process, `rows` counts the reviews of a block. */
export interface Names { step: string; inner: string; rows: number }

/** Several changes as one step of undo. */
export function together(parts: Injector, run: () => void): void {
  parts.get('commandStack').execute('together', { run });
}

export function registerTogether(parts: Injector): void {
  parts.get('commandStack').register('together', { preExecute: (context) => context.run(), execute: () => [], revert: () => [] });
}

export function shapeOf(parts: Injector, entry: Entry, name: string): Shape {
  const businessObject = parts.get('bpmnFactory').create(entry.type, { ...(name === '' ? {} : { name }), ...entry.attributes });
  const isTask = entry.type.endsWith('Task');
  return parts.get('elementFactory').createShape({
    type: entry.type, businessObject, eventDefinitionType: entry.event,
    ...(isTask || entry.type === 'bpmn:CallActivity' ? task : {}), ...(holds(entry) ? { isExpanded: true } : {}),
  });
}

/** A sub-process of whatever kind. */
const holds = (entry: Entry): boolean => /^bpmn:(SubProcess|Transaction|AdHocSubProcess)$/.test(entry.type);
const isEventSub = (shape: Shape): boolean => shape.businessObject['triggeredByEvent'] === true;
const isActivity = (shape: Shape): boolean => isActivityType(shape.type) && !isEventSub(shape);

/** Whether an entry can be added while this element is chosen. */
export const canAdd = (entry: Entry, chosen: Shape | undefined): boolean => fits(entry, chosen?.businessObject) && (!entry.attaches || (chosen !== undefined && isActivity(chosen)));

/** Whether a flow can leave it. */
export const canLead = (shape: Shape): boolean =>
  (isActivity(shape) || /(Gateway|Event)$/.test(shape.type)) && shape.type !== 'bpmn:EndEvent'
  && !(shape.type === 'bpmn:IntermediateThrowEvent' && definitionsAt(shape.businessObject)[0]?.$type === 'bpmn:LinkEventDefinition');

/**
 * Adds an entry without a pointer: on the edge of the chosen activity, into the chosen flow, behind the chosen step, or
 * else in the middle of what is seen. Answers with the shape to choose next.
 */
export function add(parts: Injector, entry: Entry, chosen: Shape | undefined, names: Names): Shape | undefined {
  const modeling = parts.get('modeling');
  let made: Shape | undefined;
  together(parts, () => {
    const name = isActivityType(entry.type) ? names.step : '';
    if (entry.attaches) {
      if (chosen === undefined || !isActivity(chosen)) return;
      made = modeling.createShape(shapeOf(parts, entry, name), { x: chosen.x + chosen.width - 28, y: chosen.y + chosen.height }, chosen, { attach: true });
      return;
    }
    const source = chosen?.type === 'bpmn:SequenceFlow' ? chosen.source : chosen !== undefined && canLead(chosen) ? chosen : undefined;
    const flow = chosen?.type === 'bpmn:SequenceFlow' && !entry.stands ? chosen : onlyWayOn(source, entry);
    if (entry.id === blockEntry.id) {
      made = addBlock(parts, source, flow, names);
    } else if (flow) {
      const shape = shapeOf(parts, entry, name);
      const at = room(parts, flow.source!, shape.width + gap, flow);
      made = modeling.createShape(shape, { x: at.x + shape.width / 2, y: at.y }, flow.parent!);
      splice(parts, flow, made, made);
    } else if (source && !entry.stands) {
      made = parts.get('autoPlace').append(source, shapeOf(parts, entry, name));
    } else {
      const shape = shapeOf(parts, entry, name);
      const within = entry.stands ? scopeAround(chosen) : undefined;
      made = within ? inside(parts, shape, within) : modeling.createShape(shape, freePlace(parts, shape.height / 2, shape.width / 2), parts.get('canvas').getRootElement());
    }
    if (holds(entry) && made) fill(parts, made, names.inner);
  });
  return made;
}

const isOpenSub = (shape: Shape | undefined): shape is Shape => shape !== undefined && /^bpmn:(SubProcess|Transaction|AdHocSubProcess)$/.test(shape.type) && (shape as { collapsed?: boolean }).collapsed !== true;

/** The sub-process that is chosen, or that the chosen element stands in. */
const scopeAround = (chosen: Shape | undefined): Shape | undefined => [chosen, chosen?.parent].find(isOpenSub);

/** Puts a shape into a sub-process, below what is there already; the sub-process grows around it. */
function inside(parts: Injector, shape: Shape, within: Shape): Shape {
  const modeling = parts.get('modeling');
  const there = (within.children ?? []).filter((s) => s.waypoints === undefined && s.labelTarget === undefined && s.type !== 'bpmn:BoundaryEvent');
  const top = Math.max(within.y + 30, ...there.map((s) => s.y + s.height + 30));
  return modeling.createShape(shape, { x: within.x + 40 + shape.width / 2, y: top + shape.height / 2 }, within);
}

/** Another activity of an ad-hoc sub-process, which no flow leads to. */
export function addInside(parts: Injector, within: Shape, entry: Entry, name: string): Shape {
  let made: Shape | undefined;
  together(parts, () => { made = inside(parts, shapeOf(parts, entry, name), within); });
  return made!;
}

/** A step that leads on already gets the new one in its flow; gateways get another branch, ends end a branch. */
const onlyWayOn = (source: Shape | undefined, entry: Entry): Shape | undefined =>
  source !== undefined && !source.type.endsWith('Gateway') && entry.type !== 'bpmn:EndEvent' && !entry.stands && source.outgoing?.length === 1 && source.outgoing[0]!.type === 'bpmn:SequenceFlow'
    ? source.outgoing[0] : undefined;

/** Makes room behind a step for what goes into its flow: what comes after moves on, as far as it stands behind. */
function room(parts: Injector, source: Shape, width: number, flow?: Shape): { x: number; y: number } {
  const edge = source.x + source.width;
  const after = flow?.target ? following(flow.target) : new Set<Shape>();
  after.delete(source);
  // A label moves with what it names.
  const moves = (s: Shape): boolean => (s.labelTarget ? moves(s.labelTarget.source ?? s.labelTarget) : after.has(s) && s.x >= edge);
  const moving = parts.get('elementRegistry').filter((s) => s.parent === source.parent && s.waypoints === undefined && moves(s));
  if (moving.length > 0) parts.get('modeling').createSpace(moving, [], { x: width, y: 0 }, 'e', edge + 1);
  return { x: edge + gap, y: source.y + source.height / 2 };
}

function following(first: Shape): Set<Shape> {
  const found = new Set([first]);
  for (const shape of found) {
    for (const flow of shape.outgoing ?? []) if (flow.target) found.add(flow.target);
    for (const attached of shape.attachers ?? []) found.add(attached);
  }
  return found;
}

/** Leads a flow into the first of new elements and on from the last to where the flow led. */
function splice(parts: Injector, flow: Shape, first: Shape, last: Shape): void {
  const modeling = parts.get('modeling');
  const target = flow.target!;
  modeling.reconnectEnd(flow, first, { x: first.x, y: first.y + first.height / 2 });
  if (last.type !== 'bpmn:EndEvent') modeling.connect(last, target);
}

/** The place of another branch of a gateway, below those that it has. */
function besides(source: Shape, half: number): { x: number; y: number } | undefined {
  const targets = source.type.endsWith('Gateway') ? (source.outgoing ?? []).flatMap((flow) => flow.target ?? []) : [];
  if (targets.length === 0) return undefined;
  return { x: source.x + source.width + gap, y: Math.max(...targets.map((s) => s.y + s.height)) + 30 + half };
}

/** A place below everything drawn, so that nothing is covered. */
function freePlace(parts: Injector, half = 0, halfWidth = 80): { x: number; y: number } {
  const shapes = parts.get('elementRegistry').filter((s) => s.waypoints === undefined && s.labelTarget === undefined && s.width !== undefined && s.parent !== undefined);
  if (shapes.length === 0) return { x: 100 + Math.max(80, halfWidth), y: 160 + half };
  return { x: Math.min(...shapes.map((s) => s.x)) + Math.max(80, halfWidth), y: Math.max(...shapes.map((s) => s.y + s.height)) + 100 + half };
}

/** A sub-process begins with a start, a step to name, and an end; an ad-hoc one with a step alone, an event one with what starts it. */
function fill(parts: Injector, sub: Shape, name: string): void {
  const modeling = parts.get('modeling');
  const factory = parts.get('elementFactory');
  const y = sub.y + sub.height / 2;
  const step = parts.get('bpmnFactory').create('bpmn:UserTask', { name, 'approval:kind': 'work' });
  const inner = modeling.createShape(factory.createShape({ type: 'bpmn:UserTask', businessObject: step }), { x: sub.x + 170, y }, sub);
  if (sub.type === 'bpmn:AdHocSubProcess') return;
  const event = isEventSub(sub) ? { eventDefinitionType: 'bpmn:MessageEventDefinition' } : {};
  const start = modeling.createShape(factory.createShape({ type: 'bpmn:StartEvent', ...event }), { x: sub.x + 50, y }, sub);
  const end = modeling.createShape(factory.createShape({ type: 'bpmn:EndEvent' }), { x: sub.x + 290, y }, sub);
  modeling.connect(start, inner);
  modeling.connect(inner, end);
}

/** Fork, reviews one above the other, join; behind the source, or into its flow. */
function addBlock(parts: Injector, source: Shape | undefined, flow: Shape | undefined, names: Names): Shape {
  const modeling = parts.get('modeling');
  const gateway = () => parts.get('elementFactory').createShape({ type: 'bpmn:ParallelGateway' });
  const width = 50 + gap + task.width + gap + 50 + gap;
  const half = ((names.rows - 1) / 2) * rowHeight + task.height / 2;
  const parent = source?.parent ?? parts.get('canvas').getRootElement();
  const at = source ? besides(source, half) ?? room(parts, source, width, flow) : freePlace(parts, half);

  const fork = modeling.createShape(gateway(), { x: at.x + 25, y: at.y }, parent);
  const join = modeling.createShape(gateway(), { x: at.x + width - gap - 25, y: at.y }, parent);
  for (let row = 0; row < names.rows; row++) {
    const y = at.y + (row - (names.rows - 1) / 2) * rowHeight;
    const businessObject = parts.get('bpmnFactory').create('bpmn:UserTask', { name: `${names.step} ${row + 1}`, 'approval:kind': 'review' });
    const review = modeling.createShape(parts.get('elementFactory').createShape({ type: 'bpmn:UserTask', businessObject, ...task }), { x: at.x + 50 + gap + task.width / 2, y }, parent);
    modeling.connect(fork, review);
    modeling.connect(review, join);
  }
  if (flow) splice(parts, flow, fork, join);
  else if (source) modeling.connect(source, fork);
  return fork;
}
