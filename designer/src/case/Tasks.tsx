import { dayTime, dueDay } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { CardMark, StateMark } from '../staff/marks';
import type { Case, CaseTask } from './api';
import { ActionBar } from './actions/ActionBar';
import type { Actions } from './actions/useActions';
import { kindName, useDepartmentNames, useTaskTitle } from './names';
import { Waiting } from './Reviews';
import { moveTexts } from './moveTexts';
import { caseTexts } from './texts';

const tones = { open: 'quiet', claimed: 'now', done: 'good', cancelled: 'quiet' } as const;

/** Every task that the caller sees, the open ones first, with what may be done where `actions` is given. */
export function Tasks({ shown, actions }: { shown: Case; actions: Actions | null }) {
  const t = useTexts(caseTexts);
  const nameOf = useDepartmentNames(shown);
  const titleOf = useTaskTitle(shown);
  const states = { open: t.taskOpen, claimed: t.taskClaimed, done: t.taskDone, cancelled: t.taskCancelled };
  const live = (task: CaseTask) => task.state === 'open' || task.state === 'claimed';
  const sorted = [...shown.tasks].sort((a, b) => Number(live(b)) - Number(live(a)) || a.taskId - b.taskId);
  return (
    <ul className="parts">
      {sorted.map((task) => (
        <li key={task.taskId}>
          <div className="part-name">
            <strong>{titleOf(task)}</strong>
            <div className="quiet">{t[kindName[task.kind]]} · {nameOf(task.department)}</div>
            {task.basis && <div className="quiet">{fill(t.basisIs, { basis: task.basis })}</div>}
            {live(task) && <Urges task={task} />}
          </div>
          <div className="part-state">
            <StateMark tone={tones[task.state]} shape={task.state === 'cancelled' ? '—' : undefined}>{states[task.state]}</StateMark>
            <CardMark card={task.card} />
            {task.urges.length > 0 && <UrgedMark />}
            {task.assignee && <span className="quiet">{fill(live(task) ? t.heldBy : t.doneBy, { who: task.assignee })}</span>}
            <span className="quiet">{task.closedAt ? dayTime(task.closedAt) : task.dueAt ? fill(t.due, { day: dueDay(task.dueAt) }) : dayTime(task.openedAt)}</span>
            {task.timeout === 'consent' && live(task) && <span className="quiet">{t.consentRule}</span>}
            {task.timeout === 'refuse' && live(task) && <span className="quiet">{t.refuseRule}</span>}
            {live(task) && <Waiting reasons={task.waitsFor} />}
            {live(task) && task.moves && <Moves moves={task.moves} />}
            {task.policy === 'advisory' && <span className="quiet">{t.advisoryRule}</span>}
          </div>
          {actions !== null && <ActionBar shown={shown} task={task} actions={actions} />}
        </li>
      ))}
    </ul>
  );
}

/** Which round it is, who prepares it, for whom and why. */
function Moves({ moves }: { moves: NonNullable<CaseTask['moves']> }) {
  const t = useTexts(moveTexts);
  return (
    <>
      {moves.round > 1 && <span className="quiet">{fill(t.round, { n: moves.round })}</span>}
      {moves.delegatedTo && <span className="quiet">{fill(t.preparedBy, { who: moves.delegatedTo })}</span>}
      {moves.delegatedBy && <span className="quiet">{fill(t.askedBy, { who: moves.delegatedBy })}</span>}
      {moves.note && <span className="quiet">{moves.note}</span>}
    </>
  );
}

/** Who urged it, when and with which words. */
export function Urges({ task }: { task: CaseTask }) {
  return <>{task.urges.map((u) => <div key={u.at} className="quiet">‼ {dayTime(u.at)} · {u.by}: {u.note}</div>)}</>;
}

/** 催办: somebody waits for it. */
export function UrgedMark() {
  const t = useTexts(caseTexts);
  return <span className="mark mark-urged"><span aria-hidden="true">‼</span>{t.urged}</span>;
}
