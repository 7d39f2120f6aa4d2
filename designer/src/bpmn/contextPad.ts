import { entries, type Entry } from './entries';
import { add, canAdd, shapeOf } from './adding';
import type { Injector, Shape } from './services';

interface Words {
  /** Text of an entry in the page's language. */
  entry(entry: Entry): string;
  append(what: string): string;
  connect: string;
  remove: string;
}

// The few that follow most often; the palette has all.
const offered = ['review', 'exclusive', 'parallel', 'end', 'boundaryTimer'];

/** The small menu at a chosen element: append, connect, delete. */
export function contextPad(words: () => Words): Record<string, unknown> {
  function Provider(this: { entries: (shape: Shape) => unknown; many: (shapes: Shape[]) => unknown }, pad: { registerProvider(provider: unknown): void }, injector: Injector) {
    const removeAll = (_: Event, shapes: Shape | Shape[]) => injector.get('modeling').removeElements([shapes].flat());
    const remove = () => ({ group: 'edit', className: 'bpmn-icon-trash', title: words().remove, action: { click: removeAll } });
    const append = (entry: Entry, shape: Shape) => ({
      group: 'model',
      className: entry.icon,
      title: words().append(words().entry(entry)),
      action: {
        click: () => {
          const made = add(injector, entry, shape, { step: words().entry(entry), inner: '', rows: 2 });
          if (made) injector.get('selection').select(made);
        },
        ...(entry.attaches ? {} : { dragstart: (event: Event) => injector.get('create').start(event, shapeOf(injector, entry, words().entry(entry)), { source: shape }) }),
      },
    });
    pad.registerProvider({
      getContextPadEntries(shape: Shape) {
        if (shape.labelTarget !== undefined || shape.parent === undefined) return {};
        const found: Record<string, unknown> = {};
        if (shape.type === 'bpmn:SequenceFlow') return { remove: remove() };
        if (/(Task|SubProcess|Gateway|Event)$/.test(shape.type) && shape.type !== 'bpmn:EndEvent') {
          for (const entry of entries) if (offered.includes(entry.id) && canAdd(entry, shape)) found[entry.id] = append(entry, shape);
          const start = (event: Event) => injector.get('connect').start(event, shape);
          found['connect'] = { group: 'connect', className: 'bpmn-icon-connection-multi', title: words().connect, action: { click: start, dragstart: start } };
        }
        found['remove'] = remove();
        return found;
      },
      getMultiElementContextPadEntries: () => ({ remove: remove() }),
    });
  }
  Provider.$inject = ['contextPad', 'injector'];
  return { contextPadProvider: ['type', Provider] };
}
