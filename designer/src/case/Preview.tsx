import { lazy, Suspense, useEffect, useState } from 'react';
import { call } from '../shared/api';
import { fill, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import type { CaseMaterial } from './api';
import { previewKind } from './kinds';
import { materialPath } from './Materials';
import { caseTexts } from './texts';

const Pdf = lazy(() => import('./Pdf'));
const TEXT_MAX = 200_000;

type Shown = { url: string } | { text: string; cut: boolean } | { pdf: ArrayBuffer };

/** One file in the page. Its bytes come from the API; its declared type decides alone how it is shown. */
export default function Preview({ caseId, material }: { caseId: string; material: CaseMaterial }) {
  const t = useTexts(caseTexts);
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const kind = previewKind(material.contentType);

  useEffect(() => {
    const ended = new AbortController();
    let url: string | null = null;
    const load = async () => {
      const response = await call('GET', materialPath(caseId, material.fileId), undefined, { signal: ended.signal });
      const data = await response.arrayBuffer();
      if (ended.signal.aborted) return;
      if (kind === 'image') {
        url = URL.createObjectURL(new Blob([data], { type: material.contentType }));
        setShown({ url });
      } else if (kind === 'pdf') setShown({ pdf: data });
      else {
        const text = new TextDecoder().decode(data);
        setShown({ text: text.slice(0, TEXT_MAX), cut: text.length > TEXT_MAX });
      }
    };
    load().catch((problem: unknown) => {
      if (!ended.signal.aborted) setError(problem);
    });
    return () => {
      ended.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [caseId, material.fileId, kind, tries]);

  const again = () => {
    setError(null);
    setShown(null);
    setTries(tries + 1);
  };
  if (error !== null) return <Failed error={error} onRetry={again} />;
  if (shown === null) return <Loading />;
  return (
    <div className="preview" role="region" aria-label={fill(t.previewOf, { name: material.fileName })} tabIndex={0}>
      {'url' in shown && <img src={shown.url} alt={fill(t.previewOf, { name: material.fileName })} />}
      {'text' in shown && <pre>{shown.text}</pre>}
      {'text' in shown && shown.cut && <p className="quiet">{t.previewCut}</p>}
      {'pdf' in shown && <Suspense fallback={<Loading />}><Pdf data={shown.pdf} name={material.fileName} onRetry={again} /></Suspense>}
    </div>
  );
}
