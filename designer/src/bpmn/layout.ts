import { completeFlowLists, executable, flowElements, isFlow, isListed, isScope, moddle, processesOf, readModel, writeModel, type ModelElement } from './model';

// A drawing for definitions that came without one: layers from left to right, flows at right angles.
const layerGap = 70;
const rowGap = 40;
const padding = 40;
const sweeps = 6;

interface Point { x: number; y: number }
interface Box extends Point { width: number; height: number }
/** A step, or the place where a long flow passes a layer. */
interface Place { id: string; layer: number; width: number; height: number; y: number; before: Place[]; after: Place[] }
interface Drawing { boxes: Map<string, Box>; lines: Map<string, Point[]>; width: number; height: number }

/** Gives the definition a drawing when it has none, and its elements the lists of their flows; otherwise it stays as it is. */
export async function withDrawing(xml: string): Promise<string> {
  const { definitions } = await readModel(xml);
  const diagrams = (definitions['diagrams'] ?? []) as ModelElement[];
  const isCompleted = completeFlowLists(definitions);
  if (diagrams.some((d) => (d['plane']?.planeElement ?? []).length > 0)) return isCompleted ? writeModel(definitions) : xml;
  const process = executable(definitions);
  if (process === undefined) return xml;
  // One drawing for each process that has something to draw, the one that runs first.
  const others = processesOf(definitions).filter((p) => p !== process && flowElements(p).length > 0);
  definitions.set('diagrams', [process, ...others].map(drawingOf));
  return writeModel(definitions);
}

/** A drawing of one process, laid out. */
export const drawingOf = (process: ModelElement): ModelElement => diagramOf(process, draw(process));

function sizeOf(node: ModelElement, inner: Drawing | undefined): { width: number; height: number } {
  if (inner !== undefined) return { width: Math.max(inner.width + 2 * padding, 160), height: Math.max(inner.height + 2 * padding, 100) };
  if (node.$type.endsWith('Event')) return { width: 36, height: 36 };
  if (node.$type.endsWith('Gateway')) return { width: 50, height: 50 };
  if (node.$type === 'bpmn:DataObjectReference') return { width: 36, height: 50 };
  return { width: 150, height: 80 };
}

