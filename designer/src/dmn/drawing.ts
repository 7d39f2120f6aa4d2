// What can be done in the drawing without a pointer: the same commands that the drawing itself sends.

export type PartType = 'Decision' | 'InputData' | 'BusinessKnowledgeModel' | 'KnowledgeSource';
export type Logic = 'table' | 'expression' | 'none';

export interface DrawnPart {
  id: string;
  name: string;
  type: PartType;
  /** Parts that it requires, by id. */
  requires: string[];
}

interface Shape {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  businessObject: { id: string; name?: string; $type: string };
  waypoints?: unknown;
  incoming: { source: Shape }[];
}
interface Parts { get(name: string): unknown }
interface Registry { get(id: string): Shape | undefined; filter(by: (shape: Shape) => boolean): Shape[] }
interface Modeling {
  createShape(shape: unknown, position: { x: number; y: number }, parent: unknown): Shape;
  connect(source: Shape, target: Shape): unknown;
  removeElements(shapes: Shape[]): void;
  updateLabel(shape: Shape, name: string): void;
}

export const partTypes: readonly PartType[] = ['Decision', 'InputData', 'BusinessKnowledgeModel', 'KnowledgeSource'];
const gap = 60;

/** The drawing's commands; only while the drawing is what is shown. */
export function drawing(parts: Parts) {
  const registry = parts.get('elementRegistry') as Registry;
  const modeling = parts.get('modeling') as Modeling;
  const rules = parts.get('drdRules') as { canConnect(source: Shape, target: Shape): unknown };
  const typeOf = (shape: Shape) => shape.businessObject.$type.replace('dmn:', '') as PartType;
  const shapes = () => registry.filter((s) => s.waypoints === undefined && partTypes.includes(typeOf(s)));
  const shape = (id: string): Shape => {
    const found = registry.get(id);
    if (found === undefined) throw new Error(`nothing is drawn for ${id}`);
    return found;
  };
  return {
    all: (): DrawnPart[] => shapes().map((s) => ({ id: s.id, name: s.businessObject.name ?? s.id, type: typeOf(s), requires: s.incoming.map((c) => c.source.id) })),
    /** Adds a part below what is drawn; its id. */
    add(type: PartType, name: string): string {
      const factory = parts.get('elementFactory') as { createShape(attributes: { type: string }): Shape };
      const canvas = parts.get('canvas') as { getRootElement(): unknown };
      const lowest = Math.max(0, ...shapes().map((s) => s.y + s.height));
      const made = factory.createShape({ type: `dmn:${type}` });
      const put = modeling.createShape(made, { x: gap + made.width, y: lowest + gap + made.height / 2 }, canvas.getRootElement());
      modeling.updateLabel(put, name);
      return put.id;
    },
    rename: (id: string, name: string): void => modeling.updateLabel(shape(id), name),
    remove: (id: string): void => modeling.removeElements([shape(id)]),
    /** Whether a part may require another. */
    mayRequire: (id: string, other: string): boolean => Boolean(rules.canConnect(shape(other), shape(id))),
    require: (id: string, other: string): void => void modeling.connect(shape(other), shape(id)),
    unrequire(id: string, other: string): void {
      const found = registry.filter((s) => s.waypoints !== undefined && (s as unknown as { source: Shape; target: Shape }).source?.id === other && (s as unknown as { target: Shape }).target?.id === id);
      if (found.length > 0) modeling.removeElements(found);
    },
    /** Gives a decision or a piece of knowledge a new, empty logic in place of the one that it has; the id that it has then. */
    setLogic(id: string, logic: Logic): string {
      const replace = parts.get('drdReplace') as { replaceElement(shape: Shape, target: { type: string; table: boolean; expression: boolean }): Shape };
      const old = shape(id);
      return replace.replaceElement(old, { type: old.businessObject.$type, table: logic === 'table', expression: logic === 'expression' }).id;
    },
  };
}

export type Drawing = ReturnType<typeof drawing>;
