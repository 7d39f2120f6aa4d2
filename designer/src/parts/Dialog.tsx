import { Alert, Button, Modal } from 'antd';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { newKey } from '../shared/api';
import { useTexts } from '../shared/texts';
import { ProblemText } from '../staff/states';
import { TextField } from './Field';
import { partTexts } from './texts';
import './parts.css';

interface FormDialogProps {
  title: string;
  /** What the button says that does it. */
  submit: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  wide?: boolean;
  onClose: () => void;
  /** Does it; a refusal stays in the dialog. The key is the same for the same intent sent again. */
  onSubmit: (key: string) => Promise<void>;
  /** Given the last refusal, so that fields can show their part of it. */
  children?: ReactNode | ((error: unknown) => ReactNode);
}

/** A dialog that is closed gives the focus back to what opened it. */
export function useFocusBack(): void {
  const opener = useRef(document.activeElement);
  useEffect(() => () => {
    const before = opener.current;
    if (before instanceof HTMLElement && before.isConnected) setTimeout(() => before.focus());
  }, []);
}

/** A dialog with a form: what was typed stays when it is refused. */
export function FormDialog({ title, submit, isDangerous, isDisabled, wide, onClose, onSubmit, children }: FormDialogProps) {
  const t = useTexts(partTexts);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef(newKey());
  useFocusBack();

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await onSubmit(key.current);
    } catch (problem) {
      setError(problem);
      // A refusal decided nothing; what is changed and sent again is another intent.
      if (!isUnanswered(problem)) key.current = newKey();
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal open title={title} onCancel={busy ? undefined : onClose} footer={null} mask={{ closable: false }} width={wide ? 960 : 560} destroyOnHidden>
      <form className="dialog" onSubmit={send}>
        {typeof children === 'function' ? children(error) : children}
        {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
        <div className="dialog-actions">
          <Button onClick={onClose} disabled={busy}>{t.cancel}</Button>
          <Button type="primary" danger={isDangerous} htmlType="submit" loading={busy} disabled={isDisabled}>{submit}</Button>
        </div>
      </form>
    </Modal>
  );
}

const isUnanswered = (problem: unknown): boolean => (problem as { status?: number }).status === 0;

/** A dialog that shows something and is closed. */
export function ShowDialog({ title, wide, onClose, close, children }: { title: string; wide?: boolean; onClose: () => void; close?: string; children: ReactNode }) {
  const t = useTexts(partTexts);
  useFocusBack();
  return (
    <Modal open title={title} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{close ?? t.close}</Button>} mask={{ closable: false }} width={wide ? 960 : 560} destroyOnHidden>
      <div className="dialog">{children}</div>
    </Modal>
  );
}

/** A secret that the server shows once. */
export function SecretDialog({ title, name, secret, onClose, children }: { title: string; name: string; secret: string; onClose: () => void; children?: ReactNode }) {
  const t = useTexts(partTexts);
  const [told, setTold] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setTold(t.copied);
    } catch {
      setTold(t.copyFailed);
    }
  };
  return (
    <ShowDialog title={title} onClose={onClose} close={t.kept}>
      <Alert type="warning" title={t.shownOnce} />
      <TextField label={name} value={secret} onChange={() => undefined} lines={3} readOnly />
      <div className="bar"><Button onClick={() => void copy()}>{t.copy}</Button><span role="status">{told}</span></div>
      {children}
    </ShowDialog>
  );
}
