import { Alert, Button } from 'antd';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { TextPair } from '../parts/Field';
import { useUsualRegion } from '../parts/places';
import { useDone } from '../parts/useDone';
import { ApiProblem } from '../shared/api';
import { dayTime } from '../shared/format';
import { fill, pick, useTexts, type Text } from '../shared/texts';
import { loadModel, modelsKey, publishModel, type Published } from './api';
import { countsOf } from './CheckView';
import { decisionTexts } from './texts';
import type { CheckState } from './useCheck';
import type { Work } from './work';

interface Props {
  code: string;
  work: Work;
  check: CheckState;
  onClose: () => void;
  onName: (name: Text) => void;
  onBase: (version: number) => void;
  onCompare: (version: number) => void;
  onTheirs: () => Promise<void>;
  onPublished: () => Promise<void>;
}

/** Publishes the next version. Where another one was published meanwhile, the designer says what holds. */
export function PublishDialog({ code, work, check, onClose, onName, onBase, onCompare, onTheirs, onPublished }: Props) {
  const t = useTexts(decisionTexts);
  const done = useDone();
  const region = useUsualRegion('designer', 'administrator');
  const [theirs, setTheirs] = useState<Published | null>(null);
  const counts = countsOf(check.checked);
  const isBlocked = check.checked?.deployable === false;

  const submit = async (key: string) => {
    const latest = await latestOf(code);
    if (latest !== null && latest.version !== work.baseVersion) {
      setTheirs(latest);
      return;
    }
    try {
      const { version } = await publishModel(code, { name: work.name, model: work.model, baseVersion: work.baseVersion }, work.baseVersion === 0 ? region || undefined : undefined, key);
      await done(fill(t.published, { n: version }), modelsKey);
      await onPublished();
    } catch (problem) {
      // Somebody was faster by a moment.
      if (problem instanceof ApiProblem && problem.status === 409) setTheirs(await latestOf(code));
      throw problem;
    }
  };
  const isNamed = work.name.zh.trim() !== '' && work.name.en.trim() !== '';
  return (
    <FormDialog title={fill(t.publishTitle, { name: pick(work.name) || code })} submit={t.publish} onClose={onClose} onSubmit={submit} isDisabled={!isNamed || isBlocked || theirs !== null || check.isChecking}>
      {(error) => (
        <>
          {check.checked && (
            <Alert type={isBlocked ? 'error' : counts.warnings > 0 ? 'warning' : 'success'} role="status"
              title={isBlocked ? `${t.publishBlocked} ${fill(t.counts, counts)}` : counts.warnings > 0 ? fill(t.publishWarned, { n: counts.warnings }) : t.publishClean} />
          )}
          {theirs && (
            <Alert type="warning" role="alert" title={fill(t.moved, { n: theirs.version, at: dayTime(theirs.publishedAt) })} description={
              <div className="stack">
                <Button type="primary" onClick={() => onCompare(theirs.version)}>{t.lookAtTheirs}</Button>
                <Button onClick={() => { onBase(theirs.version); setTheirs(null); }}>{t.publishOver}</Button>
                <Button danger onClick={() => void onTheirs()}>{t.takeTheirs}</Button>
              </div>} />
          )}
          <TextPair label={t.name} value={work.name} onChange={onName} error={error} at="$.name" />
          <p>{t.publishMeans}</p>
        </>
      )}
    </FormDialog>
  );
}

const latestOf = (code: string): Promise<Published | null> =>
  loadModel(code).catch((problem: unknown) => {
    if (problem instanceof ApiProblem && problem.status === 404) return null;
    throw problem;
  });
