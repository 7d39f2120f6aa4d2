import { memo } from 'react';
import { dueDay } from '../shared/format';
import { fill, useTexts, type Language } from '../shared/texts';
import { CardMark } from '../staff/marks';
import { kindName } from '../case/names';
import { UrgedMark } from '../case/Tasks';
import { caseTexts } from '../case/texts';
import { keyOf, type Task } from './api';
import { inboxTexts } from './texts';

interface Props {
  task: Task;
  /** In the page's language. */
  title: string;
  me: string;
  /** Drawn again when it changes. */
  wanted: Language;
  isOpen: boolean;
  isCursor: boolean;
  isSelected: boolean;
  onOpen: (task: Task) => void;
  onSelect: (task: Task, on: boolean) => void;
  onFocus: (key: string) => void;
}

/** Only reviews take one opinion for many. */
export const selectable = (task: Task): boolean => task.kind === 'review' && (task.state === 'open' || task.state === 'claimed');

/** A line of the inbox: what, whose, by when. */
export const TaskRow = memo(function TaskRow({ task, title, me, isOpen, isCursor, isSelected, onOpen, onSelect, onFocus }: Props) {
  const t = useTexts(inboxTexts);
  const ct = useTexts(caseTexts);
  const who = task.assignee === null ? t.unclaimed : task.assignee === me ? t.mineMark : task.assignee;
  return (
    <div className={`row${isOpen ? ' row-open' : ''}${isCursor ? ' row-cursor' : ''}`}>
      {selectable(task)
        ? <label className="row-tick"><input type="checkbox" tabIndex={isCursor ? 0 : -1} checked={isSelected} aria-label={fill(t.select, { title, number: task.caseNumber })} onChange={(e) => onSelect(task, e.target.checked)} /></label>
        : <span className="row-tick" />}
      <a className="row-link" href={`/inbox/${keyOf(task)}`} data-row={keyOf(task)} tabIndex={isCursor ? 0 : -1} aria-current={isOpen ? 'true' : undefined}
        onFocus={() => onFocus(keyOf(task))}
        onClick={(e) => {
          if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
          e.preventDefault();
          onOpen(task);
        }}>
        <span className="row-top"><strong>{title}</strong><span className="row-marks">{task.urged && <UrgedMark />}<CardMark card={task.card} /></span></span>
        <span className="row-name">{task.applicantName ?? t.hiddenName}</span>
        <span className="row-foot quiet">
          <span className="number">{task.caseNumber}</span>
          <span>{ct[kindName[task.kind]]} · {who}</span>
          <span>{task.dueAt ? fill(t.due, { day: dueDay(task.dueAt) }) : task.closedAt ? dueDay(task.closedAt) : t.stoppedOrNone}</span>
        </span>
      </a>
    </div>
  );
});
