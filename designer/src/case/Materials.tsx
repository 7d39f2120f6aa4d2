import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { call } from '../shared/api';
import { bytes } from '../shared/format';
import { fill, language, pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Loading, ProblemText } from '../staff/states';
import { casePath, type Case, type CaseMaterial } from './api';
import { instantTexts } from './instantTexts';
import { previewKind } from './kinds';
import { caseTexts } from './texts';
import { VerifyMaterial } from './VerifyMaterial';

const Preview = lazy(() => import('./Preview'));

/** What was handed in. Each file is asked for by the authorised API; nothing is opened outside the page. */
export function Materials({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  const [open, setOpen] = useState<string | null>(null);
  language.use();
  if (shown.materials.length === 0) return <p className="quiet">{t.materialsNone}</p>;
  return (
    <ul className="materials">
      {shown.materials.map((m) => (
        <li key={`${m.material} ${m.fileId}`}>
          <div className="material-name">
            <strong>{pick(m.name)}</strong>
            <div className="quiet file-name">{m.fileName} · {bytes(m.size)}</div>
            <Trust material={m} />
          </div>
          <div className="act-row no-print">
            {previewKind(m.contentType) !== 'none' && (
              <Button aria-expanded={open === m.fileId} aria-label={`${open === m.fileId ? t.previewClose : t.preview}: ${pick(m.name)}`} onClick={() => setOpen(open === m.fileId ? null : m.fileId)}>
                {open === m.fileId ? t.previewClose : t.preview}
              </Button>
            )}
            <Download caseId={shown.caseId} material={m} />
            {shown.actions.includes('material-verify') && (m.grade === 'C' || m.grade === 'D') && <VerifyMaterial caseId={shown.caseId} material={m} />}
          </div>
          {open === m.fileId && <Suspense fallback={<Loading />}><Preview caseId={shown.caseId} material={m} /></Suspense>}
        </li>
      ))}
    </ul>
  );
}

/** How far it is to be trusted, how long it is valid, and where it came from. */
function Trust({ material: m }: { material: CaseMaterial }) {
  const t = useTexts(instantTexts);
  const grades = { A: t.gradeA, B: t.gradeB, C: t.gradeC, D: t.gradeD };
  const said = [
    grades[m.grade],
    ...(m.certificate ? [fill(t.certificate, { number: m.certificate })] : []),
    ...(m.fromCase ? [fill(t.fromCase, { case: m.fromCase })] : []),
    ...(m.validUntil ? [fill(t.validUntil, { day: m.validUntil })] : []),
  ];
  return <div className="quiet">{said.join(' · ')}{m.expired && <> <StateMark tone="bad">{t.expired}</StateMark></>}</div>;
}

export const materialPath = (caseId: string, fileId: string): string => `${casePath(caseId)}/materials/${fileId}`;

function Download({ caseId, material }: { caseId: string; material: CaseMaterial }) {
  const t = useTexts(caseTexts);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const download = async () => {
    setBusy(true);
    setError(null);
    try {
      const blob = await (await call('GET', materialPath(caseId, material.fileId))).blob();
      const url = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = url;
      link.download = material.fileName;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return <>
    <Button loading={busy} aria-label={fill(t.downloadOf, { name: material.fileName })} onClick={() => void download()}>{t.download}</Button>
    {error !== null && <span className="wrong" role="alert"><ProblemText error={error} /></span>}
  </>;
}
