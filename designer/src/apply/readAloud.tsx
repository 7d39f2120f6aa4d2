import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { language, useTexts } from '../shared/texts';
import { applyTexts } from './texts';

const sentenceMax = 180;

/** Long utterances are cut off by some browsers, so the page is read in sentences. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+|(?<=[。！？；.!?;])\s*/)
    .map((s) => s.trim())
    .filter((s) => s !== '')
    .flatMap((s) => s.match(new RegExp(`.{1,${sentenceMax}}`, 'gu')) ?? []);
}

/** Reads the page aloud, where the browser has a voice. */
export function ReadAloud() {
  const t = useTexts(applyTexts);
  const [reading, setReading] = useState(false);
  const [at] = useLocation();
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), []);
  useEffect(() => {
    globalThis.speechSynthesis?.cancel();
    setReading(false);
  }, [at]);
  if (!('speechSynthesis' in globalThis)) return null;

  const toggle = () => {
    speechSynthesis.cancel();
    if (reading) return setReading(false);
    const sentences = sentencesOf(document.getElementById('content')?.innerText ?? '');
    sentences.forEach((sentence, i) => {
      const said = new SpeechSynthesisUtterance(sentence);
      said.lang = language.get() === 'zh' ? 'zh-CN' : 'en-GB';
      said.rate = 0.9;
      if (i === sentences.length - 1) said.onend = () => setReading(false);
      speechSynthesis.speak(said);
    });
    setReading(sentences.length > 0);
  };
  return <button type="button" aria-pressed={reading} onClick={toggle}><span aria-hidden="true">{reading ? '■ ' : '▶ '}</span>{reading ? t.readStop : t.readAloud}</button>;
}
