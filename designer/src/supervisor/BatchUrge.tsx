import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Progress } from 'antd';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { TextField } from '../parts/Field';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { ProblemText } from '../staff/states';
import type { CaseLine } from './api';
import { urgeAll, type Outcome } from './batch';
import { boardTexts } from './texts';

interface Props {
  cases: CaseLine[];
  /** Those that stay chosen. */
  onDone: (left: ReadonlySet<string>) => void;
  onClose: () => void;
}

/** Urges many cases with one note: progress, a result for each, and those that failed stay chosen. */
export function BatchUrge({ cases, onDone, onClose }: Props) {
  const t = useTexts(boardTexts);
  const p = useTexts(partTexts);
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [state, setState] = useState<'asking' | 'running' | 'over'>('asking');
  const [wasStopped, setStopped] = useState(false);
  const keys = useRef(new Map<string, string>());
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const count = (wanted: Outcome['state']) => [...outcomes.values()].filter((o) => o.state === wanted).length;
  const good = count('done');
  const bad = count('failed');
  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (state === 'running') return;
    stop.current = new AbortController();
    setState('running');
    setStopped(false);
    // Those that are done are not urged again.
    const todo = cases.filter((c) => outcomes.get(c.caseId)?.state !== 'done').map((c) => c.caseId);
    const reached = new Map([...outcomes].filter(([, outcome]) => outcome.state === 'done'));
    setOutcomes(new Map(reached));
    await urgeAll(todo, note.trim(), keys.current, stop.current.signal, (caseId, outcome) => {
      reached.set(caseId, outcome);
      setOutcomes(new Map(reached));
    });
    await Promise.all([['case'], ['cases'], ['tasks'], ['board']].map((queryKey) => client.invalidateQueries({ queryKey })));
    setStopped(stop.current.signal.aborted);
    setState('over');
    onDone(new Set(cases.map((c) => c.caseId).filter((id) => reached.get(id)?.state !== 'done')));
  };

  const told = state === 'running' ? fill(t.batchProgress, { done: good + bad, n: cases.length })
    : state === 'over' ? fill(wasStopped ? t.batchStopped : t.batchDone, { good, bad, rest: cases.length - good - bad }) : '';
  const columns: Column<CaseLine>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (c) => c.caseNumber },
    { key: 'result', title: t.result, show: (c) => <Result outcome={outcomes.get(c.caseId)} /> },
  ];
  const isWhole = state === 'over' && good === cases.length;
  return (
    <Modal open title={fill(t.batchTitle, { n: cases.length })} onCancel={state === 'running' ? undefined : onClose} footer={null} mask={{ closable: false }} width={640} destroyOnHidden>
      <form className="dialog" onSubmit={(e) => void start(e)}>
        {state === 'asking'
          ? <TextField label={t.note} hint={t.noteHint} lines={3} maxLength={500} value={note} onChange={setNote} />
          : <Progress aria-label={t.batchUrge} percent={Math.round(((good + bad) / cases.length) * 100)} status={bad > 0 ? 'exception' : undefined} />}
        <div role="status">{told}{state === 'over' && good < cases.length && ` ${t.failedStay}`}</div>
        {state !== 'asking' && <Rows caption={t.result} columns={columns} rows={cases} rowKey={(c) => c.caseId} />}
        <div className="dialog-actions">
          {state === 'running' ? <Button onClick={() => stop.current?.abort()}>{t.batchStop}</Button> : <Button onClick={onClose}>{state === 'over' ? p.close : p.cancel}</Button>}
          {!isWhole && <Button type="primary" htmlType="submit" loading={state === 'running'}>{state === 'over' ? t.batchAgain : t.batchStart}</Button>}
        </div>
      </form>
    </Modal>
  );
}

function Result({ outcome }: { outcome: Outcome | undefined }) {
  const t = useTexts(boardTexts);
  if (outcome === undefined) return <>—</>;
  if (outcome.state === 'failed') return <span className="field-wrong"><span aria-hidden="true">✕ </span><ProblemText error={outcome.error} /></span>;
  return <StateMark tone={outcome.tasks > 0 ? 'good' : 'quiet'}>{outcome.tasks > 0 ? fill(t.urgedTasks, { n: outcome.tasks }) : t.nothingToUrge}</StateMark>;
}
