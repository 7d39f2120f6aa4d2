import { Alert, Button } from 'antd';
import { useContext, useEffect, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTexts } from '../../shared/texts';
import { ProblemText } from '../../staff/states';
import { FormLevel } from '../parts';
import { caseTexts } from '../texts';

interface FrameProps {
  title: string;
  submit: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  /** Ready to be sent; says by itself what is wrong when not. */
  onSubmit: () => void;
  onCancel: () => void;
  /** Name of the button that closes the form. */
  cancel?: string;
  foot?: ReactNode;
  children: ReactNode;
}

/** A form over the case's page, in its flow: what is decided on stays visible. Ctrl+Enter sends, Escape closes. */
export function FormFrame({ title, submit, danger, busy, error, onSubmit, onCancel, cancel, foot, children }: FrameProps) {
  const t = useTexts(caseTexts);
  const form = useRef<HTMLFormElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    opener.current = document.activeElement;
    form.current?.querySelector<HTMLElement>('input:checked, input:not([type=hidden]), select, textarea, button[type=submit]')?.focus();
    form.current?.scrollIntoView?.({ block: 'nearest' });
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, []);

  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.current?.requestSubmit();
    }
  };
  const sent = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return (
    <form ref={form} className="act-form" aria-label={title} onSubmit={sent} onKeyDown={keys} noValidate>
      {useContext(FormLevel) === 2 ? <h2 className="part-title">{title}</h2> : <h3>{title}</h3>}
      {children}
      {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
      <div className="act-row">
        <Button type="primary" danger={danger} htmlType="submit" loading={busy}>{submit}</Button>
        <Button onClick={onCancel}>{cancel ?? t.cancel}</Button>
        {foot}
      </div>
    </form>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  error?: string | null;
  children: ReactNode;
}

/** A labelled control with what is wrong with it. The control itself takes `id` and `aria-describedby`. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && <div className="quiet" id={`${id}-hint`}>{hint}</div>}
      {error && <div className="wrong" role="alert" id={`${id}-wrong`}>{error}</div>}
    </div>
  );
}
