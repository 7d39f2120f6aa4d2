import { Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { fill, useTexts } from '../shared/texts';
import { keyText, type Command } from './commands';
import { inboxTexts } from './texts';

interface Props {
  commands: readonly Command[];
  singles: boolean;
  autoNext: boolean;
  onSingles: (on: boolean) => void;
  onAutoNext: (on: boolean) => void;
  onClose: () => void;
}

/** Every command with its key: to run it, and to learn the keys. */
export default function Palette({ commands, singles, autoNext, onSingles, onAutoNext, onClose }: Props) {
  const t = useTexts(inboxTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const search = useRef<InputRef>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const words = text.trim().toLowerCase();
  const found = commands.filter((c) => c.id !== 'palette' && (c.name.toLowerCase().includes(words) || keyText(c).toLowerCase() === words));
  const chosen = found[Math.min(at, found.length - 1)];

  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    search.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    if (chosen) document.getElementById(`command-${chosen.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);

  const run = (command: Command) => {
    if (command.ready === false) return;
    onClose();
    // After the dialog has given the focus back.
    requestAnimationFrame(() => command.run());
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && chosen) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={t.palette} onClose={onClose} onCancel={onClose}>
      <div className="palette-head">
        <Input ref={search} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={chosen ? `command-${chosen.id}` : undefined}
          aria-label={t.paletteSearch} placeholder={t.paletteSearch} value={text} onKeyDown={keys} onChange={(e) => {
            setText(e.target.value);
            setAt(0);
          }} />
        <Button onClick={onClose}>{t.close}</Button>
      </div>
      <ul id="palette-list" role="listbox" aria-label={t.palette} tabIndex={-1}>
        {found.map((c) => (
          <li key={c.id} id={`command-${c.id}`} role="option" aria-selected={c === chosen} aria-disabled={c.ready === false} onClick={() => run(c)}>
            <span>{c.name}</span>
            {c.key !== undefined && <kbd aria-label={fill(t.paletteKey, { key: keyText(c) })}>{keyText(c)}</kbd>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="quiet" role="status">{t.paletteNone}</p>}
      <div className="palette-foot">
        <label className="choice"><input type="checkbox" checked={singles} onChange={(e) => onSingles(e.target.checked)} />{t.singleKeys}</label>
        <label className="choice"><input type="checkbox" checked={autoNext} onChange={(e) => onAutoNext(e.target.checked)} />{t.autoNext}</label>
      </div>
    </dialog>
  );
}
