import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { openDmn, type DmnHandle, type DmnView } from '../dmn/editor';
import { fill, language, useTexts } from '../shared/texts';
import { DrawnParts } from './DrawnParts';
import { decisionTexts } from './texts';

interface Props {
  /** What is opened; it is opened anew when this changes, not when something is edited. */
  xml: string;
  readOnly: boolean;
  onXml?: (xml: string) => void;
  onReady?: (handle: DmnHandle | null) => void;
}

const pauseMs = 250;

/** The drawing and the decisions of a model, one at a time. Load it lazily: it brings dmn-js. */
export default function ModelEditor({ xml, readOnly, onXml, onReady }: Props) {
  const t = useTexts(decisionTexts);
  const spoken = language.use();
  const host = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<DmnHandle | null>(null);
  const [views, setViews] = useState<{ all: DmnView[]; active: string | null }>({ all: [], active: null });
  // Counts what was changed, so that the list of parts follows the drawing.
  const [, setTick] = useState(0);
  const [isListed, setListed] = useState(false);
  const [chosen, setChosen] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const told = useRef({ onXml, onReady });
  told.current = { onXml, onReady };
  const latest = useRef(xml);
  const given = useRef(xml);
  if (given.current !== xml) {
    given.current = xml;
    latest.current = xml;
  }

  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setFailed(null);
    const tell = async () => {
      timer = undefined;
      const now = await made.xml();
      latest.current = now;
      if (!gone) told.current.onXml?.(now);
    };
    const made = openDmn(host.current!, readOnly, {
      onChange: () => {
        setTick((n) => n + 1);
        clearTimeout(timer);
        timer = setTimeout(() => void tell(), pauseMs);
      },
      onViews: () => !gone && setViews({ all: made.views(), active: made.active() }),
    });
    // Opened with what was edited last: another language or width loses nothing.
    made.open(latest.current).then(({ lost }) => {
      if (gone) return;
      if (lost.length > 0) return setFailed(fill(t.lost, { what: lost.join(t.comma) }));
      setHandle(made);
      told.current.onReady?.(made);
    }, (problem: unknown) => !gone && setFailed(fill(t.unreadable, { why: problem instanceof Error ? problem.message.split('\n')[0]! : String(problem) })));
    return () => {
      gone = true;
      clearTimeout(timer);
      setHandle(null);
      told.current.onReady?.(null);
      made.destroy();
    };
  }, [xml, readOnly, spoken]);

  const kinds: Record<DmnView['type'], string> = { drd: '', decisionTable: t.partTable, literalExpression: t.partText, boxedExpression: t.partBoxed };
  const isDrawing = views.all.find((v) => v.id === views.active)?.type === 'drd';
  const drawn = isDrawing ? handle?.drawing() : null;
  return (
    <div className="model-editor">
      {failed !== null && <p className="state" role="alert">{failed}</p>}
      <div className="model-editor-shown" hidden={failed !== null}>
        <div className="bar">
          <nav className="board-views" aria-label={t.parts}>
            {views.all.map((v) => (
              <button key={v.id} type="button" aria-current={v.id === views.active ? 'page' : undefined} onClick={() => void handle?.show(v.id)}>
                {v.type === 'drd' ? t.drawing : <>{v.name} <span className="quiet">{kinds[v.type]}</span></>}
              </button>
            ))}
          </nav>
          {isDrawing && <Button onClick={() => handle?.zoomFit()}>{t.fit}</Button>}
        </div>
        <div ref={host} className="model-host" role="group" aria-label={readOnly ? t.viewer : t.editor} />
        {drawn && <DrawnParts drawing={drawn} isOpen={isListed} onOpen={setListed} chosen={chosen} onChoose={setChosen} />}
      </div>
    </div>
  );
}
