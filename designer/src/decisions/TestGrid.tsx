import { Button } from 'antd';
import { useState } from 'react';
import { ChoiceField, TextField } from '../parts/Field';
import { partTexts } from '../parts/texts';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import type { TestResult } from './api';
import { isReadable, testTypes, type TestColumn, type TestGrid as Grid, type TestLine, type TestType } from './tck';
import { decisionTexts } from './texts';

interface Props {
  grid: Grid;
  results: readonly TestResult[];
  /** The results are of another content than is shown. */
  isStale: boolean;
  onChange: (grid: Grid) => void;
}

type Side = 'inputs' | 'expected';

/** A case a line: its inputs and what is expected of them. Beneath a line stands what came out instead. */
export function TestGrid({ grid, results, isStale, onChange }: Props) {
  const t = useTexts(decisionTexts);
  const [adding, setAdding] = useState(false);
  const setLine = (at: number, to: Partial<TestLine>) => onChange({ ...grid, lines: grid.lines.map((line, i) => (i === at ? { ...line, ...to } : line)) });
  const setCell = (at: number, side: Side, column: number, text: string) =>
    setLine(at, { [side]: grid.lines[at]![side].map((cell, i) => (i === column ? (text === '' ? null : text) : cell)) });
  const addLine = () => {
    const id = String(Math.max(0, ...grid.lines.map((l) => Number(l.id) || 0)) + 1);
    onChange({ ...grid, lines: [...grid.lines, { id, description: '', inputs: grid.inputs.map(() => null), expected: grid.expected.map(() => null) }] });
  };
  const removeColumn = (side: Side, at: number) =>
    onChange({ ...grid, [side]: grid[side].filter((_, i) => i !== at), lines: grid.lines.map((line) => ({ ...line, [side]: line[side].filter((_, i) => i !== at) })) });
  const addColumn = (side: Side, column: TestColumn) => {
    onChange({ ...grid, [side]: [...grid[side], column], lines: grid.lines.map((line) => ({ ...line, [side]: [...line[side], null] })) });
    setAdding(false);
  };

  const head = (side: Side) => grid[side].map((column, i) => (
    <th key={`${side} ${column.name}`} scope="col" className={side === 'expected' ? 'grid-expected' : undefined}>
      <span>{column.name}</span> <span className="quiet">{t[`type.${column.type}`]}</span>
      <Button size="small" type="text" onClick={() => removeColumn(side, i)} aria-label={fill(t.removeColumn, { name: column.name })}>✕</Button>
    </th>
  ));
  const cells = (line: TestLine, at: number, side: Side) => grid[side].map((column, i) => {
    const cell = line[side][i] ?? null;
    const isWrong = cell !== null && !isReadable(cell, column.type);
    return (
      <td key={`${side} ${column.name}`} className={side === 'expected' ? 'grid-expected' : undefined}>
        <input className="control" aria-label={fill(t.cellOf, { column: column.name, n: at + 1 })} aria-invalid={isWrong || undefined} placeholder="null" value={cell ?? ''} onChange={(e) => setCell(at, side, i, e.target.value)} />
        {isWrong && <div className="field-wrong"><span aria-hidden="true">✕ </span>{fill(t.cellWrong, { type: t[`type.${column.type}`] })}</div>}
      </td>
    );
  });
  return (
    <div className="stack">
      <p className="quiet">{t.cellHint}</p>
      <div className="rows-scroll" tabIndex={0} role="region" aria-label={t.tests}>
        <table className="rows test-grid">
          <thead>
            <tr>
              <td rowSpan={2} />
              {grid.inputs.length > 0 && <th scope="colgroup" colSpan={grid.inputs.length}>{t.inputs}</th>}
              {grid.expected.length > 0 && <th scope="colgroup" colSpan={grid.expected.length} className="grid-expected">{t.expected}</th>}
              <th rowSpan={2} scope="col">{t.description}</th>
              <th rowSpan={2} scope="col">{t.result}</th>
            </tr>
            <tr>{head('inputs')}{head('expected')}</tr>
          </thead>
          <tbody>
            {grid.lines.map((line, at) => {
              const mine = results.filter((r) => r.case === line.id);
              return (
                <tr key={at}>
                  <th scope="row">{at + 1}<Button size="small" type="text" danger disabled={grid.lines.length === 1} onClick={() => onChange({ ...grid, lines: grid.lines.filter((_, i) => i !== at) })} aria-label={fill(t.removeLine, { n: at + 1 })}>✕</Button></th>
                  {cells(line, at, 'inputs')}
                  {cells(line, at, 'expected')}
                  <td><input className="control" aria-label={fill(t.cellOf, { column: t.description, n: at + 1 })} value={line.description} onChange={(e) => setLine(at, { description: e.target.value })} /></td>
                  <td className="grid-result">{!isStale && mine.map((r) => <Result key={r.result} of={r} />)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="bar"><Button onClick={addLine}>{t.addLine}</Button><Button onClick={() => setAdding(!adding)} aria-expanded={adding}>{t.addColumn}</Button></div>
      {adding && <NewColumn taken={new Set([...grid.inputs, ...grid.expected].map((c) => c.name))} onAdd={addColumn} />}
    </div>
  );
}

function Result({ of }: { of: TestResult }) {
  const t = useTexts(decisionTexts);
  if (of.passed) return <StateMark tone="good">{t.passed}</StateMark>;
  return <div><StateMark tone="bad">{t.notPassed}</StateMark><div>{t.expected} <code>{of.expected ?? 'null'}</code></div><div>{t.actual} <code>{of.actual ?? 'null'}</code></div></div>;
}

function NewColumn({ taken, onAdd }: { taken: ReadonlySet<string>; onAdd: (side: Side, column: TestColumn) => void }) {
  const t = useTexts(decisionTexts);
  const p = useTexts(partTexts);
  const [name, setName] = useState('');
  const [side, setSide] = useState<Side>('inputs');
  const [type, setType] = useState<TestType>('string');
  return (
    <div className="bar bar-end">
      <TextField label={t.columnName} value={name} onChange={setName} maxLength={200} />
      <ChoiceField label={t.columnKind} value={side} onChange={(v) => setSide(v as Side)} choices={[{ value: 'inputs', label: t.inputs }, { value: 'expected', label: t.expected }]} />
      <ChoiceField label={t.columnType} value={type} onChange={(v) => setType(v as TestType)} choices={testTypes.map((one) => ({ value: one, label: t[`type.${one}`] }))} />
      <Button disabled={name.trim() === '' || taken.has(name.trim())} onClick={() => onAdd(side, { name: name.trim(), type })}>{p.add}</Button>
    </div>
  );
}
