import { useContext, useRef } from 'react';
import { ApiProblem } from '../api';
import { bytes } from '../format';
import { fill, pick, useTexts } from '../texts';
import type { DraftFile } from './draft';
import { FormManner, Need } from './field';
import type { NeededMaterial } from './inputs';
import { formTexts } from './texts';
import { ChecksumDiffers, type Uploads, type UploadState } from './upload';

interface CardProps {
  needed: NeededMaterial;
  files: readonly DraftFile[];
  sending: readonly UploadState[];
  uploads: Uploads;
  onRemove: (file: DraftFile) => void;
  error: string | null;
  /** Level of its heading within the page. */
  heading?: 'h2' | 'h3';
  /** Said in place of the hint of the joint list, for instance why it has to be handed in again. */
  reason?: string;
}

/** One material: who needs it, what is there, and the way to add to it. */
export function MaterialCard({ needed, files, sending, uploads, onRemove, error, reason, heading: Heading = 'h2' }: CardProps) {
  const t = useTexts(formTexts);
  const { manner } = useContext(FormManner);
  const { material, required, neededBy } = needed;
  const id = `material-${material.code}`;
  const name = pick(material.name);
  return (
    <section className={error ? 'f-material f-wrong' : 'f-material'} id={id} aria-labelledby={`${id}-name`}>
      <div className="f-material-head">
        <Heading id={`${id}-name`}>{name}</Heading>
        <span className={required ? 'f-required' : 'f-optional'}>{required ? t.materialRequired : t.materialOptional}</span>
        {!material.main && manner !== 'simple' && <span className="f-optional">{t.minor}</span>}
      </div>
      {reason ? <div className="f-hint">{reason}</div> : material.hint ? <div className="f-hint">{pick(material.hint)}</div> : null}
      {manner !== 'simple' && neededBy.length > 0 && <Need codes={neededBy} />}
      {(files.length > 0 || sending.length > 0) && (
        <ul className="f-files">
          {files.map((f) => <FileLine key={f.fileId} file={f} onRemove={() => onRemove(f)} />)}
          {sending.map((u) => <SendingLine key={u.id} upload={u} uploads={uploads} />)}
        </ul>
      )}
      {error ? <div className="f-error" id={`${id}-error`}><span aria-hidden="true">✕ </span>{error}</div> : null}
      <FileButton label={t.addFile} name={fill(t.addFileFor, { name })} onFiles={(chosen) => uploads.add(chosen, material.code)} describedBy={error ? `${id}-error` : undefined} />
    </section>
  );
}

/** A button that opens the file dialog; several files may be chosen at once. */
export function FileButton({ label, name, onFiles, describedBy, primary = false }: { label: string; name?: string; onFiles: (files: File[]) => void; describedBy?: string; primary?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={primary ? 'f-button f-primary' : 'f-button'} aria-label={name} aria-describedby={describedBy} onClick={() => input.current?.click()}>
        <span aria-hidden="true">＋ </span>{label}
      </button>
      <input
        ref={input} type="file" multiple hidden tabIndex={-1} aria-hidden="true"
        onChange={(e) => {
          const chosen = [...(e.target.files ?? [])];
          e.target.value = '';
          if (chosen.length > 0) onFiles(chosen);
        }}
      />
    </>
  );
}

export function FileLine({ file, onRemove }: { file: DraftFile; onRemove?: () => void }) {
  const t = useTexts(formTexts);
  const { manner } = useContext(FormManner);
  return (
    <li className="f-file">
      <span className="f-file-name">{file.name}</span>
      <span className="f-file-state"><span aria-hidden="true">✓ </span>{t.uploaded} · {bytes(file.size)}</span>
      {onRemove && <button type="button" className="f-link" aria-label={fill(t.removeFile, { name: file.name })} onClick={onRemove}>{t.remove}</button>}
      {manner === 'applicant' && <details className="f-checksum"><summary>{t.checksum}</summary><code>{file.sha256}</code></details>}
    </li>
  );
}

export function SendingLine({ upload, uploads }: { upload: UploadState; uploads: Uploads }) {
  const t = useTexts(formTexts);
  const { file, state, sent, id } = upload;
  const percent = file.size === 0 ? 100 : Math.min(100, Math.floor((sent / file.size) * 100));
  const failed = state === 'failed';
  const reason = useReason(upload.error);
  return (
    <li className="f-file">
      <span className="f-file-name">{file.name}</span>
      {failed ? (
        <span className="f-error" role="alert"><span aria-hidden="true">✕ </span>{fill(t.uploadFailed, { reason })}</span>
      ) : (
        <span className="f-file-state">
          {state === 'waiting' ? t.waiting : state === 'checking' ? t.checking : fill(t.sending, { percent })}
          <progress max={100} value={percent} aria-label={file.name} />
        </span>
      )}
      {failed && <button type="button" className="f-link" aria-label={fill(t.retryFile, { name: file.name })} onClick={() => uploads.retry(id)}>{t.retry}</button>}
      <button type="button" className="f-link" aria-label={fill(t.cancelFile, { name: file.name })} onClick={() => uploads.cancel(id)}>{t.cancel}</button>
    </li>
  );
}

function useReason(error: unknown): string {
  const t = useTexts(formTexts);
  if (error instanceof ChecksumDiffers) return t.checksumDiffers;
  if (!(error instanceof ApiProblem)) return String(error);
  return error.status === 0 ? t.uploadNetwork : [error.title, error.detail].filter(Boolean).join(' ');
}
