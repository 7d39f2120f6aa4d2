import { Button } from 'antd';
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { useEffect, useRef, useState } from 'react';
import { fill, useTexts } from '../shared/texts';
import { useElder } from '../shared/elder';
import { Failed, Loading } from '../staff/states';
import { caseTexts } from './texts';

// Files of our own: the policy of the page allows no other place, and no code made at run time.
const maps = import.meta.glob<string>('/node_modules/pdfjs-dist/cmaps/*.bcmap', { query: '?url', import: 'default', eager: true });
const fonts = import.meta.glob<string>('/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', { query: '?url', import: 'default', eager: true });

async function bytesOf(url: string | undefined): Promise<Uint8Array> {
  if (url === undefined) throw new Error('unknown');
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}

/** Character maps, without which Chinese text of many PDF files stays empty. */
class Maps {
  async fetch({ name }: { name: string }) {
    return { cMapData: await bytesOf(maps[`/node_modules/pdfjs-dist/cmaps/${name}.bcmap`]), isCompressed: true };
  }
}

class Fonts {
  fetch = ({ filename }: { filename: string }) => bytesOf(fonts[`/node_modules/pdfjs-dist/standard_fonts/${filename}`]);
}

let worker: Worker | null = null;

/** A PDF, page by page, drawn without running anything that is in it. */
export default function Pdf({ data, name, onRetry }: { data: ArrayBuffer; name: string; onRetry: () => void }) {
  const t = useTexts(caseTexts);
  const [file, setFile] = useState<PDFDocumentProxy | null>(null);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(1);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    worker ??= new PdfWorker();
    GlobalWorkerOptions.workerPort = worker;
    // pdf.js takes the bytes for itself: a copy, so that a second look still has them.
    const task = getDocument({
      data: new Uint8Array(data.slice(0)), isEvalSupported: false, enableXfa: false, useWasm: false, useWorkerFetch: false, stopAtErrors: false,
      CMapReaderFactory: Maps, StandardFontDataFactory: Fonts,
    });
    let gone = false;
    task.promise.then((opened) => {
      if (!gone) setFile(opened);
    }).catch((problem: unknown) => {
      if (!gone) setError(problem instanceof Error && problem.name === 'PasswordException' ? t.pdfPassword : t.pdfBroken);
    });
    return () => {
      gone = true;
      void task.destroy();
    };
  }, [data]);

  if (error !== null) return <Failed error={error} onRetry={onRetry} />;
  if (file === null) return <Loading />;
  return (
    <div className="pdf">
      <div className="act-row">
        <Button disabled={page === 1} onClick={() => setPage(page - 1)}>{t.pageBack}</Button>
        <span role="status">{fill(t.pageOf, { page, pages: file.numPages })}</span>
        <Button disabled={page === file.numPages} onClick={() => setPage(page + 1)}>{t.pageOn}</Button>
        <Button disabled={zoom <= 0.5} aria-label={t.zoomOut} onClick={() => setZoom(zoom - 0.25)}>−</Button>
        <span>{Math.round(zoom * 100)}%</span>
        <Button disabled={zoom >= 3} aria-label={t.zoomIn} onClick={() => setZoom(zoom + 0.25)}>+</Button>
      </div>
      <PdfPage file={file} page={page} zoom={zoom} label={`${name} ${fill(t.pageOf, { page, pages: file.numPages })}`} onError={() => setError(t.pdfBroken)} />
    </div>
  );
}

function PdfPage({ file, page, zoom, label, onError }: { file: PDFDocumentProxy; page: number; zoom: number; label: string; onError: () => void }) {
  const holder = useRef<HTMLDivElement>(null);
  const elder = useElder();
  const [text, setText] = useState('');

  useEffect(() => {
    let gone = false;
    let cancel = () => {};
    const draw = async () => {
      const shown = await file.getPage(page);
      if (gone || holder.current === null) return;
      const natural = shown.getViewport({ scale: 1 });
      const fit = Math.max(200, holder.current.clientWidth) / natural.width;
      const sharp = Math.min(devicePixelRatio || 1, 2);
      const view = shown.getViewport({ scale: fit * zoom * sharp });
      const canvas = document.createElement('canvas');
      canvas.width = Math.floor(view.width);
      canvas.height = Math.floor(view.height);
      canvas.style.width = `${Math.floor(view.width / sharp)}px`;
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', label);
      const task = shown.render({ canvas, viewport: view });
      cancel = () => task.cancel();
      await task.promise;
      if (gone) return;
      holder.current.replaceChildren(canvas);
      const words = await shown.getTextContent();
      if (!gone) setText(words.items.map((i) => ('str' in i ? i.str + (i.hasEOL ? '\n' : '') : '')).join(''));
    };
    draw().catch(() => {
      if (!gone) onError();
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [file, page, zoom, label, elder]);

  // The page's words for those who hear it instead.
  return <>
    <div ref={holder} className="pdf-page" />
    <div className="visually-hidden">{text}</div>
  </>;
}
