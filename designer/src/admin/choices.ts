import type { Text } from '../shared/texts';

export interface ChoiceLine {
  value: string;
  label: Text;
}

/** Choices as lines "value|Chinese|English"; what is left out is the value. */
export function readChoices(text: string): ChoiceLine[] {
  return text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .filter(([value]) => value !== undefined && value !== '')
    .map(([value, zh, en]) => ({ value: value!, label: { zh: zh || value!, en: en || zh || value! } }));
}

export const writeChoices = (choices: readonly ChoiceLine[]): string => choices.map((c) => `${c.value}|${c.label.zh}|${c.label.en}`).join('\n');
