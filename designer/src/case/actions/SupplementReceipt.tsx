import { Button } from 'antd';
import { useState } from 'react';
import { api, newKey } from '../../shared/api';
import { bytes, dueDay } from '../../shared/format';
import { fill, useTexts } from '../../shared/texts';
import { ProblemText } from '../../staff/states';
import { intakeTexts } from '../intakeTexts';
import { materialName } from '../names';
import { FormFrame } from './FormFrame';
import { useFrame, type FormProps } from './OtherForms';

interface Uploaded {
  fileId: string;
  name: string;
  size: number;
}

/** 补正 and 容缺补齐 at the window: what was missing or promised is handed in, in parts where that is allowed. */
export function SupplementReceipt(props: FormProps) {
  const { t, frame } = useFrame(props);
  const { shown, actions } = props;
  const [files, setFiles] = useState<Record<string, Uploaded[]>>({});
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState(false);
  const i = useTexts(intakeTexts);
  const nameOf = (code: string) => materialName(shown, code);
  const later = props.name === 'hand-in-later';
  const awaited = later
    ? (shown.obligations ?? []).filter((o) => o.kind === 'deficiency' && o.end === null).flatMap((o) => o.materials.map((material) => ({ material, reason: o.dueAt === null ? '' : fill(i.due, { day: dueDay(o.dueAt) }) })))
    : shown.missing;
  // With a limit of its own a supplement may come in parts, and so may what was promised.
  const inParts = later || shown.clocks.some((c) => c.clock === 'supplement' && c.state === 'running');
  const lacking = awaited.filter((m) => (files[m.material] ?? []).length === 0);
  const tooFew = inParts ? lacking.length === awaited.length : lacking.length > 0;

  const upload = async (material: string, chosen: FileList | null) => {
    setError(null);
    for (const file of chosen ?? []) {
      setBusy(material);
      try {
        const path = `/api/files?name=${encodeURIComponent(file.name)}`;
        const answer = await api.post<Uploaded>(path, file, { key: newKey(), contentType: file.type || 'application/octet-stream' });
        setFiles((now) => ({ ...now, [material]: [...(now[material] ?? []), answer] }));
      } catch (problem) {
        setError(problem);
      } finally {
        setBusy(null);
      }
    }
  };
  const send = () => {
    setAsked(true);
    if (tooFew) return;
    void actions.send(props.name, null, {
      materials: Object.entries(files).flatMap(([material, list]) => list.map((f) => ({ material, fileId: f.fileId }))),
    });
  };
  return (
    <FormFrame {...frame} onSubmit={send}>
      {!later && shown.missingNote && <p>{shown.missingNote}</p>}
      {inParts && <p>{i.laterMeans}</p>}
      {awaited.map((m) => (
        <div key={m.material} className="missing-row">
          <label htmlFor={`supplement-${m.material}`}><strong>{nameOf(m.material)}</strong></label>
          <div className="quiet">{m.reason}</div>
          <input id={`supplement-${m.material}`} type="file" multiple disabled={busy !== null} onChange={(e) => {
            void upload(m.material, e.target.files);
            e.target.value = '';
          }} />
          {busy === m.material && <span role="status">{t.uploading}</span>}
          <ul>
            {(files[m.material] ?? []).map((f) => (
              <li key={f.fileId}>
                {f.name} · {bytes(f.size)}
                <Button type="link" aria-label={`${t.remove}: ${f.name}`} onClick={() => setFiles({ ...files, [m.material]: files[m.material]!.filter((o) => o !== f) })}>{t.remove}</Button>
              </li>
            ))}
          </ul>
          {asked && !inParts && (files[m.material] ?? []).length === 0 && <div className="wrong" role="alert">{fill(t.stillMissing, { material: nameOf(m.material) })}</div>}
        </div>
      ))}
      {asked && inParts && tooFew && <div className="wrong" role="alert">{i.laterNone}</div>}
      {error !== null && <div className="wrong" role="alert"><ProblemText error={error} /></div>}
    </FormFrame>
  );
}
