import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { prepare } from '../dmn/read';
import { TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { decisionTexts } from './texts';

/** The model as text: everything that DMN has can be written here. */
export function XmlView({ xml, onTake }: { xml: string; onTake: (xml: string) => void }) {
  const t = useTexts(decisionTexts);
  const [text, setText] = useState(xml);
  const [told, setTold] = useState<{ isWrong: boolean; words: string } | null>(null);
  useEffect(() => setText(xml), [xml]);
  const take = async () => {
    try {
      const { lost } = await prepare(text);
      onTake(text);
      setTold({ isWrong: false, words: lost.length > 0 ? fill(t.lost, { what: lost.join(t.comma) }) : t.xmlTaken });
    } catch (problem) {
      setTold({ isWrong: true, words: fill(t.fileNotDmn, { why: problem instanceof Error ? problem.message.split('\n')[0]! : String(problem) }) });
    }
  };
  return (
    <section className="panel xml-text">
      <TextField label={t.xmlLabel} value={text} onChange={(next) => { setText(next); setTold(null); }} lines={24} maxLength={1_000_000} />
      <div className="bar"><Button type="primary" disabled={text === xml} onClick={() => void take()}>{t.takeXml}</Button></div>
      {told && <Alert type={told.isWrong ? 'error' : 'success'} role={told.isWrong ? 'alert' : 'status'} title={told.words} />}
    </section>
  );
}