function draw(scope: ModelElement): Drawing {
  const nodes = [...flowElements(scope).filter((e) => isListed(e) && e.id !== undefined), ...artifacts(scope).filter((e) => e.$type === 'bpmn:TextAnnotation' && e.id !== undefined)];
  const boundary = new Map(nodes.filter((n) => n.$type === 'bpmn:BoundaryEvent' && n['attachedToRef']).map((n) => [n.id!, n['attachedToRef'].id as string]));
  const inside = new Map<string, Drawing>();
  const places = new Map<string, Place>();
  for (const node of nodes) {
    if (boundary.has(node.id!)) continue;
    const inner = isScope(node) ? draw(node) : undefined;
    if (inner) inside.set(node.id!, inner);
    places.set(node.id!, { id: node.id!, layer: 0, ...sizeOf(node, inner), y: 0, before: [], after: [] });
  }
  const flows = [...flowElements(scope).filter(isFlow), ...artifacts(scope).filter((e) => e.$type === 'bpmn:Association')].flatMap((flow) => {
    const from = flow['sourceRef']?.id as string | undefined;
    const to = places.get((flow['targetRef']?.id as string | undefined) ?? '');
    const source = places.get(boundary.get(from ?? '') ?? from ?? '');
    return source && to ? [{ id: flow.id ?? `${from}>${to.id}`, from: from!, source, to }] : [];
  });

  const back = backward([...places.values()], flows);
  rank([...places.values()], flows.filter((f) => !back.has(f.id)));
  const layers: Place[][] = [];
  for (const place of places.values()) (layers[place.layer] ??= []).push(place);
  const chains = new Map<string, Place[]>();
  for (const flow of flows) {
    if (back.has(flow.id)) continue;
    const chain = [flow.source];
    for (let layer = flow.source.layer + 1; layer < flow.to.layer; layer++) {
      const pass: Place = { id: `${flow.id}@${layer}`, layer, width: 0, height: 10, y: 0, before: [], after: [] };
      layers[layer]!.push(pass);
      chain.push(pass);
    }
    chain.push(flow.to);
    for (let i = 1; i < chain.length; i++) {
      chain[i - 1]!.after.push(chain[i]!);
      chain[i]!.before.push(chain[i - 1]!);
    }
    chains.set(flow.id, chain);
  }
  arrange(layers);

  const left: number[] = [];
  const wide = layers.map((layer) => Math.max(0, ...layer.map((p) => p.width)));
  wide.reduce((x, width, i) => ((left[i] = x), x + width + layerGap), 0);
  const boxes = new Map<string, Box>();
  const lines = new Map<string, Point[]>();
  for (const place of places.values())
    boxes.set(place.id, { x: left[place.layer]! + (wide[place.layer]! - place.width) / 2, y: place.y - place.height / 2, width: place.width, height: place.height });
  for (const [id, host] of boundary) {
    const at = boxes.get(host);
    if (!at) continue;
    const nth = [...boundary].filter(([, h]) => h === host).findIndex(([b]) => b === id);
    boxes.set(id, { x: at.x + at.width - 36 - 10 - nth * 46, y: at.y + at.height - 18, width: 36, height: 36 });
  }
  const bottom = Math.max(0, ...[...boxes.values()].map((b) => b.y + b.height));
  let lowest = bottom;
  for (const flow of flows) {
    const from = boxes.get(flow.from)!;
    const to = boxes.get(flow.to.id)!;
    const start: Point[] = boundary.has(flow.from)
      ? [{ x: from.x + 18, y: from.y + 36 }, { x: from.x + 18, y: from.y + 54 }]
      : [{ x: from.x + from.width, y: from.y + from.height / 2 }];
    const end = { x: to.x, y: to.y + to.height / 2 };
    if (back.has(flow.id)) {
      lowest += 25;
      const out = start.at(-1)!;
      lines.set(flow.id, [...start, { x: out.x + 20, y: out.y }, { x: out.x + 20, y: lowest }, { x: end.x - 20, y: lowest }, { x: end.x - 20, y: end.y }, end]);
      continue;
    }
    const points = start;
    for (const next of chains.get(flow.id)!.slice(1)) {
      const last = points.at(-1)!;
      const y = next.id === flow.to.id ? end.y : next.y;
      const turn = left[next.layer]! - layerGap / 2;
      if (Math.abs(last.y - y) > 1) points.push({ x: turn, y: last.y }, { x: turn, y });
    }
    points.push(end);
    lines.set(flow.id, points);
  }
  for (const node of nodes) for (const { id, from, to } of dataFlows(node)) {
    const [source, target] = [boxes.get(from), boxes.get(to)];
    if (source && target) lines.set(id, straight(source, target));
  }
  const width = Math.max(0, ...[...boxes.values()].map((b) => b.x + b.width));
  for (const [id, inner] of inside) shift(inner, boxes.get(id)!, boxes, lines);
  return { boxes, lines, width, height: lowest };
}

const artifacts = (scope: ModelElement): ModelElement[] => (scope['artifacts'] ?? []) as ModelElement[];

/** The data associations of a step, each with its two ends. */
function dataFlows(step: ModelElement): { id: string; from: string; to: string; flow: ModelElement }[] {
  const of = (name: string, ends: (flow: ModelElement) => [ModelElement | undefined, ModelElement | undefined]) =>
    ((step[name] ?? []) as ModelElement[]).flatMap((flow) => {
      const [from, to] = ends(flow);
      return flow.id !== undefined && from?.id !== undefined && to?.id !== undefined ? [{ id: flow.id, from: from.id, to: to.id, flow }] : [];
    });
  return [...of('dataInputAssociations', (flow) => [(flow['sourceRef'] as ModelElement[] | undefined)?.[0], step]), ...of('dataOutputAssociations', (flow) => [step, flow['targetRef'] as ModelElement | undefined])];
}

/** From the middle of one edge to the middle of the nearest edge of the other. */
function straight(from: Box, to: Box): Point[] {
  const middles = (b: Box): Point[] => [{ x: b.x + b.width / 2, y: b.y }, { x: b.x + b.width / 2, y: b.y + b.height }, { x: b.x, y: b.y + b.height / 2 }, { x: b.x + b.width, y: b.y + b.height / 2 }];
  const pairs = middles(from).flatMap((a) => middles(to).map((b) => ({ a, b, far: Math.hypot(a.x - b.x, a.y - b.y) })));
  const { a, b } = pairs.reduce((best, pair) => (pair.far < best.far ? pair : best));
  return [a, b];
}

type Edge = { id: string; source: Place; to: Place };

function bySource(flows: Edge[]): Map<Place, Edge[]> {
  const out = new Map<Place, Edge[]>();
  for (const flow of flows) out.set(flow.source, [...(out.get(flow.source) ?? []), flow]);
  return out;
}

