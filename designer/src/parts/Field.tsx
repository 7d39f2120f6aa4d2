import { useId, type ReactNode } from 'react';
import { ApiProblem, type FieldProblem } from '../shared/api';
import type { Text } from '../shared/texts';
import { useTexts } from '../shared/texts';
import { partTexts } from './texts';
import './parts.css';

/** What the server says of one field (`$.name`) and of what lies within it. */
export function errorsAt(error: unknown, field: string | undefined): FieldProblem[] {
  if (!(error instanceof ApiProblem) || field === undefined) return [];
  return error.errors.filter((e) => e.field === field || (e.field.startsWith(field) && /^[.[]/.test(e.field.slice(field.length))));
}

export interface ControlProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  required?: boolean;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  required?: boolean;
  /** A filter: nobody expects to have to fill it in. */
  isFilter?: boolean;
  /** The refusal, and where in the body this field stands. */
  error?: unknown;
  at?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A label, a control, a hint and what the server found wrong with it. */
export function Field({ label, hint, required = true, isFilter = false, error, at, children }: FieldProps) {
  const t = useTexts(partTexts);
  const id = useId();
  const wrong = errorsAt(error, at);
  const described = [hint ? `${id}-hint` : '', wrong.length > 0 ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}{!required && !isFilter && <span className="muted"> {t.optional}</span>}</label>
      {children({ id, required: (required && !isFilter) || undefined, ...(described ? { 'aria-describedby': described } : {}), ...(wrong.length > 0 ? { 'aria-invalid': true as const } : {}) })}
      {hint && <div id={`${id}-hint`} className="muted">{hint}</div>}
      {wrong.length > 0 && (
        <div id={`${id}-wrong`} className="field-wrong">
          {wrong.map((e, i) => <div key={i}><span aria-hidden="true">✕ </span><WithinField at={at!} error={e} />{e.message}</div>)}
        </div>
      )}
    </div>
  );
}

/** Which part of a larger field is meant: `off[0]` of a notice. */
function WithinField({ at, error }: { at: string; error: FieldProblem }) {
  const within = error.field.slice(at.length).replace(/^\./, '');
  return within === '' ? null : <><code>{within}</code> </>;
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'date' | 'number' | 'password' | 'search' | 'url';
  pattern?: string;
  maxLength?: number;
  lines?: number;
  list?: string;
  min?: number | string;
  max?: number | string;
  autoComplete?: string;
  readOnly?: boolean;
}

export function TextField({ value, onChange, type = 'text', lines, pattern, maxLength, list, min, max, autoComplete = 'off', readOnly, ...field }: TextFieldProps) {
  const shared = { value, maxLength, readOnly, autoComplete, className: 'control' };
  return (
    <Field isFilter={type === 'search'} {...field}>
      {(control) => lines === undefined
        ? <input {...control} {...shared} type={type} pattern={pattern} list={list} min={min} max={max} onChange={(e) => onChange(e.target.value)} />
        : <textarea {...control} {...shared} rows={lines} onChange={(e) => onChange(e.target.value)} />}
    </Field>
  );
}

export interface Choice {
  value: string;
  label: string;
}

interface ChoiceFieldProps extends Omit<FieldProps, 'children'> {
  value: string;
  onChange: (value: string) => void;
  choices: Choice[];
  /** The words for no choice; left out there is none. */
  none?: string;
}

export function ChoiceField({ value, onChange, choices, none, ...field }: ChoiceFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <select {...control} className="control" value={value} onChange={(e) => onChange(e.target.value)}>
          {none !== undefined && <option value="">{none}</option>}
          {value !== '' && !choices.some((c) => c.value === value) && <option value={value}>{value}</option>}
          {choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
        </select>
      )}
    </Field>
  );
}

export function CheckField({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return <label className="check"><input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} /><span>{label}</span></label>;
}

/** The same in the two languages of the product. */
export function TextPair({ label, value, onChange, required = true, error, at, lines }: {
  label: string; value: Text; onChange: (value: Text) => void; required?: boolean; error?: unknown; at?: string; lines?: number;
}) {
  const t = useTexts(partTexts);
  return (
    <div className="pair">
      <TextField label={`${label} · ${t.zh}`} value={value.zh} onChange={(zh) => onChange({ ...value, zh })} required={required} error={error} at={at && `${at}.zh`} lines={lines} />
      <TextField label={`${label} · ${t.en}`} value={value.en} onChange={(en) => onChange({ ...value, en })} required={required} error={error} at={at && `${at}.en`} lines={lines} />
    </div>
  );
}
