import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface PanelsProps {
  label: string;
  active: string;
  onChange: (key: string) => void;
  panels: { key: string; title: string; content: ReactNode }[];
}

/** Tabs that wrap in a narrow window: all of them stay in sight. Arrow keys move between them. */
export function Panels({ label, active, onChange, panels }: PanelsProps) {
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (panels.findIndex((p) => p.key === active) + step + panels.length) % panels.length;
    onChange(panels[next]!.key);
    tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <>
      <div ref={tabs} className="panels-tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {panels.map((p) => (
          <button key={p.key} type="button" role="tab" id={`${id}-${p.key}`} aria-selected={p.key === active} aria-controls={p.key === active ? `${id}-panel` : undefined}
            tabIndex={p.key === active ? 0 : -1} onClick={() => onChange(p.key)}>{p.title}</button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active}`}>{panels.find((p) => p.key === active)?.content}</div>
    </>
  );
}
