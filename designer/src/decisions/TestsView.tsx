import { Alert, Button } from 'antd';
import { useState } from 'react';
import { decodeXml } from '../bpmn/importReport';
import { TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import type { Model, TestResult } from './api';
import { countCases, readGrid, testTypeOf, writeGrid, type TestGrid as Grid } from './tck';
import { TestGrid } from './TestGrid';
import { decisionTexts } from './texts';
import { useSlots } from './TryView';
import type { CheckState } from './useCheck';

const tablesMax = 20;

interface Props {
  model: Model;
  check: CheckState;
  onChange: (tests: string[]) => void;
}

/** The table tests of a model: each as a table of lines where it is that flat, else as the XML of the TCK's format. */
export function TestsView({ model, check, onChange }: Props) {
  const t = useTexts(decisionTexts);
  const slots = useSlots(model, check);
  const [wrong, setWrong] = useState<string | null>(null);
  const change = (i: number, xml: string) => onChange(model.tests.map((old, at) => (at === i ? xml : old)));

  const add = () => {
    const column = (slot: { name: string; type: string }) => ({ name: slot.name, type: testTypeOf(slot.type) });
    const grid: Grid = { model: model.decision, inputs: (slots?.inputs ?? []).map(column), expected: (slots?.results ?? [{ name: model.decision, type: '' }]).map(column), lines: [] };
    grid.lines.push({ id: '1', description: '', inputs: grid.inputs.map(() => null), expected: grid.expected.map(() => null) });
    onChange([...model.tests, writeGrid(grid)]);
  };
  const upload = async (files: FileList | null) => {
    setWrong(null);
    const read = await Promise.all([...(files ?? [])].map(async (file) => decodeXml(await file.arrayBuffer())));
    const good = read.filter((xml) => countCases(xml) !== null);
    if (good.length < read.length) setWrong(t.notTests);
    if (good.length > 0) onChange([...model.tests, ...good].slice(0, tablesMax));
  };
  return (
    <div className="stack">
      {model.tests.length === 0 && <p>{t.noTests}</p>}
      {model.tests.map((xml, i) => (
        <OneTable key={i} n={i + 1} xml={xml} results={check.checked?.tests.filter((r) => r.test === i) ?? []} isStale={check.isChecking}
          onChange={(next) => change(i, next)} onRemove={() => onChange(model.tests.filter((_, at) => at !== i))} />
      ))}
      {wrong !== null && <Alert type="error" role="alert" title={wrong} />}
      <div className="bar bar-end">
        <Button type="primary" disabled={model.tests.length >= tablesMax} onClick={add}>{t.addTests}</Button>
        <div className="field">
          <label htmlFor="tests-file">{t.uploadTests}</label>
          <input id="tests-file" className="control" type="file" accept=".xml,application/xml,text/xml" multiple disabled={model.tests.length >= tablesMax} onChange={(e) => { void upload(e.target.files); e.target.value = ''; }} />
        </div>
      </div>
    </div>
  );
}

interface OneProps {
  n: number;
  xml: string;
  results: readonly TestResult[];
  isStale: boolean;
  onChange: (xml: string) => void;
  onRemove: () => void;
}

function OneTable({ n, xml, results, isStale, onChange, onRemove }: OneProps) {
  const t = useTexts(decisionTexts);
  const grid = readGrid(xml);
  const cases = countCases(xml);
  const [asXml, setAsXml] = useState(grid === null);
  const isXml = asXml || grid === null;
  const failed = results.filter((r) => !r.passed).length;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{fill(t.testsN, { n })}</h2>
        {results.length > 0 && !isStale && (failed === 0 ? <StateMark tone="good">{fill(t.allPassed, { n: results.length })}</StateMark> : <StateMark tone="bad">{t.notPassed} {failed}</StateMark>)}
        <div className="bar">
          {grid !== null && <Button onClick={() => setAsXml(!asXml)}>{isXml ? t.asTable : t.asXml}</Button>}
          <Button danger onClick={onRemove}>{fill(t.removeTests, { n })}</Button>
        </div>
      </div>
      {grid === null && <p>{cases === null ? t.notTests : fill(t.notFlat, { n: cases })}</p>}
      {isXml ? <TextField label={t.testsXml} value={xml} onChange={onChange} lines={14} /> : <TestGrid grid={grid} results={results} isStale={isStale} onChange={(next) => onChange(writeGrid(next))} />}
      {isXml && failed > 0 && (
        <ul>{results.filter((r) => !r.passed).map((r) => <li key={`${r.case} ${r.result}`}>{t.case} {r.case} · {r.result}: {t.expected} <code>{r.expected ?? 'null'}</code>, {t.actual} <code>{r.actual ?? 'null'}</code></li>)}</ul>
      )}
    </section>
  );
}
