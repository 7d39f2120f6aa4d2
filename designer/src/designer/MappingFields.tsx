import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Mapping } from '../bpmn/reading';
import type { Known } from '../feel/completion';
import { FeelField } from '../feel/FeelField';
import { TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { Fold } from './Fold';
import { useKnown } from './known';
import type { PartProps } from './Properties';
import { runTexts } from './runTexts';

const isName = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);

/** What an element gets, and what it writes when it is done. */
export function MappingFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem);
  if (of.inputs === null && of.outputs === null) return null;
  const isEvent = of.position !== null;
  return (
    <section>
      {of.inputs !== null && <Rows title={t.inputs} hint={isEvent ? t.inputsHintThrow : t.inputsHint} nth={t.inputNth} add={t.addInput} rows={of.inputs} known={known} onChange={(rows) => handle.setMappings(of.id, 'Input', rows)} />}
      {of.outputs !== null && <Rows title={t.outputs} hint={t.outputsHint} nth={t.outputNth} add={t.addOutput} rows={of.outputs} known={known} onChange={(rows) => handle.setMappings(of.id, 'Output', rows)} />}
      {of.hasStandardIo && <p className="quiet">{t.standardIo}</p>}
    </section>
  );
}

interface RowsProps {
  title: string;
  hint: string;
  nth: string;
  add: string;
  rows: readonly Mapping[];
  known: readonly Known[];
  onChange: (rows: Mapping[]) => void;
}

function Rows({ title, hint, nth, add, rows, known, onChange }: RowsProps) {
  const t = useTexts(runTexts);
  const [isOpen, setOpen] = useState(rows.length > 0);
  // What undo brings back is to be seen.
  useEffect(() => { if (rows.length > 0) setOpen(true); }, [rows.length]);
  const put = (index: number, change: Partial<Mapping>) => onChange(rows.map((row, i) => (i === index ? { ...row, ...change } : row)));
  const wrongOf = (row: Mapping, index: number): string | null =>
    row.name !== '' && !isName(row.name) ? t.nameWrong : row.name !== '' && rows.findIndex((r) => r.name === row.name) < index ? t.nameTwice : null;
  return (
    <Fold title={`${title} (${rows.length})`} isOpen={isOpen} onToggle={setOpen}>
      <p className="quiet">{hint}</p>
      {rows.map((row, index) => {
        const wrong = wrongOf(row, index);
        return (
          <fieldset key={index} className="mapping">
            <legend>{fill(nth, { n: index + 1 })}</legend>
            <TextField label={t.mapName} value={row.name} onChange={(name) => put(index, { name: name.trim() })} maxLength={100}
              hint={wrong && <span className="field-wrong"><span aria-hidden="true">✕ </span>{wrong}</span>} />
            <FeelField label={t.mapValue} value={row.value} onChange={(value) => put(index, { value })} known={known} />
            <Button onClick={() => onChange(rows.filter((_, i) => i !== index))}>{t.removeRow}</Button>
          </fieldset>
        );
      })}
      <Button onClick={() => onChange([...rows, { name: '', value: '' }])}>{add}</Button>
    </Fold>
  );
}
