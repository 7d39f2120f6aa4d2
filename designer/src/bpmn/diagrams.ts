import type { ModelElement } from './model';

const all = (definitions: ModelElement): ModelElement[] => (definitions['diagrams'] ?? []) as ModelElement[];

/** The drawings of a file: of a process each, or of all of them together; those of collapsed sub-processes are not among them. */
export function diagramsOf(definitions: ModelElement): { id: string; of: string; name: string }[] {
  return all(definitions).flatMap((diagram) => {
    const of = diagram['plane']?.bpmnElement as ModelElement | undefined;
    return diagram.id !== undefined && of?.id !== undefined && /^bpmn:(Process|Collaboration)$/.test(of.$type) ? [{ id: diagram.id, of: of.id, name: diagram.name ?? of.name ?? '' }] : [];
  });
}

/** The drawing on which an element, or a whole process, stands. */
export function diagramWith(definitions: ModelElement, id: string): string | undefined {
  const has = (diagram: ModelElement) => diagram['plane']?.bpmnElement?.id === id || ((diagram['plane']?.planeElement ?? []) as ModelElement[]).some((di) => di['bpmnElement']?.id === id);
  return all(definitions).find(has)?.id;
}
