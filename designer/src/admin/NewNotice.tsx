import { Alert, Button } from 'antd';
import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { partTexts } from '../parts/texts';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { api } from '../shared/api';
import { dueDay, exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty, ProblemText } from '../staff/states';
import type { Calendar, Move } from './api';
import { calendarTexts } from './calendarTexts';
import { readNotices } from './days';

interface PreviewAnswer {
  checked: number;
  nextCursor: string | null;
  moves: Move[];
}

interface Preview {
  state: 'running' | 'done' | 'stopped';
  checked: number;
  moves: Move[];
}

/** The calendar's next version, whole: what it says already, and the new notices. */
const nextVersion = (calendar: Calendar, notices: unknown[]) => ({
  name: calendar.name, notices: [...calendar.notices, ...notices], base: calendar.base, hours: calendar.hours,
});

/** A new State Council notice: pasted or uploaded, previewed over all open cases, then published. */
export function NewNotice({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const t = useTexts(calendarTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [asking, setAsking] = useState(false);
  const running = useRef<AbortController | null>(null);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => () => running.current?.abort(), []);

  const change = (next: string) => {
    running.current?.abort();
    setText(next);
    setWrong(null);
    setError(null);
    setPreview(null);
  };
  const notices = (): unknown[] | null => {
    const read = readNotices(text);
    if ('notices' in read) return read.notices;
    setWrong(fill(t.notJson, { error: read.error }));
    return null;
  };
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    if (chosen !== undefined) change(await chosen.text());
    event.target.value = '';
  };

  const start = async () => {
    const given = notices();
    if (given === null) return;
    const body = nextVersion(calendar, given);
    const ending = new AbortController();
    running.current?.abort();
    running.current = ending;
    setError(null);
    let seen: Preview = { state: 'running', checked: 0, moves: [] };
    setPreview(seen);
    try {
      // Each answer goes over a bounded number of cases; its cursor says where the next one begins.
      for (let cursor: string | null = ''; cursor !== null;) {
        const answer: PreviewAnswer = await api.post<PreviewAnswer>(
          `/api/calendars/${calendar.code}/preview`, { ...body, cursor: cursor === '' ? null : cursor }, { signal: ending.signal });
        cursor = answer.nextCursor;
        seen = { state: cursor === null ? 'done' : 'running', checked: seen.checked + answer.checked, moves: [...seen.moves, ...answer.moves] };
        setPreview(seen);
      }
    } catch (problem) {
      if (running.current !== ending) return;
      setPreview(seen.checked > 0 || ending.signal.aborted ? { ...seen, state: 'stopped' } : null);
      if (!ending.signal.aborted) setError(problem);
    }
  };

  const publish = async (key: string) => {
    const given = notices();
    if (given === null) return;
    try {
      const answer = await api.put<{ version: number }>(`/api/calendars/${calendar.code}`, nextVersion(calendar, given), { key });
      await done(fill(t.publishedN, { n: answer.version }), ['calendar'], ['calendars']);
      onClose();
    } catch (problem) {
      setAsking(false);
      setError(problem);
    }
  };

  const clockName = (clock: string) => {
    if (clock === 'case' || clock === 'intake' || clock === 'delivery') return t[`clock_${clock}`];
    return fill(t.clock_task, { n: clock.replace('task-', '') });
  };
  const columns: Column<Move>[] = [
    { key: 'number', title: t.caseNumber, isName: true, show: (m) => <Link href={`/cases/${m.caseId}`}>{m.caseNumber}</Link>, cell: (m) => m.caseNumber },
    { key: 'title', title: t.title, show: (m) => m.title, cell: (m) => m.title },
    { key: 'clock', title: t.clock, show: (m) => clockName(m.clock), cell: (m) => clockName(m.clock) },
    { key: 'old', title: t.oldDue, show: (m) => dueDay(m.oldDueAt), cell: (m) => exact(m.oldDueAt) },
    { key: 'new', title: t.newDue, show: (m) => dueDay(m.newDueAt), cell: (m) => exact(m.newDueAt) },
  ];
  const told = preview && fill({ running: t.previewing, done: t.previewed, stopped: t.previewStopped }[preview.state], { n: preview.checked, m: preview.moves.length });
  const example = JSON.stringify({ year: new Date().getFullYear() + 1, published: null, source: '国务院办公厅关于部分节假日安排的通知', off: [`${new Date().getFullYear() + 1}-01-01/${new Date().getFullYear() + 1}-01-03`], makeUp: [], half: [] }, null, 2);

  return (
    <section className="panel stack" aria-labelledby="new-notice">
      <h3 id="new-notice">{t.addNotice}</h3>
      <p>{t.noticeLead}</p>
      <TextField label={t.noticeJson} lines={10} value={text} onChange={change} error={error} at={`$.notices[${calendar.notices.length}]`} />
      {wrong !== null && <Alert type="error" role="alert" title={wrong} />}
      {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
      <div className="bar">
        <input ref={file} type="file" accept=".json,application/json" hidden aria-label={t.upload} onChange={(e) => void take(e)} />
        <Button onClick={() => file.current?.click()}>{t.upload}</Button>
        {text === '' && <Button onClick={() => change(example)}>{t.sample}</Button>}
        {preview?.state === 'running'
          ? <Button onClick={() => running.current?.abort()}>{t.stop}</Button>
          : <Button disabled={text.trim() === ''} onClick={() => void start()}>{t.preview}</Button>}
        <Button type="primary" disabled={text.trim() === '' || preview?.state === 'running'} onClick={() => notices() !== null && setAsking(true)}>{t.publish}</Button>
        <Button onClick={onClose}>{p.cancel}</Button>
      </div>
      {told && <p role="status">{told}</p>}
      {preview !== null && preview.state !== 'running' && (
        <>
          <div className="panel-head"><h3>{t.moves}</h3><CsvButton name={`calendar-${calendar.code}-moves`} columns={columns} rows={preview.moves} /></div>
          <PagedRows caption={t.moves} columns={columns} rows={preview.moves} rowKey={(m) => `${m.caseId}.${m.clock}`} empty={<Empty>{t.noMoves}</Empty>} />
        </>
      )}
      {asking && (
        <FormDialog title={t.publish} submit={t.publish} onClose={() => setAsking(false)} onSubmit={publish}>
          <p>{t.publishAsk}</p>
          <p>{preview?.state === 'done' ? told : t.publishUnseen}</p>
        </FormDialog>
      )}
    </section>
  );
}
