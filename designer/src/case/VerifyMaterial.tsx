import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { fill, pick, useTexts } from '../shared/texts';
import { ProblemText } from '../staff/states';
import { submit } from './actions/intents';
import { casePath, refreshed, type CaseMaterial } from './api';
import { instantTexts } from './instantTexts';
import { caseTexts } from './texts';

/** 核验: the window held a paper against its original. */
export function VerifyMaterial({ caseId, material }: { caseId: string; material: CaseMaterial }) {
  const t = useTexts(instantTexts);
  const c = useTexts(caseTexts);
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [until, setUntil] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const id = `until-${material.fileId}`;
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await submit(`${casePath(caseId)}/materials/verify`, { material: material.material, fileId: material.fileId, ...(until === '' ? {} : { validUntil: until }) });
      await refreshed(client, caseId);
      setOpen(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  if (!isOpen) return <Button aria-label={fill(t.verifyOf, { name: pick(material.name) })} onClick={() => setOpen(true)}>{t.verify}</Button>;
  return (
    <div className="act-field">
      <label htmlFor={id}>{t.verifyUntil}</label>
      <Input id={id} type="date" value={until} autoFocus onChange={(e) => setUntil(e.target.value)} />
      <div className="act-row">
        <Button type="primary" loading={busy} onClick={() => void send()}>{t.verifyMeans}</Button>
        <Button onClick={() => setOpen(false)}>{c.cancel}</Button>
      </div>
      {error !== null && <span className="wrong" role="alert"><ProblemText error={error} /></span>}
    </div>
  );
}
