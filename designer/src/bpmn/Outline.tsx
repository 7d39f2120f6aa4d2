import { memo } from 'react';
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
  return <ol>{entries.map((entry) => <Line key={entry.id} entry={entry} state={states.get(entry.id)} isChosen={entry.id === selected} onSelect={onSelect} />)}</ol>;
}

interface LineProps {
  entry: OutlineEntry;
  state: string | undefined;
  isChosen: boolean;
  onSelect: (id: string) => void;
}

// A definition may have hundreds of lines; one change draws only those that it touches.
const Line = memo(function Line({ entry, state, isChosen, onSelect }: LineProps) {
  const t = useTexts(bpmnTexts);
  return (
    <li>
      <button type="button" className="outline-entry" style={{ paddingLeft: `${0.75 + entry.depth * 1.25}rem` }}
        aria-current={isChosen ? 'true' : undefined} onClick={() => onSelect(entry.id)} data-element={entry.id}>
        <span>{entry.name || t.unnamed}</span>
        <span className="outline-type">{t[wordFor(entry.type, entry.kind)]}{entry.name ? '' : ` · ${entry.id}`}</span>
        {state && <span className="outline-state">{state}</span>}
        {entry.next.length > 1 && <span className="outline-type">{fill(t.leadsTo, { names: entry.next.map((n) => n.name || n.id).join(t.and) })}</span>}
      </button>
    </li>
  );
}, (a, b) => a.state === b.state && a.isChosen === b.isChosen && a.onSelect === b.onSelect && JSON.stringify(a.entry) === JSON.stringify(b.entry));
