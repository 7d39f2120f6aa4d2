import { add, canAdd, canLead, shapeOf, type Names } from './adding';
import { editing } from './editing';
import { entries, turnsInto, type Entry, type EntryGroup } from './entries';
import { kindsOf, mayNotInterrupt, positionOf } from './eventKinds';
import type { Injector, Shape } from './services';

interface Words {
  /** Text of an entry in the page's language. */
  entry(entry: Entry): string;
  group(group: EntryGroup): string;
  append(what: string): string;
  names(entry: Entry): Names;
  more: string;
  change: string;
  interrupt: string;
  goOn: string;
  connect: string;
  remove: string;
}

interface PopupEntry { label: string; className: string; group?: { id: string; name: string }; action(event: Event): void }
interface PopupMenu {
  registerProvider(id: string, provider: { getPopupMenuEntries(target: Shape): Record<string, PopupEntry> }): void;
  open(target: Shape, provider: string, at: { x: number; y: number; cursor: { x: number; y: number } }, options: { title: string; width: number; search: boolean }): void;
  close(): void;
}

// The few that follow most often; the menus and the palette have all.
const offered = ['review', 'exclusive', 'parallel', 'end', 'boundary.timer'];
const menu = { width: 300, height: 420 };

/** Where a menu opens: the drawing is a frame of its own, and a menu stays inside. */
function within(event: MouseEvent): { x: number; y: number } {
  const frame = (event.target as Element).closest('.bpmn-frame')!.getBoundingClientRect();
  const most = (size: number, wanted: number) => Math.max(8, Math.min(wanted, size));
  return { x: most(frame.width - menu.width - 8, event.clientX - frame.left), y: most(frame.height - menu.height - 8, event.clientY - frame.top) };
}

/** The small menu at a chosen element: append, change, connect, delete. */
export function contextPad(words: () => Words): Record<string, unknown> {
  function Provider(this: unknown, pad: { registerProvider(provider: unknown): void; close(): void }, popup: PopupMenu, injector: Injector) {
    const removeAll = (_: Event, shapes: Shape | Shape[]) => injector.get('modeling').removeElements([shapes].flat());
    const remove = () => ({ group: 'edit', className: 'bpmn-icon-trash', title: words().remove, action: { click: removeAll } });
    const choose = (shape: Shape | undefined) => shape && injector.get('selection').select(shape);
    const append = (entry: Entry, shape: Shape) => ({
      group: 'model',
      className: entry.icon,
      title: words().append(words().entry(entry)),
      action: {
        click: () => choose(add(injector, entry, shape, words().names(entry))),
        ...(entry.attaches ? {} : { dragstart: (event: Event) => injector.get('create').start(event, shapeOf(injector, entry, words().entry(entry)), { source: shape }) }),
      },
    });
    const opener = (provider: string, group: string, className: string, title: string) => ({
      group, className, title,
      action: {
        click: (event: MouseEvent, shape: Shape) => {
          const at = within(event);
          popup.open(shape, provider, { ...at, cursor: at }, { title, width: menu.width, search: true });
        },
      },
    });

    // Its title is a heading of a level that the page has no place for.
    injector.get('eventBus').on('popupMenu.opened', () => document.querySelector('.djs-popup-title')?.setAttribute('role', 'presentation'));
    popup.registerProvider('onego-append', {
      getPopupMenuEntries: (shape) => Object.fromEntries(entries.filter((entry) => !entry.stands && canAdd(entry, shape) && (entry.attaches || canLead(shape))).map((entry) => [entry.id, {
        label: words().entry(entry), className: entry.icon, group: { id: entry.group, name: words().group(entry.group) },
        action: () => {
          popup.close();
          choose(add(injector, entry, shape, words().names(entry)));
        },
      }])),
    });
    popup.registerProvider('onego-change', {
      getPopupMenuEntries(shape) {
        const edit = editing(injector);
        const found: Record<string, PopupEntry> = {};
        for (const entry of turnsInto(shape.businessObject)) {
          found[entry.id] = {
            label: words().entry(entry), className: entry.icon,
            action: () => {
              popup.close();
              choose(injector.get('elementRegistry').get(edit.turnInto(shape.id, entry)));
            },
          };
        }
        const position = positionOf(shape.businessObject);
        if (position !== null && mayNotInterrupt(position, kindsOf(shape.businessObject))) {
          const interrupts = shape.businessObject['cancelActivity'] !== false && shape.businessObject['isInterrupting'] !== false;
          found['interrupts'] = {
            label: interrupts ? words().goOn : words().interrupt, className: interrupts ? 'bpmn-icon-intermediate-event-catch-non-interrupting-message' : 'bpmn-icon-intermediate-event-catch-message',
            action: () => {
              popup.close();
              edit.setInterrupts(shape.id, !interrupts);
            },
          };
        }
        return found;
      },
    });
    pad.registerProvider({
      getContextPadEntries(shape: Shape) {
        if (shape.labelTarget !== undefined || shape.parent === undefined) return {};
        const found: Record<string, unknown> = {};
        if (canLead(shape)) {
          for (const entry of entries) if (offered.includes(entry.id) && canAdd(entry, shape)) found[entry.id] = append(entry, shape);
          found['append'] = opener('onego-append', 'model', 'pad-more', words().more);
        }
        if (canLead(shape) || /^bpmn:(DataObjectReference|TextAnnotation)$/.test(shape.type)) {
          const start = (event: Event) => injector.get('connect').start(event, shape);
          found['connect'] = { group: 'connect', className: 'bpmn-icon-connection-multi', title: words().connect, action: { click: start, dragstart: start } };
        }
        if (turnsInto(shape.businessObject).length > 0) found['change'] = opener('onego-change', 'edit', 'bpmn-icon-screw-wrench', words().change);
        found['remove'] = remove();
        return found;
      },
      getMultiElementContextPadEntries: () => ({ remove: remove() }),
    });
  }
  Provider.$inject = ['contextPad', 'popupMenu', 'injector'];
  return { contextPadProvider: ['type', Provider] };
}
