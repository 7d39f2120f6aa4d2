import { useState } from 'react';
import { useLocation } from 'wouter';
import { fromTemplate, isKey, type Template } from '../bpmn/templates';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField } from '../parts/Field';
import { DepartmentField, RegionField, useUsualRegion } from '../parts/places';
import { useDone } from '../parts/useDone';
import { useTexts } from '../shared/texts';
import { definitionsKey, draftsKey, saveDraft } from './api';
import { designerTexts } from './texts';

interface Props {
  taken: ReadonlySet<string>;
  onClose: () => void;
}

/** A new definition begins as a draft drawn from a template. */
export function NewDefinition({ taken, onClose }: Props) {
  const t = useTexts(designerTexts);
  const done = useDone();
  const [, go] = useLocation();
  const usual = useUsualRegion('designer', 'administrator');
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const [region, setRegion] = useState<string | null>(null);
  const [department, setDepartment] = useState('');
  const [template, setTemplate] = useState<Template>('concurrent');

  const submit = async (intent: string) => {
    const xml = fromTemplate(template, key, name, department, {
      start: t.tStart, review: t.tReview, decide: t.tDecide, granted: t.tGranted, yes: t.tYes, no: t.tNo,
      conclude: t.tConclude, deliver: t.tDeliver, deliverRefusal: t.tDeliverRefusal, end: t.tEnd, refused: t.tRefused,
    });
    await saveDraft(key, { xml, revision: 0, region: (region ?? usual) || undefined }, intent);
    await done(t.created, definitionsKey, draftsKey);
    go(`/designer/${key}`);
  };

  return (
    <FormDialog title={t.newOne} submit={t.create} onClose={onClose} onSubmit={submit} isDisabled={!isKey(key) || taken.has(key) || name.trim() === ''}>
      <TextField label={t.name} value={name} onChange={setName} maxLength={200} />
      <KeyField value={key} onChange={setKey} taken={taken} />
      <RegionField label={t.region} value={region ?? usual} onChange={setRegion} withCountry />
      <DepartmentField label={t.leadDepartment} region={region ?? usual} value={department} onChange={setDepartment} required={false} none={t.chooseLater} />
      <ChoiceField label={t.template} value={template} onChange={(v) => setTemplate(v as Template)}
        choices={[{ value: 'concurrent', label: t.templateConcurrent }, { value: 'single', label: t.templateSingle }, { value: 'blank', label: t.templateBlank }]} />
    </FormDialog>
  );
}

export function KeyField({ value, onChange, taken }: { value: string; onChange: (key: string) => void; taken: ReadonlySet<string> }) {
  const t = useTexts(designerTexts);
  const wrong = value === '' ? null : !isKey(value) ? t.keyInvalid : taken.has(value) ? t.keyTaken : null;
  return <TextField label={t.key} value={value} onChange={onChange} maxLength={60} hint={wrong ? <span className="field-wrong" role="alert"><span aria-hidden="true">✕ </span>{wrong}</span> : t.keyHint} />;
}
