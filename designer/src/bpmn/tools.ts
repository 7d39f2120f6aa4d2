import type { ModelElement } from './model';
import type { Injector, Shape } from './services';

export const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

/** FEEL as a field shows it: without the leading "=" that marks an expression in the file. */
export const feelIn = (value: unknown): string => text(value).replace(/^\s*=/, '');
export const feelOut = (shown: string): string | undefined => (shown.trim() === '' ? undefined : `=${shown}`);

export const extensions = (element: ModelElement | undefined, type: string): ModelElement[] =>
  ((element?.['extensionElements']?.values ?? []) as ModelElement[]).filter((value) => value.$type === type);

export const extension = (element: ModelElement | undefined, type: string): ModelElement | undefined => extensions(element, type)[0];

export const definitionsAt = (element: ModelElement): ModelElement[] => (element['eventDefinitions'] ?? []) as ModelElement[];

export const isActivityType = (type: string): boolean => /(Task|SubProcess|Transaction|CallActivity)$/.test(type);

export function definitionsOf(element: ModelElement): ModelElement {
  let at = element;
  while (at.$parent !== undefined && at.$type !== 'bpmn:Definitions') at = at.$parent;
  return at;
}

/** What every part of the editing works with. */
export interface Tools {
  parts: Injector;
  shape(id: string): Shape;
  /** Where what has no shape of its own is changed: the ground of the drawing. */
  ground(): Shape;
  definitions(): ModelElement;
  make(type: string, attributes: Record<string, unknown>, parent: ModelElement): ModelElement;
  expression(body: string, parent: ModelElement): ModelElement;
  /** Changes an element itself, or one within it. */
  update(on: Shape, element: ModelElement, properties: Record<string, unknown>): void;
  /** Replaces our extension elements of one type and leaves all others alone. */
  setExtensions(on: Shape, element: ModelElement, type: string, list: readonly Record<string, string | undefined>[]): void;
}

export function toolsOf(parts: Injector): Tools {
  const modeling = () => parts.get('modeling');
  const ground = () => parts.get('canvas').getRootElement();
  const make: Tools['make'] = (type, attributes, parent) => {
    const made = parts.get('bpmnFactory').create(type, attributes);
    (made as { $parent?: ModelElement }).$parent = parent;
    return made;
  };
  return {
    parts,
    ground,
    make,
    shape(id) {
      const found = parts.get('elementRegistry').get(id);
      if (found === undefined) throw new Error(`no element ${id}`);
      return found;
    },
    definitions: () => definitionsOf(ground().businessObject),
    expression: (body, parent) => make('bpmn:FormalExpression', { body }, parent),
    update: (on, element, properties) => modeling().updateModdleProperties(on, element, properties),
    setExtensions(on, element, type, list) {
      const given = element['extensionElements'] as ModelElement | undefined;
      const others = ((given?.['values'] ?? []) as ModelElement[]).filter((value) => value.$type !== type);
      if (list.length === 0 && others.length === 0) {
        if (given) modeling().updateModdleProperties(on, element, { extensionElements: undefined });
        return;
      }
      const holder = given ?? make('bpmn:ExtensionElements', { values: [] }, element);
      const values = [...others, ...list.map((attributes) => make(type, attributes, holder))];
      if (given) modeling().updateModdleProperties(on, given, { values });
      else {
        holder['values'] = values;
        modeling().updateModdleProperties(on, element, { extensionElements: holder });
      }
    },
  };
}
