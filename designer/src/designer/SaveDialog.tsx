import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { useTexts } from '../shared/texts';
import { designerTexts } from './texts';

export function SaveDialog({ onSave, onClose }: { onSave: (note: string) => Promise<void>; onClose: () => void }) {
  const t = useTexts(designerTexts);
  const [note, setNote] = useState('');
  return (
    <FormDialog title={t.saveQuick} submit={t.save} onClose={onClose} onSubmit={() => onSave(note.trim())}>
      <TextField label={t.saveNote} value={note} onChange={setNote} required={false} maxLength={500} lines={3} />
    </FormDialog>
  );
}
