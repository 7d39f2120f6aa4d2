import type { ReactNode } from 'react';

interface Props {
  title: ReactNode;
  isOpen?: boolean;
  onToggle?: (isOpen: boolean) => void;
  children: ReactNode;
}

/** What is not always needed, behind its title. */
export function Fold({ title, isOpen, onToggle, children }: Props) {
  return (
    <details className="codes" open={isOpen} onToggle={onToggle && ((event) => onToggle(event.currentTarget.open))}>
      <summary>{title}</summary>
      <div className="fold">{children}</div>
    </details>
  );
}
