import { Alert } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { decodeXml } from '../bpmn/importReport';
import { partsOf, prepare, type ModelPart } from '../dmn/read';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, Field, TextPair } from '../parts/Field';
import { session } from '../shared/session';
import { fill, useTexts } from '../shared/texts';
import { CodeField } from './NewModel';
import { decisionTexts } from './texts';
import { isCode, keepWork } from './work';

const bytesMax = 1_000_000;

/** Reads a DMN file and takes it over as a model that is not published yet. */
export default function ImportModel({ taken, onClose }: { taken: ReadonlySet<string>; onClose: () => void }) {
  const t = useTexts(decisionTexts);
  const [, go] = useLocation();
  const account = session.use()?.account ?? '';
  const [found, setFound] = useState<{ xml: string; parts: ModelPart[]; lost: string[] } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [name, setName] = useState({ zh: '', en: '' });
  const [decision, setDecision] = useState('');

  const read = async (file: File | undefined) => {
    setFound(null);
    setWrong(null);
    if (file === undefined) return;
    if (file.size > bytesMax) return setWrong(t.fileTooLarge);
    try {
      const xml = decodeXml(await file.arrayBuffer());
      const { lost } = await prepare(xml);
      const parts = (await partsOf(xml)).filter((p) => p.type === 'Decision' || p.type === 'DecisionService');
      const base = file.name.replace(/\.\w+$/, '');
      setFound({ xml, parts, lost });
      setCode(base.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '').slice(0, 60));
      setName({ zh: base, en: base });
      setDecision(parts.at(-1)?.name ?? '');
    } catch (problem) {
      setWrong(fill(t.fileNotDmn, { why: problem instanceof Error ? problem.message.split('\n')[0]! : String(problem) }));
    }
  };
  const submit = async () => {
    keepWork(account, code, { name, model: { xml: found!.xml, decision, tests: [] }, baseVersion: 0 });
    go(`/decisions/${code}`);
  };
  return (
    <FormDialog title={t.importOne} submit={t.create} onClose={onClose} onSubmit={submit} isDisabled={found === null || !isCode(code) || taken.has(code) || name.zh.trim() === '' || name.en.trim() === ''}>
      <Field label={t.file} hint={t.fileHint}>
        {(control) => <input {...control} className="control" type="file" accept=".dmn,.xml,application/xml,text/xml" onChange={(e) => void read(e.target.files?.[0])} />}
      </Field>
      {wrong !== null && <Alert type="error" role="alert" title={wrong} />}
      {found && (
        <>
          {found.lost.length > 0 && <Alert type="warning" role="status" title={fill(t.lost, { what: found.lost.join(t.comma) })} />}
          <CodeField value={code} onChange={setCode} taken={taken} />
          <TextPair label={t.name} value={name} onChange={setName} />
          <ChoiceField label={t.asked} hint={t.askedHint} value={decision} onChange={setDecision} choices={found.parts.map((p) => ({ value: p.name, label: p.name }))} />
        </>
      )}
    </FormDialog>
  );
}
