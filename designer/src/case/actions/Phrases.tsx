import { Button, Input } from 'antd';
import { useState } from 'react';
import { useMine } from '../../shared/my';
import { fill, useTexts } from '../../shared/texts';
import { caseTexts } from '../texts';

const MOST = 100;

/** 常用语: phrases of one's own, put into the text with a click. The first ones are given. */
export function Phrases({ current, onInsert }: { current: string; onInsert: (phrase: string) => void }) {
  const t = useTexts(caseTexts);
  const [kept, setPhrases] = useMine<string[]>('phrases', [t.phrase1, t.phrase2, t.phrase3]);
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const phrases = kept.value;
  const text = current.trim();
  const change = (i: number, phrase: string) => setPhrases(phrases.map((p, at) => (at === i ? phrase : p)));

  return (
    <div className="phrases">
      <Button aria-expanded={open} onClick={() => setOpen(!open)}>{t.phrases}</Button>
      {open && (
        <section aria-label={t.phrases}>
          <ul>
            {phrases.map((phrase, i) => (
              <li key={i}>
                {editing
                  ? <>
                      <Input aria-label={fill(t.phraseN, { n: i + 1 })} value={phrase} maxLength={500} onChange={(e) => change(i, e.target.value)} />
                      <Button aria-label={fill(t.phraseRemove, { n: i + 1 })} onClick={() => setPhrases(phrases.filter((_, at) => at !== i))}>{t.remove}</Button>
                    </>
                  : <button type="button" className="phrase" onClick={() => onInsert(phrase)}>{phrase}</button>}
              </li>
            ))}
          </ul>
          {phrases.length === 0 && <p className="quiet">{t.phrasesNone}</p>}
          <div className="act-row">
            {editing && phrases.length < MOST && <Button onClick={() => setPhrases([...phrases, ''])}>{t.phraseAdd}</Button>}
            {!editing && text !== '' && phrases.length < MOST && !phrases.includes(text) && <Button onClick={() => setPhrases([...phrases, text.slice(0, 500)])}>{t.phraseKeep}</Button>}
            <Button aria-pressed={editing} onClick={() => {
              if (editing) setPhrases(phrases.map((p) => p.trim()).filter((p) => p !== ''));
              setEditing(!editing);
            }}>{editing ? t.finish : t.phrasesEdit}</Button>
            {kept.saving === 'here' && <span className="quiet">{t.savedHere}</span>}
          </div>
        </section>
      )}
    </div>
  );
}
