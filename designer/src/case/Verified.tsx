import { Button } from 'antd';
import { exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import { useVerification } from './api';
import { caseTexts } from './texts';

/** 存证: the case's chain of hashes, checked now. */
export function Verified({ caseId }: { caseId: string }) {
  const t = useTexts(caseTexts);
  const checked = useVerification(caseId);
  if (checked.isPending) return <Loading />;
  if (checked.isError) return <Failed error={checked.error} onRetry={() => void checked.refetch()} />;
  const found = checked.data;
  return (
    <>
      <p role="status">
        {found.intact ? <StateMark tone="good">{t.intact}</StateMark> : <StateMark tone="bad">{t.broken}</StateMark>}
        {' '}{fill(t.checkedEvents, { n: found.events })} · {exact(found.checkedAt)}
      </p>
      {found.broken && <p className="wrong">{fill(t.brokenAt, { version: found.broken.version, rule: found.broken.rule })}</p>}
      <p className="quiet hash">{fill(t.headHash, { version: found.head.version })} <code>{found.head.hash}</code></p>
      <Button className="no-print" loading={checked.isFetching} onClick={() => void checked.refetch()}>{t.checkAgain}</Button>
    </>
  );
}
