import type { ReactNode } from 'react';
import { useTexts } from '../shared/texts';
import { shellTexts } from './texts';

/** A yellow or red card (黄牌, 红牌), told by shape and words, not by colour alone. Nothing where there is none. */
export function CardMark({ card }: { card: string }) {
  const t = useTexts(shellTexts);
  if (card === 'yellow') return <span className="mark mark-yellow"><span aria-hidden="true">▲</span>{t.cardYellow}</span>;
  if (card === 'red') return <span className="mark mark-red"><span aria-hidden="true">■</span>{t.cardRed}</span>;
  return null;
}

/** A state in words with a shape before it. */
export function StateMark({ tone, shape, children }: { tone: 'quiet' | 'good' | 'bad' | 'now'; shape?: string; children: ReactNode }) {
  const shapes = { quiet: '○', good: '✓', bad: '✕', now: '●' };
  return <span className={`mark mark-${tone}`}><span aria-hidden="true">{shape ?? shapes[tone]}</span>{children}</span>;
}

/** Shown wherever a case runs on a clock of its own. */
export function TestClockMark() {
  const t = useTexts(shellTexts);
  return <StateMark tone="quiet" shape="◔">{t.testClock}</StateMark>;
}
