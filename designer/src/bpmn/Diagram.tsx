import { useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../shared/texts';
import { Outline } from './Outline';
import { bpmnTexts } from './texts';
import { showDiagram, type DiagramHandle, type Mark } from './viewer';

export interface DiagramProps {
  xml: string;
  marks?: readonly Mark[];
  selected?: string | null;
  onSelect?: (id: string | null) => void;
  /** Called with the handle once the drawing stands, for export and the like. */
  onReady?: (handle: DiagramHandle) => void;
}

/**
 * A definition as a drawing with its outline beside it. Load it lazily:
 * `const Diagram = lazy(() => import('../bpmn/Diagram'))`.
 */
export default function Diagram({ xml, marks, selected, onSelect, onReady }: DiagramProps) {
  const t = useTexts(bpmnTexts);
  const host = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<DiagramHandle | null>(null);
  const [failed, setFailed] = useState(false);
  const [own, setOwn] = useState<string | null>(null);
  const [shown, setShown] = useState('');
  const chosen = selected === undefined ? own : selected;
  const told = useRef({ onSelect, onReady });
  told.current = { onSelect, onReady };

  const choose = useCallback((id: string | null) => {
    setOwn(id);
    told.current.onSelect?.(id);
  }, []);

  useEffect(() => {
    let gone = false;
    let made: DiagramHandle | undefined;
    setFailed(false);
    setHandle(null);
    showDiagram(host.current!, xml, { onSelect: choose }).then(
      (drawn) => {
        made = drawn;
        if (gone) return drawn.destroy();
        setShown(drawn.diagrams[0]?.id ?? '');
        drawn.onShow(setShown);
        setHandle(drawn);
        told.current.onReady?.(drawn);
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [xml]);

  useEffect(() => handle?.setMarks(marks ?? []), [handle, marks]);
  useEffect(() => handle?.select(chosen), [handle, chosen]);

  if (failed) return <p className="state" role="alert">{t.unreadable}</p>;
  return (
    <div className="diagram">
      <div className="diagram-canvas" role="group" aria-label={t.diagramHint}>
        {handle && (
          <div className="diagram-tools">
            <button type="button" onClick={handle.zoomFit}>{t.zoomFit}</button>
            <button type="button" aria-label={t.zoomIn} onClick={() => handle.zoomBy(1.25)}>＋</button>
            <button type="button" aria-label={t.zoomOut} onClick={() => handle.zoomBy(0.8)}>－</button>
            {handle.diagrams.length > 1 && (
              <select className="control" aria-label={t.drawings} value={shown} onChange={(event) => void handle.show(event.target.value)}>
                {handle.diagrams.map((d) => <option key={d.id} value={d.id}>{d.name || d.of}</option>)}
              </select>
            )}
          </div>
        )}
        <div ref={host} style={{ height: '100%' }} />
      </div>
      <nav className="outline" aria-label={t.outline}>
        <div className="outline-head" aria-hidden="true">{t.outline}</div>
        {handle ? <Outline entries={handle.outline} marks={marks} selected={chosen} onSelect={choose} /> : <p className="state" role="status">{t.drawing}</p>}
      </nav>
    </div>
  );
}
