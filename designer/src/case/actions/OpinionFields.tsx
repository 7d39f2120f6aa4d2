import { Button, Input, type InputRef } from 'antd';
import { useRef, type ComponentRef } from 'react';
import { fill, useTexts } from '../../shared/texts';
import type { OpinionKind } from '../api';
import { reviewTexts } from '../reviewTexts';
import { caseTexts } from '../texts';
import { Field } from './FormFrame';
import { inserted, kindText, type OpinionDraft } from './opinion';
import { Phrases } from './Phrases';

interface Props {
  /** Makes the ids of the controls unique on the page. */
  id: string;
  draft: OpinionDraft;
  kinds: readonly OpinionKind[];
  wrong: { field: string; text: keyof typeof caseTexts } | null;
  onChange: (draft: OpinionDraft) => void;
}

const CONDITIONS_MAX = 50;

/** 意见: its kind, its reason with phrases, its conditions. */
export function OpinionFields({ id, draft, kinds, wrong, onChange }: Props) {
  const t = useTexts(caseTexts);
  const words = useTexts(reviewTexts);
  const reason = useRef<ComponentRef<typeof Input.TextArea>>(null);
  const last = useRef<InputRef>(null);
  const wrongOf = (field: string) => (wrong?.field === field ? t[wrong.text] : null);

  const insert = (phrase: string) => {
    const area = reason.current?.resizableTextArea?.textArea;
    const end = draft.reason.length;
    const put = inserted(draft.reason, phrase, area?.selectionStart ?? end, area?.selectionEnd ?? end);
    onChange({ ...draft, reason: put.text });
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(put.cursor, put.cursor);
    });
  };
  const setCondition = (i: number, text: string) => onChange({ ...draft, conditions: draft.conditions.map((c, at) => (at === i ? text : c)) });

  return (
    <>
      <fieldset className="choices">
        <legend>{t.opinionKind}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="choice">
            <input type="radio" name={`${id}-kind`} checked={draft.kind === kind} onChange={() => onChange({ ...draft, kind })} />
            {t[kindText[kind]]}
          </label>
        ))}
        {wrongOf('kind') && <div className="wrong" role="alert">{wrongOf('kind')}</div>}
      </fieldset>
      {draft.kind === 'conditional' && (
        <fieldset className="conditions">
          <legend>{t.conditions}</legend>
          {draft.conditions.map((condition, i) => (
            <div key={i} className="act-row">
              <Input ref={i === draft.conditions.length - 1 ? last : undefined} value={condition} maxLength={500} aria-label={fill(t.conditionN, { n: i + 1 })}
                onChange={(e) => setCondition(i, e.target.value)} />
              {draft.conditions.length > 1 && <Button aria-label={fill(t.conditionRemove, { n: i + 1 })}
                onClick={() => onChange({ ...draft, conditions: draft.conditions.filter((_, at) => at !== i) })}>{t.remove}</Button>}
            </div>
          ))}
          {draft.conditions.length < CONDITIONS_MAX && <Button onClick={() => {
            onChange({ ...draft, conditions: [...draft.conditions, ''] });
            requestAnimationFrame(() => last.current?.focus());
          }}>{t.conditionAdd}</Button>}
          <label className="choice">{words.conditionDays} <Input type="number" min={1} max={1000} style={{ width: '8em' }} value={draft.conditionDays ?? ''} onChange={(e) => onChange({ ...draft, conditionDays: e.target.value })} /></label>
          {wrongOf('conditions') && <div className="wrong" role="alert">{wrongOf('conditions')}</div>}
        </fieldset>
      )}
      <Field id={`${id}-reason`} label={draft.kind === 'negative' ? t.reasonNeeded : t.reason} error={wrongOf('reason')}>
        <Input.TextArea ref={reason} id={`${id}-reason`} value={draft.reason} maxLength={2000} autoSize={{ minRows: 3, maxRows: 12 }}
          aria-required={draft.kind === 'negative'} aria-invalid={wrong?.field === 'reason'} aria-describedby={wrong?.field === 'reason' ? `${id}-reason-wrong` : undefined}
          onChange={(e) => onChange({ ...draft, reason: e.target.value })} />
      </Field>
      <Phrases current={draft.reason} onInsert={insert} />
    </>
  );
}
