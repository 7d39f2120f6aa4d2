import { expect, test } from 'vitest';
import { keyText, meant, type Command } from './commands';

const commands: Command[] = [
  { id: 'down', name: 'down', key: 'j', run: () => undefined },
  { id: 'claim', name: 'claim', key: 'c', run: () => undefined, ready: false },
  { id: 'palette', name: 'palette', key: 'k', chord: true, run: () => undefined },
];
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });

test('a single letter works outside of fields only, and not at all when switched off', () => {
  expect(meant(press('j'), commands, true, false)?.id).toBe('down');
  expect(meant(press('j'), commands, true, true)).toBeUndefined();
  expect(meant(press('j'), commands, false, false)).toBeUndefined();
});

test('the palette opens while somebody types, and with single letters off', () => {
  expect(meant(press('k', true), commands, false, true)?.id).toBe('palette');
  expect(meant(press('k'), commands, true, false)).toBeUndefined();
});

test('the browser keeps its own chords, and what is not ready does nothing', () => {
  expect(meant(press('j', true), commands, true, false)).toBeUndefined();
  expect(meant(press('c'), commands, true, false)).toBeUndefined();
});

test('keys are written as they are pressed', () => {
  expect(commands.map(keyText)).toEqual(['j', 'c', 'Ctrl+K']);
});
