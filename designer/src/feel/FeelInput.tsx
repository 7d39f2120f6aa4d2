import { useEffect, useRef } from 'react';
import { useTexts } from '../shared/texts';
import type { Known } from './completion';
import { openFeel, type FeelEditor } from './editor';
import { feelTexts } from './texts';

interface Props {
  label: string;
  described: string;
  isWrong: boolean;
  value: string;
  onChange: (text: string) => void;
  known: readonly Known[];
  onReady?: (editor: FeelEditor | null) => void;
}

/** The text editor itself. Load it lazily: it is no small thing. */
export default function FeelInput({ label, described, isWrong, value, onChange, known, onReady }: Props) {
  const t = useTexts(feelTexts);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<FeelEditor | null>(null);
  const latest = useRef({ value, onChange, known });
  latest.current = { value, onChange, known };
  useEffect(() => {
    const made = openFeel(host.current!, {
      value: latest.current.value, known: () => latest.current.known,
      onChange: (text) => text !== latest.current.value && latest.current.onChange(text),
      attributes: { 'aria-label': label },
      phrases: { Completions: t.offers, 'current match': t.current },
    });
    editor.current = made;
    onReady?.(made);
    return () => {
      onReady?.(null);
      editor.current = null;
      made.destroy();
    };
  }, [label, t]);
  useEffect(() => editor.current?.setValue(value), [value]);
  useEffect(() => editor.current?.describe({ 'aria-describedby': described, 'aria-invalid': isWrong ? 'true' : '' }), [described, isWrong, label, t]);
  return <div ref={host} />;
}
