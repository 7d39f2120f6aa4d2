import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { useTexts } from '../shared/texts';
import { skipIncident } from './api';
import { incidentTexts } from './texts';

/** Says what a failed step would have given; the flow goes on behind it. */
export function SkipDialog({ caseId, incident, element, onDone, onClose }: { caseId: string; incident: number; element: string; onDone: () => Promise<void>; onClose: () => void }) {
  const t = useTexts(incidentTexts);
  const [reason, setReason] = useState('');
  const [output, setOutput] = useState('');
  const read = objectOf(output);
  const send = async (key: string) => {
    await skipIncident(caseId, incident, reason.trim(), read ?? {}, key);
    await onDone();
    onClose();
  };
  return (
    <FormDialog title={`${t.skipTitle}: ${element}`} submit={t.skip} isDangerous isDisabled={reason.trim() === '' || read === null} onClose={onClose} onSubmit={send}>
      {(error) => (
        <>
          <p>{t.skipLead}</p>
          <TextField label={t.skipReason} lines={3} maxLength={2000} value={reason} onChange={setReason} error={error} at="$.reason" />
          <TextField label={t.output} required={false} lines={4} value={output} onChange={setOutput} hint={read === null ? t.outputWrong : undefined} error={error} at="$.output" />
        </>
      )}
    </FormDialog>
  );
}

/** The object that a text says, empty for an empty text; null when it says none. */
export function objectOf(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
