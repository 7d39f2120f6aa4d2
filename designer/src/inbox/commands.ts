import { useEffect, useRef } from 'react';
import { signedOut } from '../shared/session';

/** What can be done here by keyboard; the palette shows all of them with their keys. */
export interface Command {
  id: string;
  name: string;
  /** One letter or sign, or a named key; single letters can be switched off. */
  key?: string;
  /** Works while something is typed too: Ctrl or ⌘ with the key. */
  chord?: boolean;
  run: () => void;
  /** False while it would do nothing: it is shown as such. */
  ready?: boolean;
}

/** How a key is written on the screen. */
export const keyText = (command: Command): string =>
  command.key === undefined ? '' : command.chord ? `Ctrl+${command.key.toUpperCase()}` : command.key === 'Enter' ? 'Enter ↵' : command.key;

/** The command that a key press means; none while somebody types, or when single letters are switched off. */
export function meant(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, commands: readonly Command[], singles: boolean, typing: boolean): Command | undefined {
  if (event.altKey) return undefined;
  const chord = event.ctrlKey || event.metaKey;
  return commands.find((c) => {
    if (c.key === undefined || c.ready === false || c.key.toLowerCase() !== event.key.toLowerCase() || (c.chord ?? false) !== chord) return false;
    return chord || (singles && !typing);
  });
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('textarea, select, input:not([type=checkbox]):not([type=radio])') !== null);

/** A radio button and a link have keys of their own: Enter and the arrows stay theirs. */
const isOwn = (target: EventTarget | null, key: string): boolean =>
  key === 'Enter' && target instanceof HTMLElement && target.closest('a, button, summary, input, select') !== null;

/** @param asleep true while a dialog is open that has keys of its own */
export function useCommands(commands: readonly Command[], singles: boolean, asleep: boolean): void {
  const now = useRef({ commands, singles, asleep });
  now.current = { commands, singles, asleep };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || now.current.asleep || signedOut.get() !== null) return;
      if (isOwn(event.target, event.key) && !event.ctrlKey && !event.metaKey) return;
      const command = meant(event, now.current.commands, now.current.singles, isTyping(event.target));
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
