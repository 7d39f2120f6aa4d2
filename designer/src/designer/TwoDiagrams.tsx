import { useEffect, useRef, useState } from 'react';
import type { Change } from '../bpmn/deepDiff';
import { showDiagram, type DiagramHandle, type Mark } from '../bpmn/viewer';
import { useTexts } from '../shared/texts';
import { designerTexts } from './texts';

interface Props {
  before: string;
  after: string;
  names: [string, string];
  changes: readonly Change[];
  selected: string | null;
  onSelect: (id: string | null) => void;
}

/** Two drawings that move together; what was removed is marked on the left, what was added on the right. */
export function TwoDiagrams({ before, after, names, changes, selected, onSelect }: Props) {
  const t = useTexts(designerTexts);
  const hosts = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)] as const;
  const [handles, setHandles] = useState<[DiagramHandle, DiagramHandle] | null>(null);
  const choose = useRef(onSelect);
  choose.current = onSelect;

  useEffect(() => {
    let gone = false;
    let made: DiagramHandle[] = [];
    const select = (id: string | null) => id !== null && choose.current(id);
    const open = async () => {
      made = await Promise.all([showDiagram(hosts[0].current!, before, { onSelect: select }), showDiagram(hosts[1].current!, after, { onSelect: select })]);
      if (gone) return made.forEach((handle) => handle.destroy());
      const [a, b] = made as [DiagramHandle, DiagramHandle];
      let isFollowing = false;
      const follow = (other: DiagramHandle) => (box: ReturnType<DiagramHandle['viewbox']>) => {
        if (isFollowing) return;
        isFollowing = true;
        other.setViewbox({ x: box.x, y: box.y, width: box.width, height: box.height });
        isFollowing = false;
      };
      a.onViewbox(follow(b));
      b.onViewbox(follow(a));
      a.zoomFit();
      setHandles([a, b]);
    };
    setHandles(null);
    void open();
    return () => {
      gone = true;
      made.forEach((handle) => handle.destroy());
    };
  }, [before, after]);

  useEffect(() => {
    if (!handles) return;
    const mark = (c: Change, tone: Mark['tone'], label: string): Mark => ({ element: c.id, tone, label, state: t[c.change] });
    const changed = changes.filter((c) => c.change === 'changed').map((c) => mark(c, 'changed', '✎'));
    const moved = changes.filter((c) => c.change === 'moved').map((c) => mark(c, 'quiet', ''));
    handles[0].setMarks([...changes.filter((c) => c.change === 'removed').map((c) => mark(c, 'removed', '－')), ...changed]);
    handles[1].setMarks([...changes.filter((c) => c.change === 'added').map((c) => mark(c, 'added', '＋')), ...changed, ...moved]);
  }, [handles, changes, t]);

  useEffect(() => handles?.forEach((handle) => handle.select(selected)), [handles, selected]);

  const zoom = (by: number) => handles?.[0].zoomBy(by);
  return (
    <div>
      <div className="diagram-tools diagram-tools-free">
        <button type="button" onClick={() => handles?.[0].zoomFit()}>{t.zoomFit}</button>
        <button type="button" aria-label={t.zoomIn} onClick={() => zoom(1.25)}>＋</button>
        <button type="button" aria-label={t.zoomOut} onClick={() => zoom(0.8)}>－</button>
      </div>
      <div className="two-diagrams">
        {[0, 1].map((i) => (
          <figure key={i}>
            <figcaption>{names[i]}</figcaption>
            <div ref={hosts[i]} className="two-host" role="group" aria-label={names[i]} />
          </figure>
        ))}
      </div>
    </div>
  );
}
