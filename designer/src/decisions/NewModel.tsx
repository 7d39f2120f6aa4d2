import { useState } from 'react';
import { useLocation } from 'wouter';
import { newModel, type ModelTemplate } from '../dmn/template';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField, TextPair } from '../parts/Field';
import { session } from '../shared/session';
import { pick, useTexts, type Text } from '../shared/texts';
import { decisionTexts } from './texts';
import { isCode, keepWork } from './work';

interface Props {
  taken: ReadonlySet<string>;
  onClose: () => void;
}

/** A new model begins in this browser; the server hears of it when it is checked and published. */
export function NewModel({ taken, onClose }: Props) {
  const t = useTexts(decisionTexts);
  const [, go] = useLocation();
  const account = session.use()?.account ?? '';
  const [code, setCode] = useState('');
  const [name, setName] = useState({ zh: '', en: '' });
  const [template, setTemplate] = useState<ModelTemplate>('instant');
  const submit = async () => {
    const decision = template === 'instant' ? t.wInstant : t.wDecision;
    const xml = newModel(template, code, pick(name), { decision, input: t.wInput, outcome: t.wOutcome, reason: t.wReason, granted: both('wGranted'), person: both('wPerson') });
    keepWork(account, code, { name, model: { xml, decision, tests: [] }, baseVersion: 0 });
    go(`/decisions/${code}`);
  };
  return (
    <FormDialog title={t.newOne} submit={t.create} onClose={onClose} onSubmit={submit} isDisabled={!isCode(code) || taken.has(code) || name.zh.trim() === '' || name.en.trim() === ''}>
      <CodeField value={code} onChange={setCode} taken={taken} />
      <TextPair label={t.name} value={name} onChange={setName} />
      <ChoiceField label={t.template} value={template} onChange={(v) => setTemplate(v as ModelTemplate)}
        choices={[{ value: 'instant', label: t.templateInstant }, { value: 'table', label: t.templateTable }, { value: 'blank', label: t.templateBlank }]} />
    </FormDialog>
  );
}

const both = (key: keyof typeof decisionTexts): Text => ({ zh: decisionTexts[key][0], en: decisionTexts[key][1] });

export function CodeField({ value, onChange, taken }: { value: string; onChange: (code: string) => void; taken: ReadonlySet<string> }) {
  const t = useTexts(decisionTexts);
  const wrong = value === '' ? null : !isCode(value) ? t.codeWrong : taken.has(value) ? t.codeTaken : null;
  return <TextField label={t.code} value={value} onChange={onChange} maxLength={60} hint={wrong ? <span className="field-wrong" role="alert"><span aria-hidden="true">✕ </span>{wrong}</span> : t.codeHint} />;
}
