import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { ActionBar } from './actions/ActionBar';
import { actionTexts } from './actions/actions';
import { useActions } from './actions/useActions';
import { useCase } from './api';
import { CaseBody, CaseLinks } from './CaseBody';
import { caseTexts } from './texts';

/** The case page: /cases/:id. */
export default function CasePage() {
  const { id } = useParams<{ id: string }>();
  return <OneCase key={id} id={id} />;
}

function OneCase({ id }: { id: string }) {
  const t = useTexts(caseTexts);
  const found = useCase(id);
  const [told, setTold] = useState('');
  const actions = useActions(id, (name) => setTold(t[actionTexts[name].done]));
  if (found.isPending) return <Loading />;
  if (found.data === undefined) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="case-page panel">
      <p className="no-print"><Link href="/cases">{t.backToCases}</Link></p>
      <div role="status" className={told === '' ? 'visually-hidden' : 'told'}>{told}</div>
      <CaseBody shown={found.data} level={1} actions={actions} links={<CaseLinks shown={found.data} full />} work={<ActionBar shown={found.data} task={null} actions={actions} />} />
    </div>
  );
}
