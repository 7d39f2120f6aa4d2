import { useEffect, useState, type DragEvent, type ReactNode } from 'react';
import type { Draft, DraftFile } from '../shared/form/draft';
import type { NeededMaterial } from '../shared/form/inputs';
import { FileButton, FileLine, SendingLine } from '../shared/form/materials';
import { formTexts } from '../shared/form/texts';
import type { JointItem, Place } from '../shared/form/types';
import type { Uploads, UploadState } from '../shared/form/upload';
import { fill, language, pick, useTexts } from '../shared/texts';
import { checklistOf, countByDepartment, type ChecklistRow } from './checklist';
import { windowTexts } from './texts';

interface Props {
  item: JointItem;
  needed: readonly NeededMaterial[];
  draft: Draft;
  change: (make: (draft: Draft) => Draft) => void;
  uploads: Uploads;
  sending: readonly UploadState[];
  departments: readonly Place[];
}

/** The checklist: who needs what, and what is there; files are dropped on it or on one of its rows. */
export function Materials({ item, needed, draft, change, uploads, sending, departments }: Props) {
  const t = useTexts(windowTexts);
  const wanted = language.use();
  const [only, setOnly] = useState<string | null>(null);
  const rows = checklistOf(item, needed, draft.files);
  const counts = countByDepartment(rows);
  const chosen = counts.some((c) => c.department === only) ? only : null;
  useEffect(() => {
    // A file dropped beside the list would take the page's place.
    const keep = (event: globalThis.DragEvent) => event.preventDefault();
    addEventListener('dragover', keep);
    addEventListener('drop', keep);
    return () => {
      removeEventListener('dragover', keep);
      removeEventListener('drop', keep);
    };
  }, []);
  const departmentOf = (code: string) => pick(departments.find((d) => d.code === code)?.name, wanted) || code;
  const known = new Set(needed.map((n) => n.material.code));
  const unsorted = draft.files.filter((f) => f.material === null || !known.has(f.material));
  const sort = (file: DraftFile, material: string | null) => change((d) => ({ ...d, files: d.files.map((one) => (one.fileId === file.fileId ? { ...one, material } : one)) }));
  const remove = (file: DraftFile) => change((d) => ({ ...d, files: d.files.filter((one) => one.fileId !== file.fileId) }));

  return (
    <section className="panel" aria-labelledby="checklist-title">
      <h2 id="checklist-title">{t.checklist}</h2>
      <Drop onFiles={(files) => uploads.add(files, null)}>
        <span className="desk-main">{t.drop}</span>
        <FileButton label={t.addFiles} onFiles={(files) => uploads.add(files, null)} />
      </Drop>
      {(unsorted.length > 0 || sending.some((u) => u.material === null)) && (
        <>
          <h3>{t.unsorted}</h3>
          <p className="desk-quiet">{t.unsortedHint}</p>
          <ul className="f-files">
            {unsorted.map((f) => (
              <li key={f.fileId} className="f-file">
                <span className="f-file-name">{f.name}</span>
                <Sorter file={f} needed={needed} label={fill(t.sortOf, { name: f.name })} onSort={sort} />
                <RemoveButton file={f} onRemove={remove} />
              </li>
            ))}
            {sending.filter((u) => u.material === null).map((u) => <SendingLine key={u.id} upload={u} uploads={uploads} />)}
          </ul>
        </>
      )}
      <div className="checks" role="group" aria-label={t.needs}>
        <button type="button" aria-pressed={chosen === null} onClick={() => setOnly(null)}>{t.allDepartments}</button>
        {counts.map((c) => {
          const values = { name: departmentOf(c.department), n: c.there, of: c.of };
          return <button key={c.department} type="button" aria-pressed={chosen === c.department} onClick={() => setOnly(c.department)}>{fill(t.departmentCount, values)}</button>;
        })}
      </div>
      <table className="desk-table checklist">
        <thead><tr><th scope="col">{t.material}</th><th scope="col">{t.files}</th></tr></thead>
        <tbody>
          {rows.filter((r) => chosen === null || r.departments.includes(chosen)).map((row) => (
            <Row key={row.needed.material.code} row={row} departmentOf={departmentOf} uploads={uploads} onRemove={remove} sending={sending.filter((u) => u.material === row.needed.material.code)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, departmentOf, uploads, sending, onRemove }: { row: ChecklistRow; departmentOf: (code: string) => string; uploads: Uploads; sending: readonly UploadState[]; onRemove: (file: DraftFile) => void }) {
  const t = useTexts(windowTexts);
  const f = useTexts(formTexts);
  const { material, required } = row.needed;
  const name = pick(material.name);
  const kind = material.main ? (required ? t.mainRequired : t.mainOptional) : required ? t.minorRequired : t.minorOptional;
  const { isOver, on } = useDrop((files) => uploads.add(files, material.code));
  return (
    <tr id={`material-${material.code}`} className={isOver ? 'drop-over' : undefined} {...on}>
      <td>
        <span className={`mark ${row.files.length > 0 ? 'mark-good' : required ? 'mark-bad' : 'mark-quiet'}`}><span aria-hidden="true">{row.files.length > 0 ? '✓' : required ? '✕' : '○'}</span>{kind}</span>{' '}
        <strong>{name}</strong>
        <div className="desk-quiet">{row.departments.map(departmentOf).join(f.comma)}</div>
      </td>
      <td>
        {(row.files.length > 0 || sending.length > 0) && <ul className="f-files">
          {row.files.map((file) => <FileLine key={file.fileId} file={file} onRemove={() => onRemove(file)} />)}
          {sending.map((u) => <SendingLine key={u.id} upload={u} uploads={uploads} />)}
        </ul>}
        <FileButton label={f.addFile} name={fill(f.addFileFor, { name })} onFiles={(files) => uploads.add(files, material.code)} />
      </td>
    </tr>
  );
}

function Sorter({ file, needed, label, onSort }: { file: DraftFile; needed: readonly NeededMaterial[]; label: string; onSort: (file: DraftFile, material: string) => void }) {
  const t = useTexts(windowTexts);
  return (
    <select className="f-input" aria-label={label} value="" onChange={(e) => onSort(file, e.target.value)}>
      <option value="">{t.sortChoose}</option>
      {needed.map((n) => <option key={n.material.code} value={n.material.code}>{pick(n.material.name)}</option>)}
    </select>
  );
}

function RemoveButton({ file, onRemove }: { file: DraftFile; onRemove: (file: DraftFile) => void }) {
  const f = useTexts(formTexts);
  return <button type="button" className="f-link" aria-label={fill(f.removeFile, { name: file.name })} onClick={() => onRemove(file)}>{f.remove}</button>;
}

function Drop({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const { isOver, on } = useDrop(onFiles);
  return <div className={isOver ? 'drop drop-over' : 'drop'} {...on}>{children}</div>;
}

/** A place where files may be dropped; beside it there is always a button that does the same. */
function useDrop(onFiles: (files: File[]) => void) {
  const [isOver, setOver] = useState(false);
  const has = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const on = {
    onDragOver: (event: DragEvent) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const files = [...event.dataTransfer.files];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    },
  };
  return { isOver, on };
}