/** The flows that lead back to where a token has been: found by walking from the starts. */
function backward(places: Place[], flows: Edge[]): Set<string> {
  const out = bySource(flows);
  const entered = new Set(flows.map((f) => f.to));
  const state = new Map<Place, 'open' | 'done'>();
  const back = new Set<string>();
  for (const start of [...places.filter((p) => !entered.has(p)), ...places]) {
    if (state.has(start)) continue;
    const path: { at: Place; next: number }[] = [{ at: start, next: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path.at(-1)!;
      const flow = out.get(top.at)?.[top.next++];
      if (flow === undefined) {
        state.set(top.at, 'done');
        path.pop();
      } else if (state.get(flow.to) === 'open') back.add(flow.id);
      else if (!state.has(flow.to)) {
        state.set(flow.to, 'open');
        path.push({ at: flow.to, next: 0 });
      }
    }
  }
  return back;
}

/** Each step stands one layer behind the last of those before it. */
function rank(places: Place[], flows: Edge[]): void {
  const out = bySource(flows);
  const waits = new Map(places.map((p) => [p, 0]));
  for (const flow of flows) waits.set(flow.to, waits.get(flow.to)! + 1);
  const ready = places.filter((p) => waits.get(p) === 0);
  for (let place = ready.shift(); place !== undefined; place = ready.shift()) {
    for (const { to } of out.get(place) ?? []) {
      to.layer = Math.max(to.layer, place.layer + 1);
      waits.set(to, waits.get(to)! - 1);
      if (waits.get(to) === 0) ready.push(to);
    }
  }
}

const middle = (of: Place[], otherwise: number): number => (of.length === 0 ? otherwise : of.reduce((sum, p) => sum + p.y, 0) / of.length);

/** Steps of a layer in the order of their neighbours, as near to them as room allows. */
function arrange(layers: Place[][]): void {
  for (const layer of layers) stack(layer, layer.map((_, i) => i * 100));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0;
    for (const layer of forward ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((p) => [p, middle(forward ? p.before : p.after, p.y)]));
      layer.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
      stack(layer, layer.map((p) => wanted.get(p)!));
    }
  }
  const top = Math.min(...layers.flat().map((p) => p.y - p.height / 2));
  for (const place of layers.flat()) place.y -= top;
}

function stack(layer: Place[], wanted: number[]): void {
  let free = -Infinity;
  let excess = 0;
  layer.forEach((place, i) => {
    place.y = Math.max(wanted[i]!, free + place.height / 2);
    excess += place.y - wanted[i]!;
    free = place.y + place.height / 2 + rowGap;
  });
  for (const place of layer) place.y -= excess / Math.max(1, layer.length);
}

function shift(inner: Drawing, box: Box, boxes: Map<string, Box>, lines: Map<string, Point[]>): void {
  const dx = box.x + padding;
  const dy = box.y + padding;
  for (const [id, b] of inner.boxes) boxes.set(id, { ...b, x: b.x + dx, y: b.y + dy });
  for (const [id, points] of inner.lines) lines.set(id, points.map((p) => ({ x: p.x + dx, y: p.y + dy })));
}

function diagramOf(process: ModelElement, drawing: Drawing): ModelElement {
  const make = moddle();
  const shapes: ModelElement[] = [];
  const add = (scope: ModelElement) => {
    for (const element of [...flowElements(scope), ...artifacts(scope), ...flowElements(scope).flatMap((step) => dataFlows(step).map(({ flow }) => flow))]) {
      const box = drawing.boxes.get(element.id ?? '');
      const line = drawing.lines.get(element.id ?? '');
      if (box) {
        const bounds = make.create('dc:Bounds', { ...box, x: box.x + 100, y: box.y + 80 });
        const extra = isScope(element) ? { isExpanded: true } : element.$type === 'bpmn:ExclusiveGateway' ? { isMarkerVisible: true } : {};
        shapes.push(make.create('bpmndi:BPMNShape', { id: `${element.id}_di`, bpmnElement: element, bounds, ...extra }));
      } else if (line) {
        const waypoint = line.map((p) => make.create('dc:Point', { x: p.x + 100, y: p.y + 80 }));
        shapes.push(make.create('bpmndi:BPMNEdge', { id: `${element.id}_di`, bpmnElement: element, waypoint }));
      }
      if (isScope(element)) add(element);
    }
  };
  add(process);
  const plane = make.create('bpmndi:BPMNPlane', { id: `${process.id}_plane`, bpmnElement: process, planeElement: shapes });
  return make.create('bpmndi:BPMNDiagram', { id: `${process.id}_diagram`, plane });
}
