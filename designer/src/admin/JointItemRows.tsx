import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { CheckField, ChoiceField, errorsAt, TextField, TextPair } from '../parts/Field';
import { DepartmentWithinField } from '../parts/places';
import { fill, pick, useTexts } from '../shared/texts';
import { fieldTypes, type FormField, type Limit, type Material, type ServiceItem } from './api';
import { catalogueTexts } from './catalogueTexts';
import { readChoices, writeChoices } from './choices';
import { ItemTrust, MaterialTrust } from './TrustFields';

interface Place {
  error: unknown;
  at: string;
}

export function LimitFields({ label, value, onChange, error, at }: Place & { label: string; value: Limit; onChange: (limit: Limit) => void }) {
  const t = useTexts(catalogueTexts);
  return (
    <div className="pair">
      <TextField label={label} type="number" min={1} max={1000} value={String(value.amount)} onChange={(n) => onChange({ ...value, amount: Number(n) })} error={error} at={`${at}.amount`} />
      <ChoiceField
        label={fill(t.unitOf, { name: label })} value={value.unit} onChange={(unit) => onChange({ ...value, unit: unit as Limit['unit'] })}
        choices={[{ value: 'workingDays', label: t.workingDays }, { value: 'workingHours', label: t.workingHours }]} error={error} at={`${at}.unit`}
      />
    </div>
  );
}

function NeededBy({ items, value, onChange, error, at }: Place & { items: ServiceItem[]; value: string[]; onChange: (codes: string[]) => void }) {
  const t = useTexts(catalogueTexts);
  const choose = (code: string, on: boolean) => onChange(items.map((i) => i.code).filter((c) => (c === code ? on : value.includes(c))));
  return (
    <fieldset className="choice-set">
      <legend>{t.neededBy}</legend>
      {items.map((i) => <CheckField key={i.code} label={pick(i.name) || i.code} checked={value.includes(i.code)} onChange={(on) => choose(i.code, on)} />)}
      <div className="field-wrong">{errorsAt(error, at).map((e) => e.message).join(' ')}</div>
    </fieldset>
  );
}

interface DialogProps<T> extends Place {
  onClose: () => void;
  onApply: (row: T) => void;
}

export function ItemDialog({ region, item, error, at, onClose, onApply }: DialogProps<ServiceItem> & { region: string; item: ServiceItem }) {
  const t = useTexts(catalogueTexts);
  const [row, setRow] = useState(item);
  const change = (next: Partial<ServiceItem>) => setRow({ ...row, ...next });
  return (
    <FormDialog title={t.editItem} submit={t.apply} wide onClose={onClose} onSubmit={async () => onApply(row)}>
      <TextPair label={t.name} value={row.name} onChange={(name) => change({ name })} error={error} at={`${at}.name`} />
      <div className="pair">
        <TextField label={t.code} hint={t.itemCodeHint} pattern="[a-z][a-z0-9_]{0,59}" value={row.code} onChange={(code) => change({ code })} error={error} at={`${at}.code`} />
        <DepartmentWithinField label={t.department} region={region} value={row.department} onChange={(department) => change({ department })} error={error} at={`${at}.department`} />
        <TextField label={t.itemCode} required={false} maxLength={60} value={row.itemCode ?? ''} onChange={(itemCode) => change({ itemCode })} error={error} at={`${at}.itemCode`} />
      </div>
      <TextField label={t.appliesWhen} required={false} hint={t.always} maxLength={1000} lines={2} value={row.appliesWhen ?? ''} onChange={(appliesWhen) => change({ appliesWhen })} error={error} at={`${at}.appliesWhen`} />
      <LimitFields label={t.promised} value={row.promised} onChange={(promised) => change({ promised })} error={error} at={`${at}.promised`} />
      <LimitFields label={t.statutory} value={row.statutory} onChange={(statutory) => change({ statutory })} error={error} at={`${at}.statutory`} />
      <TextField label={t.basis} required={false} maxLength={500} lines={2} value={row.basis ?? ''} onChange={(basis) => change({ basis })} error={error} at={`${at}.basis`} />
      <ItemTrust row={row} change={change} error={error} at={at} />
    </FormDialog>
  );
}

