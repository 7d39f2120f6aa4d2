import type { ModelElement } from '../bpmn/model';

// A drawing for models that came without one: what is asked stands above what it rests on.
const sizes: Record<string, { width: number; height: number }> = {
  'dmn:Decision': { width: 180, height: 80 },
  'dmn:InputData': { width: 150, height: 45 },
  'dmn:BusinessKnowledgeModel': { width: 150, height: 46 },
  'dmn:KnowledgeSource': { width: 120, height: 63 },
};
const gap = { x: 60, y: 90 };
const margin = 60;

interface Link { requirement: ModelElement; from: string; to: string }

const listOf = (element: ModelElement, name: string): ModelElement[] => (element[name] ?? []) as ModelElement[];
const hrefOf = (end: { href?: string } | undefined): string | null => (end?.href?.startsWith('#') ? end.href.slice(1) : null);

function linksOf(element: ModelElement): Link[] {
  const lists = ['informationRequirement', 'knowledgeRequirement', 'authorityRequirement'];
  const ends = ['requiredInput', 'requiredDecision', 'requiredKnowledge', 'requiredAuthority'];
  return lists.flatMap((list) => listOf(element, list)).flatMap((requirement) =>
    ends.flatMap((end) => {
      const from = hrefOf(requirement[end] as { href?: string } | undefined);
      return from === null ? [] : [{ requirement, from, to: element.id! }];
    }));
}

/** Gives a model without a drawing one; it stays as it is when it has one. True when it was drawn. */
export function draw(definitions: ModelElement): boolean {
  const has = ((definitions['dmnDI'] as ModelElement | undefined)?.['diagrams'] ?? []) as ModelElement[];
  if (has.some((d) => listOf(d, 'diagramElements').length > 0)) return false;
  const nodes = listOf(definitions, 'drgElement').filter((e) => e.id !== undefined && e.$type in sizes);
  if (nodes.length === 0) return false;
  const known = new Set(nodes.map((n) => n.id!));
  const links = nodes.flatMap(linksOf).filter((l) => known.has(l.from));

  // The longest way down decides the layer; as many rounds as there are elements end even where a model goes in circles.
  const layer = new Map(nodes.map((n) => [n.id!, 0]));
  for (let round = 0; round < nodes.length; round++) {
    let isMoved = false;
    for (const { from, to } of links) {
      if (layer.get(from)! > layer.get(to)! || layer.get(to)! + 1 >= nodes.length + 1) continue;
      layer.set(from, layer.get(to)! + 1);
      isMoved = true;
    }
    if (!isMoved) break;
  }
  const rows: ModelElement[][] = [];
  for (const node of nodes) (rows[layer.get(node.id!)!] ??= []).push(node);
  const filled = rows.filter((row) => row !== undefined);
  const widthOf = (row: ModelElement[]) => row.reduce((sum, n) => sum + sizes[n.$type]!.width + gap.x, -gap.x);
  const widest = Math.max(...filled.map(widthOf));

  const model = (definitions as unknown as { $model: { create(type: string, attributes: object): ModelElement } }).$model;
  const boxes = new Map<string, { x: number; y: number; width: number; height: number }>();
  let y = margin;
  for (const row of filled) {
    let x = margin + (widest - widthOf(row)) / 2;
    const height = Math.max(...row.map((n) => sizes[n.$type]!.height));
    for (const node of row) {
      const size = sizes[node.$type]!;
      boxes.set(node.id!, { x: Math.round(x), y: Math.round(y + (height - size.height) / 2), ...size });
      x += size.width + gap.x;
    }
    y += height + gap.y;
  }
  const shapes = nodes.map((n) => model.create('dmndi:DMNShape', { id: `${n.id}_shape`, dmnElementRef: n, bounds: model.create('dc:Bounds', boxes.get(n.id!)!) }));
  const edges = links.flatMap(({ requirement, from, to }, i) => {
    requirement.id ??= `requirement_${i + 1}`;
    const [a, b] = [boxes.get(from)!, boxes.get(to)!];
    const waypoint = [{ x: a.x + a.width / 2, y: a.y }, { x: b.x + b.width / 2, y: b.y + b.height }].map((p) => model.create('dc:Point', p));
    return [model.create('dmndi:DMNEdge', { id: `${requirement.id}_edge`, dmnElementRef: requirement, waypoint })];
  });
  const diagram = model.create('dmndi:DMNDiagram', { id: 'drawing', diagramElements: [...shapes, ...edges] });
  definitions['dmnDI'] = model.create('dmndi:DMNDI', { diagrams: [diagram] });
  return true;
}
