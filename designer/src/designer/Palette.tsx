import { useState } from 'react';
import { blockEntry, entries, type EntryGroup } from '../bpmn/entries';
import type { ModelerHandle } from '../bpmn/modeler';
import { bpmnTexts } from '../bpmn/texts';
import { ChoiceField } from '../parts/Field';
import { useTexts } from '../shared/texts';
import { designerTexts } from './texts';

const groups: readonly EntryGroup[] = ['approval', 'automatic', 'branch', 'scope', 'start', 'catch', 'boundary', 'throw', 'end', 'data'];
// What most definitions are drawn with; the other groups open when they are asked for.
const isOpen = (group: EntryGroup): boolean => group === 'approval' || group === 'automatic' || group === 'branch';
const rowChoices = ['2', '3', '4', '5', '6', '8', '10', '12'];

/** Everything that can be added: a click adds at the chosen element, a drag anywhere on the drawing. */
export function Palette({ handle }: { handle: ModelerHandle }) {
  const t = useTexts(designerTexts);
  const words = useTexts(bpmnTexts);
  const [rows, setRows] = useState('3');
  return (
    <>
      <p className="quiet">{t.paletteHint}</p>
      {groups.map((group) => (
        <details key={group} className="palette-group" open={isOpen(group)}>
          <summary>{words[`group.${group}`]}</summary>
          <div className="palette-entries">
            {entries.filter((e) => e.group === group).map((entry) => {
              const able = handle.canAdd(entry);
              return (
                <button key={entry.id} type="button" className="palette-entry" aria-disabled={!able || undefined} title={able ? undefined : entry.kind === 'cancel' ? t.needsTransaction : t.needsActivity}
                  draggable={!entry.attaches && entry.id !== blockEntry.id}
                  onDragStart={(event) => {
                    event.preventDefault();
                    handle.drag(entry, event.nativeEvent);
                  }}
                  onClick={() => able && handle.add(entry, Number(rows))}>
                  <span className={entry.icon} aria-hidden="true" />{words[entry.text]}
                </button>
              );
            })}
          </div>
          {group === 'approval' && <ChoiceField label={t.rows} value={rows} onChange={setRows} choices={rowChoices.map((n) => ({ value: n, label: n }))} />}
        </details>
      ))}
    </>
  );
}