export function MaterialDialog({ items, material, error, at, onClose, onApply }: DialogProps<Material> & { items: ServiceItem[]; material: Material }) {
  const t = useTexts(catalogueTexts);
  const [row, setRow] = useState(material);
  const change = (next: Partial<Material>) => setRow({ ...row, ...next });
  return (
    <FormDialog title={t.editMaterial} submit={t.apply} wide onClose={onClose} onSubmit={async () => onApply(row)}>
      <TextPair label={t.name} value={row.name} onChange={(name) => change({ name })} error={error} at={`${at}.name`} />
      <TextField label={t.code} hint={t.codeHint} pattern="[a-z][a-z0-9_\-]{0,59}" value={row.code} onChange={(code) => change({ code })} error={error} at={`${at}.code`} />
      <div className="bar">
        <CheckField label={t.required} checked={row.required} onChange={(required) => change({ required })} />
        <CheckField label={`${t.main} — ${t.mainHint}`} checked={row.main} onChange={(main) => change({ main })} />
      </div>
      <NeededBy items={items} value={row.neededBy} onChange={(neededBy) => change({ neededBy })} error={error} at={`${at}.neededBy`} />
      <MaterialTrust row={row} change={change} error={error} at={at} />
      <TextPair label={t.hint} required={false} lines={2} value={row.hint ?? { zh: '', en: '' }} onChange={(hint) => change({ hint })} error={error} at={`${at}.hint`} />
    </FormDialog>
  );
}

export function FieldDialog({ items, field, error, at, onClose, onApply }: DialogProps<FormField> & { items: ServiceItem[]; field: FormField }) {
  const t = useTexts(catalogueTexts);
  const [row, setRow] = useState(field);
  const [choices, setChoices] = useState(writeChoices(field.choices ?? []));
  const change = (next: Partial<FormField>) => setRow({ ...row, ...next });
  const number = (text: string) => (text === '' ? null : Number(text));
  const hasRange = row.type === 'text' || row.type === 'number' || row.type === 'integer';
  return (
    <FormDialog title={t.editField} submit={t.apply} wide onClose={onClose} onSubmit={async () => onApply({ ...row, choices: row.type === 'choice' ? readChoices(choices) : [] })}>
      <TextPair label={t.label} value={row.label} onChange={(label) => change({ label })} error={error} at={`${at}.label`} />
      <div className="pair">
        <TextField label={t.code} hint={t.fieldNameHint} pattern="[A-Za-z][A-Za-z0-9_]{0,59}" value={row.name} onChange={(name) => change({ name })} error={error} at={`${at}.name`} />
        <ChoiceField label={t.type} value={row.type} onChange={(type) => change({ type: type as FormField['type'] })} choices={fieldTypes.map((type) => ({ value: type, label: t[`type_${type}`] }))} error={error} at={`${at}.type`} />
      </div>
      <div className="bar">
        <CheckField label={t.mandatory} checked={row.required} onChange={(required) => change({ required })} />
        <CheckField label={t.personal} checked={row.personal} onChange={(personal) => change({ personal })} />
      </div>
      {row.type === 'choice' && <TextField label={t.choices} hint={t.choicesHint} lines={5} value={choices} onChange={setChoices} error={error} at={`${at}.choices`} />}
      {hasRange && (
        <div className="pair">
          <TextField label={t.min} required={false} type="number" value={row.min === null ? '' : String(row.min)} onChange={(min) => change({ min: number(min) })} error={error} at={`${at}.min`} />
          <TextField label={t.max} required={false} type="number" value={row.max === null ? '' : String(row.max)} onChange={(max) => change({ max: number(max) })} error={error} at={`${at}.max`} />
        </div>
      )}
      <NeededBy items={items} value={row.neededBy} onChange={(neededBy) => change({ neededBy })} error={error} at={`${at}.neededBy`} />
      <TextField label={t.askedWhen} required={false} hint={t.always} maxLength={1000} lines={2} value={row.askedWhen ?? ''} onChange={(askedWhen) => change({ askedWhen })} error={error} at={`${at}.askedWhen`} />
      <TextPair label={t.hint} required={false} lines={2} value={row.hint ?? { zh: '', en: '' }} onChange={(hint) => change({ hint })} error={error} at={`${at}.hint`} />
    </FormDialog>
  );
}
