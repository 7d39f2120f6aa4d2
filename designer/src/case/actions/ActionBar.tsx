import { Alert, Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useMine } from '../../shared/my';
import { useTexts } from '../../shared/texts';
import { Loading, ProblemText } from '../../staff/states';
import type { Case, CaseTask } from '../api';
import { caseTexts } from '../texts';
import { actionsOf, actionTexts, caseActionsOf, tone, type ActionName } from './actions';
import { isBlank, noOpinion } from './opinion';
import { OpinionForm } from './OpinionForm';
import type { Actions } from './useActions';

const OtherForm = lazy(() => import('./OtherForms'));

interface Props {
  shown: Case;
  /** The task worked on; null for what belongs to the case as a whole. */
  task: CaseTask | null;
  actions: Actions;
}

/** The buttons of a task or of the case, and under them the form that one of them opened. */
export function ActionBar({ shown, task, actions }: Props) {
  const t = useTexts(caseTexts);
  const names = task === null ? caseActionsOf(shown) : actionsOf(task);
  const { doing, busy, error } = actions;
  const mineOpen = doing !== null && doing.taskId === (task?.taskId ?? null);
  if (names.length === 0 && !mineOpen) return null;

  return (
    <div className="act no-print">
      {names.length > 0 && (
        <div className="act-row" role="group" aria-label={task === null ? t.caseActions : t.taskActions}>
          {names.map((name) => (
            <Button key={name} type={tone(name) === 'primary' ? 'primary' : 'default'} danger={tone(name) === 'danger'}
              aria-expanded={name === 'claim' || name === 'release' ? undefined : mineOpen && doing.name === name}
              loading={busy && doing === null && (name === 'claim' || name === 'release')}
              onClick={() => actions.start(name, task)}>{t[actionTexts[name].name]}</Button>
          ))}
          {task !== null && names.includes('opinion') && !(mineOpen && doing.name === 'opinion') && <DraftNote caseId={shown.caseId} taskId={task.taskId} />}
        </div>
      )}
      {error !== null && doing === null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
      {mineOpen && (doing.name === 'opinion' && task !== null
        ? <OpinionForm key={task.taskId} shown={shown} task={task} actions={actions} />
        : <Suspense fallback={<Loading />}><OtherForm key={`${doing.name} ${doing.taskId}`} name={doing.name as ActionName} shown={shown} task={task} actions={actions} /></Suspense>)}
    </div>
  );
}

function DraftNote({ caseId, taskId }: { caseId: string; taskId: number }) {
  const t = useTexts(caseTexts);
  const [kept] = useMine(`draft.opinion.${caseId}.${taskId}`, noOpinion);
  return isBlank(kept.value) ? null : <span className="quiet">✎ {t.draftWaits}</span>;
}
