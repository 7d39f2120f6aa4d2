import { Alert, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { openSimulation, type SimulationHandle, type Waiting } from '../bpmn/simulation';
import { ChoiceField } from '../parts/Field';
import { useTexts } from '../shared/texts';
import { designerTexts } from './texts';

/** Tokens run through the drawing. It is labelled as an illustration wherever it is shown. */
export default function Simulation({ xml }: { xml: string }) {
  const t = useTexts(designerTexts);
  const host = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<SimulationHandle | null>(null);
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const [speed, setSpeed] = useState('1');
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let gone = false;
    let made: SimulationHandle | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Traces come many at once; the list of what waits follows a moment later.
    const look = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (made) setWaiting(made.waiting());
      }, 150);
    };
    openSimulation(host.current!, xml, look).then(
      (opened) => {
        if (gone) return opened.destroy();
        made = opened;
        setHandle(opened);
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
      clearTimeout(timer);
      made?.destroy();
    };
  }, [xml]);

  return (
    <div className="stack">
      <Alert type="warning" title={t.illustration} />
      {failed && <p role="alert">{t.readFailed}</p>}
      <div className="bar bar-end">
        <Button type="primary" disabled={!handle} onClick={() => handle!.start()}>{t.simStart}</Button>
        <Button disabled={!handle} onClick={() => handle!.pause()}>{t.simPause}</Button>
        <Button disabled={!handle} onClick={() => handle!.goOn()}>{t.simGo}</Button>
        <Button disabled={!handle} onClick={() => handle!.reset()}>{t.simReset}</Button>
        <ChoiceField label={t.simSpeed} value={speed} onChange={(to) => { setSpeed(to); handle?.setSpeed(Number(to)); }}
          choices={[{ value: '0.5', label: t.slow }, { value: '1', label: t.normal }, { value: '2', label: t.fast }]} />
      </div>
      {waiting.length > 0 && (
        <div className="bar" role="group" aria-label={t.simWaiting}>
          <span>{t.simWaiting}</span>
          {waiting.map((w) => <Button key={w.id} onClick={() => handle!.trigger(w.id)}>{w.name}</Button>)}
        </div>
      )}
      <div className="simulation-host" ref={host} role="group" aria-label={t.illustration} />
    </div>
  );
}
