import { useRef, useState } from 'react';
import { api, newKey } from '../api';
import { useTexts, type Text } from '../texts';
import type { DraftFile } from './draft';
import { MaterialCard } from './materials';
import { Notice, ProblemText } from './notice';
import { formTexts } from './texts';
import type { Material } from './types';
import { useUploads } from './useUploads';

export interface MissingMaterial {
  material: string;
  name: Text;
  reason: string;
}

/** Uploads for what is missing (补正) or was promised, handed in together; by the applicant, or by the window in the applicant's name. */
export function Supplement({ caseId, missing, onSent, route = 'supplement', submit }: {
  caseId: string;
  missing: readonly MissingMaterial[];
  onSent: () => void;
  route?: 'supplement' | 'hand-in-later';
  submit?: string;
}) {
  const t = useTexts(formTexts);
  const [files, setFiles] = useState<DraftFile[]>([]);
  const { uploads, list: sending } = useUploads((file) => setFiles((before) => [...before, file]));
  const [error, setError] = useState<unknown>(null);
  const [isEmpty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const intent = useRef<{ text: string; key: string } | null>(null);
  const isUploading = sending.some((u) => u.state !== 'failed');

  const send = async () => {
    setError(null);
    setEmpty(files.length === 0);
    if (files.length === 0) return;
    setBusy(true);
    const body = { materials: files.map((f) => ({ material: f.material!, fileId: f.fileId })) };
    const text = JSON.stringify(body);
    if (intent.current?.text !== text) intent.current = { text, key: newKey() };
    try {
      await api.post(`/api/cases/${caseId}/${route}`, body, { key: intent.current.key });
      onSent();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <>
      {missing.map((m) => {
        const material: Material = { code: m.material, name: m.name, neededBy: [], required: true, main: true };
        return (
          <MaterialCard
            heading="h3"
            key={m.material} needed={{ material, required: true, neededBy: [] }} reason={m.reason} error={null} uploads={uploads}
            files={files.filter((f) => f.material === m.material)} sending={sending.filter((u) => u.material === m.material)}
            onRemove={(file) => setFiles((before) => before.filter((f) => f.fileId !== file.fileId))}
          />
        );
      })}
      {isEmpty && <Notice tone="bad">{t.supplementEmpty}</Notice>}
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <button type="button" className="f-button f-primary" disabled={busy || isUploading} onClick={() => void send()}>{submit ?? t.supplementSend}</button>
    </>
  );
}
