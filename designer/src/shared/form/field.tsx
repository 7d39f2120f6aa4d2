import { createContext, useContext, useId, type ReactNode } from 'react';
import { fill, pick, useTexts } from '../texts';
import { tidyNumber, type Input } from './inputs';
import { formTexts } from './texts';
import type { Choice, FormField, ServiceItem } from './types';

/** How a form is shown: to a clerk in one dense view, to an applicant with explanations, simplified in elder mode. */
export type Manner = 'clerk' | 'applicant' | 'simple';

/** What all fields of a form share; `applying` are the codes of the items that apply or may apply. */
export const FormManner = createContext<{ manner: Manner; items: readonly ServiceItem[]; applying: readonly string[] }>({ manner: 'applicant', items: [], applying: [] });

interface FrameProps {
  id: string;
  label: ReactNode;
  required?: boolean;
  hint?: ReactNode;
  neededBy?: readonly string[];
  error?: string | null;
  /** A group of controls: its label is a legend. */
  group?: boolean;
  children: (described: { 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }) => ReactNode;
}

/** Label, hint, who needs it, and what is wrong, tied to the control. */
export function FieldFrame({ id, label, required = true, hint, neededBy, error, group = false, children }: FrameProps) {
  const t = useTexts(formTexts);
  const { manner } = useContext(FormManner);
  const hasNeed = neededBy !== undefined && neededBy.length > 0 && manner !== 'simple';
  const described = [hint ? `${id}-hint` : '', hasNeed ? `${id}-need` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const title = (
    <>
      {label}
      <span className={required ? 'f-required' : 'f-optional'}>{required ? t.required : t.optional}</span>
    </>
  );
  const inside = (
    <>
      {hint ? <div id={`${id}-hint`} className="f-hint">{hint}</div> : null}
      {children({ 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': error ? true : undefined })}
      {error ? <div id={`${id}-error`} className="f-error"><span aria-hidden="true">✕ </span>{error}</div> : null}
      {hasNeed && <Need id={`${id}-need`} codes={neededBy} />}
    </>
  );
  return group ? (
    <fieldset className={error ? 'f-field f-wrong' : 'f-field'} id={id} aria-describedby={described === '' ? undefined : described}>
      <legend className="f-label">{title}</legend>
      {inside}
    </fieldset>
  ) : (
    <div className={error ? 'f-field f-wrong' : 'f-field'}>
      <label className="f-label" htmlFor={id}>{title}</label>
      {inside}
    </div>
  );
}

const namesShownMax = 2;

/** Who needs it: each thing is asked once for all of them. */
export function Need({ id, codes }: { id?: string; codes: readonly string[] }) {
  const t = useTexts(formTexts);
  const { items, applying, manner } = useContext(FormManner);
  const names = codes.map((code) => pick(items.find((i) => i.code === code)?.name) || code);
  if (applying.length > 1 && applying.every((code) => codes.includes(code))) return <div id={id} className="f-need">{t.neededByAll}</div>;
  const whole = fill(t.neededBy, { names: names.join(t.comma) });
  if (names.length <= namesShownMax + 1) return <div id={id} className="f-need">{whole}</div>;
  const short = fill(t.neededByMore, { names: names.slice(0, namesShownMax).join(t.comma), n: names.length, rest: names.length - namesShownMax });
  if (manner === 'clerk') return <div id={id} className="f-need" title={whole}>{short}</div>;
  return <details id={id} className="f-need"><summary>{short}</summary>{names.join(t.comma)}</details>;
}

interface TextProps {
  id: string;
  value: string;
  onInput: (value: string) => void;
  onLeave: () => void;
  described: object;
  required: boolean;
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  type?: 'text' | 'date' | 'tel';
  autoComplete?: string;
  maxLength?: number;
}

export function TextInput({ id, value, onInput, onLeave, described, required, inputMode, type = 'text', autoComplete = 'off', maxLength }: TextProps) {
  return (
    <input
      id={id} className="f-input" type={type} inputMode={inputMode} autoComplete={autoComplete} maxLength={maxLength} value={value}
      aria-required={required} onChange={(e) => onInput(e.target.value)} onBlur={onLeave} {...described}
    />
  );
}

/** An identity number or credit code: tidied while it is typed, with the count of its characters. */
export function NumberCode({ length = 18, ...props }: Omit<TextProps, 'inputMode' | 'type' | 'maxLength'> & { length?: number }) {
  const t = useTexts(formTexts);
  return (
    <div className="f-code">
      <TextInput {...props} onInput={(v) => props.onInput(tidyNumber(v))} maxLength={length + 8} />
      <span className="f-count">
        <span aria-hidden="true">{props.value.length}/{length}</span>
        <span className="visually-hidden">{fill(t.lengthOf, { n: props.value.length, max: length })}</span>
      </span>
    </div>
  );
}

interface RadiosProps {
  id: string;
  choices: { value: string; label: string }[];
  value: string | undefined;
  onInput: (value: string) => void;
  onLeave: () => void;
  invalid?: boolean;
}

export function Radios({ id, choices, value, onInput, onLeave, invalid }: RadiosProps) {
  const name = useId();
  return (
    <div className="f-radios" data-wrong={invalid || undefined}>
      {choices.map((c) => (
        <label key={c.value} className="f-radio">
          <input type="radio" name={name} value={c.value} checked={value === c.value} data-field={id} onChange={() => onInput(c.value)} onBlur={onLeave} />
          <span>{c.label}</span>
        </label>
      ))}
    </div>
  );
}

interface FieldProps {
  field: FormField;
  id: string;
  neededBy: readonly string[];
  input: Input;
  error: string | null;
  onInput: (input: Input) => void;
  onLeave: () => void;
}

const radiosMax = 5;
const longText = 200;

/** One question of a joint item's form. */
export function Field({ field, id, neededBy, input, error, onInput, onLeave }: FieldProps) {
  const t = useTexts(formTexts);
  const { manner } = useContext(FormManner);
  const frame = { id, label: pick(field.label), required: field.required, hint: hintOf(field, t), neededBy, error };
  const text = input === undefined ? '' : String(input);
  const named = (choices: readonly Choice[]) => choices.map((c) => ({ value: c.value, label: pick(c.label) }));
  const shared = { id, onInput, onLeave, required: field.required };

  if (field.type === 'boolean') {
    const choices = [{ value: 'true', label: t.yes }, { value: 'false', label: t.no }];
    return <FieldFrame {...frame} group>{() => <Radios id={id} choices={choices} value={input === undefined ? undefined : text} onInput={(v) => onInput(v === 'true')} onLeave={onLeave} invalid={error !== null} />}</FieldFrame>;
  }
  if (field.type === 'choice') {
    const choices = named(field.choices ?? []);
    if (manner !== 'clerk' && choices.length <= radiosMax) {
      return <FieldFrame {...frame} group>{() => <Radios id={id} choices={choices} value={text} onInput={onInput} onLeave={onLeave} invalid={error !== null} />}</FieldFrame>;
    }
    return (
      <FieldFrame {...frame}>
        {(described) => (
          <select id={id} className="f-input" value={text} aria-required={field.required} onChange={(e) => onInput(e.target.value === '' ? undefined : e.target.value)} onBlur={onLeave} {...described}>
            <option value="">{t.choose}</option>
            {choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
          </select>
        )}
      </FieldFrame>
    );
  }
  if (field.type === 'text' && field.min === 18 && field.max === 18) {
    return <FieldFrame {...frame}>{(described) => <NumberCode {...shared} value={text} described={described} />}</FieldFrame>;
  }
  if (field.type === 'text' && (field.max ?? 0) > longText) {
    return (
      <FieldFrame {...frame}>
        {(described) => <textarea id={id} className="f-input" rows={4} value={text} aria-required={field.required} onChange={(e) => onInput(e.target.value)} onBlur={onLeave} {...described} />}
      </FieldFrame>
    );
  }
  const inputMode = field.type === 'integer' && (field.min ?? 0) >= 0 ? 'numeric' : field.type === 'number' ? 'decimal' : 'text';
  return <FieldFrame {...frame}>{(described) => <TextInput {...shared} value={text} described={described} inputMode={inputMode} type={field.type === 'date' ? 'date' : 'text'} />}</FieldFrame>;
}

/** The form's own hint and, of numbers, their bounds. */
function hintOf(field: FormField, t: { range: string; rangeFrom: string; rangeTo: string }): string | null {
  const own = pick(field.hint);
  const isNumber = field.type === 'integer' || field.type === 'number';
  const { min, max } = field;
  const bounds = !isNumber ? ''
    : min != null && max != null ? fill(t.range, { min, max })
    : min != null ? fill(t.rangeFrom, { min })
    : max != null ? fill(t.rangeTo, { max }) : '';
  return [own, bounds].filter(Boolean).join(' ') || null;
}
