import { useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { fill, useTexts } from '../shared/texts';
import { ProblemText } from '../staff/states';
import { submit } from './actions/intents';
import { casePath, refreshed, type Case } from './api';
import { caseTexts } from './texts';

type Steps = NonNullable<Case['startable']>;

/** Steps whose order the model leaves open (即席子流程): each may be started, also once more, while its sub-process runs. */
export function Startable({ shown, steps }: { shown: Case; steps: Steps }) {
  const t = useTexts(caseTexts);
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const start = async ({ activity, element, name }: Steps[number]) => {
    setBusy(`${activity} ${element}`);
    setError(null);
    setDone(null);
    try {
      await submit(`${casePath(shown.caseId)}/startable-steps`, { activity, element });
      await refreshed(client, shown.caseId);
      setDone(name);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {[...new Set(steps.map((step) => step.activity))].map((activity) => {
        const inside = steps.filter((step) => step.activity === activity);
        return (
          <section key={activity}>
            <p>{inside[0]?.subProcess}</p>
            <Space wrap>
              {inside.map((step) => (
                <Button key={step.element} loading={busy === `${step.activity} ${step.element}`} disabled={busy !== null} onClick={() => void start(step)}>
                  {fill(t.startStep, { name: step.name })}
                </Button>
              ))}
            </Space>
          </section>
        );
      })}
      <div role="status">{done !== null && fill(t.startedStep, { name: done })}</div>
      {error !== null && <div className="wrong" role="alert"><ProblemText error={error} /></div>}
    </>
  );
}
