import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { Link } from 'wouter';
import { Failed, Loading } from '../staff/states';
import { CardMark } from '../staff/marks';
import { useTexts } from '../shared/texts';
import { ActionBar } from '../case/actions/ActionBar';
import { actionsOf, type ActionName } from '../case/actions/actions';
import { useActions } from '../case/actions/useActions';
import { useCase } from '../case/api';
import { CaseBody, CaseLinks } from '../case/CaseBody';
import { clockOf, remainingText } from '../case/clocks';
import { kindName } from '../case/names';
import { UrgedMark, Urges } from '../case/Tasks';
import { TaskTitle } from '../case/parts';
import { caseTexts } from '../case/texts';
import { inboxTexts } from './texts';

/** What the keyboard asks of the open case. */
export interface PaneHandle {
  start(name: ActionName): void;
}

interface Props {
  caseId: string;
  taskId: number | null;
  listed: boolean;
  /** Started as soon as the case is there: a key was pressed on its row. */
  want: ActionName | null;
  /** Take the focus: the page moved on by itself. */
  takeFocus: boolean;
  onDone: (name: ActionName) => void;
  onWanted: () => void;
  /** What can be done with the task now. */
  onNames: (names: ActionName[]) => void;
  onBack: () => void;
  narrow: boolean;
  handle: Ref<PaneHandle>;
}

/** The third pane: the case with the task in hand. */
export function CasePane({ caseId, taskId, listed, want, takeFocus, onDone, onWanted, onNames, onBack, narrow, handle }: Props) {
  const t = useTexts(inboxTexts);
  const ct = useTexts(caseTexts);
  const found = useCase(caseId);
  const actions = useActions(caseId, onDone);
  const box = useRef<HTMLDivElement>(null);
  const shown = found.data;
  const task = shown?.tasks.find((one) => one.taskId === taskId) ?? (taskId === null ? shown?.tasks.find((one) => one.actions.length > 0) : undefined) ?? null;
  const names = task === null ? [] : actionsOf(task);

  useImperativeHandle(handle, () => ({ start: (name) => actions.start(name, task) }));
  useEffect(() => onNames(names), [names.join(' ')]);
  useEffect(() => () => onNames([]), []);
  useEffect(() => {
    if (want === null || shown === undefined) return;
    if (names.includes(want)) actions.start(want, task);
    onWanted();
  }, [want, shown !== undefined]);
  useEffect(() => {
    if (takeFocus && shown !== undefined) box.current?.querySelector<HTMLElement>('.case-title')?.focus();
  }, [takeFocus, shown !== undefined]);

  const back = narrow && <p><Link href="/inbox" onClick={onBack}>{t.back}</Link></p>;
  if (found.isPending) return <>{back}<Loading /></>;
  if (shown === undefined) return <>{back}<Failed error={found.error} onRetry={() => void found.refetch()} /></>;
  const clock = task === null ? undefined : clockOf(shown, task);
  return (
    <div ref={box} className="pane-case">
      {back}
      {!listed && <p className="quiet" role="status">{t.notInList}</p>}
      <CaseBody shown={shown} level={2} actions={actions} clocks={task === null ? undefined : ['case', task.kind === 'intake' ? 'intake' : `task-${task.taskId}`]}
        links={<CaseLinks shown={shown} full={false} />}
        work={
          <section className="work" aria-label={ct.taskActions}>
            {task === null ? <p className="quiet">{t.taskGone}</p> : (
              <div className="work-head">
                <h3><TaskTitle shown={shown} task={task} /></h3>
                <span className="quiet">{ct[kindName[task.kind]]}{names.length === 0 && task.closedAt ? ` · ${t.taskOver}` : ''}</span>
                {task.urges.length > 0 && <UrgedMark />}
                <CardMark card={task.card} />
                {clock && clock.state !== 'ended' && <strong className="clock-left">{remainingText(clock, ct)}</strong>}
                {task.basis && <span className="quiet">{task.basis}</span>}
                <Urges task={task} />
              </div>
            )}
            {task !== null && <ActionBar shown={shown} task={task} actions={actions} />}
            <ActionBar shown={shown} task={null} actions={actions} />
          </section>
        } />
    </div>
  );
}
