import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { ProblemText } from '../staff/states';
import { FormFrame } from '../case/actions/FormFrame';
import { bodyOf, noOpinion, wrongWith, type OpinionDraft } from '../case/actions/opinion';
import { useLineTitle } from '../case/names';
import { OpinionFields } from '../case/actions/OpinionFields';
import { keyOf, type Task } from './api';
import { sendAll, type RowState } from './batch';
import { inboxTexts } from './texts';

interface Props {
  selected: ReadonlyMap<string, Task>;
  /** Recorded: these are no longer selected. */
  onGood: (keys: string[]) => void;
  onClose: () => void;
}

const kinds = ['positive', 'negative', 'conditional', 'advisory'] as const;

/** One opinion for several reviews; each is recorded for itself, and what is refused stays selected. */
export default function Batch({ selected, onGood, onClose }: Props) {
  const t = useTexts(inboxTexts);
  const client = useQueryClient();
  const [draft, setDraft] = useState<OpinionDraft>(noOpinion);
  const [asked, setAsked] = useState(false);
  // The tasks of the run under way or of the last one; between runs, what is selected.
  const [run, setRun] = useState<readonly Task[] | null>(null);
  const [states, setStates] = useState<ReadonlyMap<string, RowState>>(new Map());
  const [busy, setBusy] = useState(false);
  const [stopped, setStopped] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const tasks = run ?? [...selected.values()];
  const titleOf = useLineTitle(tasks.map((task) => task.jointItem));
  const countOf = (at: RowState['at']) => [...states.values()].filter((s) => s.at === at).length;
  const wrong = asked ? wrongWith(draft) : null;

  const send = async () => {
    setAsked(true);
    if (wrongWith(draft) !== null || busy || selected.size === 0) return;
    const now = [...selected.values()];
    stop.current = new AbortController();
    setRun(now);
    setStopped(false);
    setStates(new Map(now.map((task) => [keyOf(task), { at: 'waiting' }])));
    setBusy(true);
    const good: string[] = [];
    await sendAll(now, bodyOf(draft), stop.current.signal, (key, state) => {
      if (state.at === 'good') good.push(key);
      setStates((before) => new Map(before).set(key, state));
    });
    await Promise.all(['tasks', 'cases', 'case', 'board'].map((name) => client.invalidateQueries({ queryKey: [name] })));
    onGood(good);
    setStopped(stop.current.signal.aborted);
    setBusy(false);
  };
  const progress = { done: countOf('good') + countOf('bad'), all: tasks.length, good: countOf('good'), bad: countOf('bad') };

  return (
    <div className="batch">
      <FormFrame title={fill(t.batchTitle, { n: selected.size })} submit={fill(t.batchSend, { n: selected.size })} busy={busy} error={null} onSubmit={() => void send()} onCancel={onClose} cancel={t.batchClose}
        foot={<>
          {busy && <Button onClick={() => stop.current?.abort()}>{t.batchStop}</Button>}
          <span role="status">{busy ? fill(t.batchProgress, progress) : run === null ? '' : stopped ? t.batchStopped : fill(t.batchEnd, progress)}</span>
        </>}>
        <p>{fill(t.batchIntro, { n: selected.size })}</p>
        {busy && <progress max={tasks.length} value={progress.done} aria-label={fill(t.batchProgress, progress)} />}
        <OpinionFields id="batch" draft={draft} kinds={kinds} wrong={wrong} onChange={setDraft} />
      </FormFrame>
      <ol className="batch-rows">
        {tasks.map((task) => <BatchRow key={keyOf(task)} task={task} title={titleOf(task)} state={states.get(keyOf(task))} />)}
      </ol>
    </div>
  );
}

function BatchRow({ task, title, state }: { task: Task; title: string; state: RowState | undefined }) {
  const t = useTexts(inboxTexts);
  return (
    <li>
      <span><strong>{task.applicantName ?? t.hiddenName}</strong> <span className="quiet">{title} · <span className="number">{task.caseNumber}</span></span></span>
      {state?.at === 'good' && <StateMark tone="good">{t.rowGood}</StateMark>}
      {state?.at === 'sending' && <StateMark tone="now">{t.rowSending}</StateMark>}
      {state?.at === 'waiting' && <StateMark tone="quiet">{t.rowWaiting}</StateMark>}
      {state?.at === 'bad' && <><StateMark tone="bad">{t.rowBad}</StateMark><span className="wrong"><ProblemText error={state.error} /></span></>}
    </li>
  );
}
