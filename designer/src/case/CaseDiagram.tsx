import { lazy, Suspense, useMemo, useState } from 'react';
import { fill, language, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { useDiagram, type Case } from './api';
import { useDepartmentNames, useTaskTitle } from './names';
import { caseTexts } from './texts';
import { dueDay } from '../shared/format';

const Diagram = lazy(() => import('../bpmn/Diagram'));

const shapes = { active: '●', done: '✓', cancelled: '✕', incident: '!' } as const;
const tones = { active: 'now', done: 'good', cancelled: 'quiet', incident: 'bad' } as const;

/** The drawing with the case's tokens, kept up to date; its outline tells the same and does the same. */
export function CaseDiagram({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  const wanted = language.use();
  const found = useDiagram(shown.caseId);
  const nameOf = useDepartmentNames(shown);
  const titleOf = useTaskTitle(shown);
  const [selected, setSelected] = useState<string | null>(null);
  const elements = found.data?.elements;

  const marks = useMemo(() => {
    const names = { active: t.tokenActive, done: t.tokenDone, cancelled: t.tokenCancelled, incident: t.tokenIncident };
    return (elements ?? []).map((e) => ({
      element: e.element,
      tone: tones[e.state],
      label: `${shapes[e.state]}${e.count > 1 ? ` ${e.count}` : ''}`,
      state: e.count > 1 ? `${names[e.state]} ×${e.count}` : names[e.state],
    }));
  }, [elements, wanted]);

  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const tasks = selected === null ? [] : shown.tasks.filter((task) => task.element === selected);
  const states = { open: t.taskOpen, claimed: t.taskClaimed, done: t.taskDone, cancelled: t.taskCancelled };
  return (
    <div className="case-diagram">
      <Suspense fallback={<Loading />}><Diagram xml={found.data.xml} marks={marks} selected={selected} onSelect={setSelected} /></Suspense>
      <div role="status" className="case-diagram-told">
        {tasks.map((task) => (
          <p key={task.taskId}>
            <strong>{titleOf(task)}</strong> · {nameOf(task.department)} · {states[task.state]}
            {task.assignee && ` · ${task.assignee}`}{task.dueAt && ` · ${fill(t.due, { day: dueDay(task.dueAt) })}`}
          </p>
        ))}
      </div>
    </div>
  );
}
