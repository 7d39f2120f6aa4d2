import { fill, useTexts } from '../shared/texts';
import type { OutlineEntry } from './outline';
import { bpmnTexts, wordFor } from './texts';
import type { Mark } from './viewer';

interface Props {
  entries: readonly OutlineEntry[];
  marks?: readonly Mark[];
  selected: string | null;
  onSelect: (id: string) => void;
}

/** Every element as a button that does what a click on the drawing does: the drawing itself is out of reach of the keyboard. */
export function Outline({ entries, marks = [], selected, onSelect }: Props) {
  const t = useTexts(bpmnTexts);
  const states = new Map(marks.map((m) => [m.element, m.state ?? m.label]));
  if (entries.length === 0) return <p className="state">{t.noElements}</p>;
  return (
    <ol>
      {entries.map((entry) => {
        const state = states.get(entry.id);
        const next = entry.next.map((n) => n.name || n.id).join(t.and);
        return (
          <li key={entry.id}>
            <button type="button" className="outline-entry" style={{ paddingLeft: `${0.75 + entry.depth * 1.25}rem` }}
              aria-current={entry.id === selected ? 'true' : undefined} onClick={() => onSelect(entry.id)} data-element={entry.id}>
              <span>{entry.name || t.unnamed}</span>
              <span className="outline-type">{t[wordFor(entry.type, entry.kind)]}{entry.name ? '' : ` · ${entry.id}`}</span>
              {state && <span className="outline-state">{state}</span>}
              {entry.next.length > 1 && <span className="outline-type">{fill(t.leadsTo, { names: next })}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
