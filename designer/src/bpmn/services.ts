import type { Canvas, EventBus, Overlays } from './viewer';
import type { ModelElement } from './model';

// The services of the bpmn.io modeler that this folder uses, with the few members that it calls.

export interface Shape {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  businessObject: ModelElement;
  parent?: Shape;
  children?: Shape[];
  incoming?: Shape[];
  outgoing?: Shape[];
  source?: Shape;
  target?: Shape;
  waypoints?: { x: number; y: number }[];
  labelTarget?: Shape;
  attachers?: Shape[];
}

export interface Services {
  bpmnjs: { getDefinitions(): ModelElement };
  canvas: Canvas & { getRootElement(): Shape };
  elementRegistry: { get(id: string): Shape | undefined; filter(by: (shape: Shape) => boolean): Shape[]; forEach(each: (shape: Shape) => void): void };
  eventBus: EventBus & { off(event: string, listener: unknown): void };
  overlays: Overlays;
  selection: { get(): Shape[]; select(shape: Shape | null): void };
  modeling: {
    updateProperties(shape: Shape, properties: Record<string, unknown>): void;
    updateModdleProperties(shape: Shape, element: ModelElement, properties: Record<string, unknown>): void;
    createShape(shape: Shape, position: { x: number; y: number }, parent: Shape, hints?: { attach?: boolean }): Shape;
    connect(source: Shape, target: Shape): Shape;
    reconnectEnd(flow: Shape, target: Shape, docking: { x: number; y: number }): void;
    removeElements(shapes: Shape[]): void;
    createSpace(moving: Shape[], resizing: Shape[], delta: { x: number; y: number }, direction: 'e', start: number): void;
  };
  elementFactory: { createShape(attributes: Record<string, unknown>): Shape };
  bpmnFactory: { create(type: string, attributes?: Record<string, unknown>): ModelElement };
  bpmnReplace: { replaceElement(shape: Shape, target: Record<string, unknown>): Shape };
  autoPlace: { append(source: Shape, shape: Shape): Shape };
  create: { start(event: Event, shape: Shape | Shape[], context?: Record<string, unknown>): void };
  connect: { start(event: Event, shape: Shape): void };
  commandStack: {
    register(name: string, handler: { preExecute(context: { run: () => void }): void; execute(): Shape[]; revert(): Shape[] }): void;
    execute(name: string, context: unknown): void;
    undo(): void;
    redo(): void;
    canUndo(): boolean;
    canRedo(): boolean;
  };
  contextPad: { registerProvider(priority: number, provider: unknown): void };
  rules: { allowed(rule: string, context: unknown): unknown };
}

export interface Injector {
  get<K extends keyof Services>(name: K): Services[K];
}
