import { useRef, useState } from 'react';
import { api, newKey } from '../shared/api';
import type { DraftFile } from '../shared/form/draft';
import { MaterialCard } from '../shared/form/materials';
import type { Material } from '../shared/form/types';
import { useUploads } from '../shared/form/useUploads';
import { useTexts } from '../shared/texts';
import type { Progress } from './progress';
import { Notice, ProblemText } from './states';
import { progressTexts } from './texts';

/** Uploads for what is missing, handed in together. */
export function Supplement({ caseId, progress, onSent }: { caseId: string; progress: Progress; onSent: () => void }) {
  const t = useTexts(progressTexts);
  const [files, setFiles] = useState<DraftFile[]>([]);
  const { uploads, list: sending } = useUploads((file) => setFiles((before) => [...before, file]));
  const [error, setError] = useState<unknown>(null);
  const [isEmpty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef<{ body: string; key: string } | null>(null);
  const isUploading = sending.some((u) => u.state !== 'failed');

  const send = async () => {
    setError(null);
    setEmpty(files.length === 0);
    if (files.length === 0) return;
    setBusy(true);
    const body = { materials: files.map((f) => ({ material: f.material!, fileId: f.fileId })) };
    const text = JSON.stringify(body);
    if (key.current?.body !== text) key.current = { body: text, key: newKey() };
    try {
      await api.post(`/api/cases/${caseId}/supplement`, body, { key: key.current.key });
      onSent();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <>
      {progress.missing.map((m) => {
        const material: Material = { code: m.material, name: m.name, neededBy: [], required: true, main: true };
        return (
          <MaterialCard
            key={m.material} needed={{ material, required: true, neededBy: [] }} reason={m.reason} error={null} uploads={uploads}
            files={files.filter((f) => f.material === m.material)} sending={sending.filter((u) => u.material === m.material)}
            onRemove={(file) => setFiles((before) => before.filter((f) => f.fileId !== file.fileId))}
          />
        );
      })}
      {isEmpty && <Notice tone="bad">{t.supplementEmpty}</Notice>}
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <button type="button" className="f-button f-primary" disabled={busy || isUploading} onClick={() => void send()}>{t.supplementSend}</button>
    </>
  );
}
