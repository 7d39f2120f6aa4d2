import { useState } from 'react';
import { useLocation } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { CheckField, TextField } from '../parts/Field';
import { useDone } from '../parts/useDone';
import { count } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { beginRun, type IncidentGroup } from './api';
import { incidentTexts } from './texts';

/** Begins a bulk retry of a group, narrowed as the page is. */
export function BeginDialog({ group, region, jointItem, onClose }: { group: IncidentGroup; region: string; jointItem: string; onClose: () => void }) {
  const t = useTexts(incidentTexts);
  const done = useDone();
  const [, go] = useLocation();
  const [reason, setReason] = useState('');
  const [numbers, setNumbers] = useState({ sample: '3', atOnce: '20', tries: '1', haltAfter: '10' });
  const [goesOn, setGoesOn] = useState(false);
  const set = (change: Partial<typeof numbers>) => setNumbers({ ...numbers, ...change });
  const send = async (key: string) => {
    const run = await beginRun({
      cause: group.cause, reason: reason.trim(), region: region || undefined, jointItem: jointItem || undefined,
      sample: Number(numbers.sample), atOnce: Number(numbers.atOnce), tries: Number(numbers.tries), haltAfter: Number(numbers.haltAfter), goesOn,
    }, key);
    await done(t.begun, ['incidents']);
    onClose();
    go(`/retry-runs/${run.id}`);
  };
  return (
    <FormDialog title={fill(t.beginTitle, { n: count(group.incidents) })} submit={t.begin} isDisabled={reason.trim() === ''} onClose={onClose} onSubmit={send}>
      {(error) => (
        <>
          <p>{group.elementName} · <code>{group.code}</code> {group.pattern}</p>
          <p className="muted">{t.beginLead}</p>
          <TextField label={t.reason} lines={3} maxLength={2000} value={reason} onChange={setReason} error={error} at="$.reason" />
          <div className="pair">
            <TextField label={t.sample} type="number" min={1} max={50} value={numbers.sample} onChange={(sample) => set({ sample })} error={error} at="$.sample" />
            <TextField label={t.atOnce} hint={t.atOnceHint} type="number" min={1} max={200} value={numbers.atOnce} onChange={(atOnce) => set({ atOnce })} error={error} at="$.atOnce" />
            <TextField label={t.tries} type="number" min={1} max={100} value={numbers.tries} onChange={(tries) => set({ tries })} error={error} at="$.tries" />
            <TextField label={t.haltAfter} type="number" min={1} max={1000} value={numbers.haltAfter} onChange={(haltAfter) => set({ haltAfter })} error={error} at="$.haltAfter" />
          </div>
          <CheckField label={t.goesOn} checked={goesOn} onChange={setGoesOn} />
        </>
      )}
    </FormDialog>
  );
}
