import { kindsOf, positionOf } from './eventKinds';
import { flowElements, isScope, type ModelElement } from './model';
import { extension, extensions, text } from './tools';

/** A name that the flow itself puts into the case's data, and the element that does. */
export interface Written { name: string; by: string }

const carriers = new Set(['message', 'signal', 'error', 'escalation']);

/** What elements write: results of scripts and decisions, outputs, collected results, what came with a caught event. */
export function writtenIn(scope: ModelElement): Written[] {
  const found: Written[] = [];
  const put = (name: string, element: ModelElement) => {
    if (name !== '' && !found.some((w) => w.name === name)) found.push({ name, by: element.name || element.id || '' });
  };
  const visit = (within: ModelElement) => {
    for (const element of flowElements(within)) {
      put(text(element['result']), element);
      const outputs = extensions(element, 'approval:Output');
      for (const output of outputs) put(text(output['name']), element);
      put(text(extension(element['loopCharacteristics'] as ModelElement | undefined, 'approval:Collection')?.['output']), element);
      const position = positionOf(element);
      if (position !== null && position !== 'throw' && position !== 'end' && outputs.length === 0 && kindsOf(element).some((kind) => carriers.has(kind))) put(element.id ?? '', element);
      if (element.$type === 'bpmn:ReceiveTask' && outputs.length === 0) put(element.id ?? '', element);
      if (element.$type === 'bpmn:DataObjectReference') put(element.name ?? '', element);
      if (isScope(element)) visit(element);
    }
  };
  visit(scope);
  return found;
}
