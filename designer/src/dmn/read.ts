import { DmnModdle } from 'dmn-moddle';
import type { ModelElement } from '../bpmn/model';
import { draw } from './layout';
import { editionOf, toEditor } from './namespaces';

interface Moddle {
  fromXML(xml: string, type: string): Promise<{ rootElement: ModelElement; warnings: { message: string }[] }>;
  toXML(root: ModelElement, options?: { format?: boolean }): Promise<{ xml: string }>;
}

export interface Prepared {
  /** In the editor's namespaces, with a drawing. */
  xml: string;
  edition: string;
  /** What the editor would lose, as it says so; empty when nothing. */
  lost: string[];
}

/** A model as the editor opens it. Throws when it is no DMN or not well-formed. */
export async function prepare(xml: string): Promise<Prepared> {
  const edition = editionOf(xml);
  if (edition === null) throw new Error('no DMN namespace');
  const given = toEditor(xml);
  const moddle = new DmnModdle() as unknown as Moddle;
  const { rootElement, warnings } = await moddle.fromXML(given, 'dmn:Definitions');
  const lost = warnings.map((w) => w.message.split('\n')[0]!.trim()).filter((w, i, all) => all.indexOf(w) === i);
  const isDrawn = lost.length === 0 && draw(rootElement);
  return { xml: isDrawn ? (await moddle.toXML(rootElement, { format: true })).xml : given, edition, lost };
}

/** A decision, a piece of knowledge or a service of a model, in its order. */
export interface ModelPart {
  id: string;
  name: string;
  type: string;
  /** `dmn:DecisionTable`, `dmn:LiteralExpression`, …; null without logic. */
  logic: string | null;
}

export async function partsOf(xml: string): Promise<ModelPart[]> {
  const moddle = new DmnModdle() as unknown as Moddle;
  const { rootElement } = await moddle.fromXML(toEditor(xml), 'dmn:Definitions');
  return ((rootElement['drgElement'] ?? []) as ModelElement[]).map((e) => ({
    id: e.id ?? '', name: e.name ?? e.id ?? '', type: e.$type.replace('dmn:', ''),
    logic: ((e['decisionLogic'] ?? e['encapsulatedLogic']) as ModelElement | undefined)?.$type ?? null,
  }));
}
