import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Notice } from '../shared/form/notice';
import { fill, useTexts } from '../shared/texts';
import type { FiledAnswer } from './api';
import { ReceiptOf } from './receiptDrawer';
import { windowTexts } from './texts';

/** The receipt, to be printed and handed over; then the next applicant. */
export function Filed({ filed, jointItem }: { filed: FiledAnswer; jointItem: string }) {
  const t = useTexts(windowTexts);
  const next = useRef<HTMLDivElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
    next.current?.querySelector('a')?.focus();
  }, []);
  return (
    <>
      <h1 className="no-print">{t.title}</h1>
      <div className="no-print"><Notice tone="good"><strong>{fill(t.filed, { number: filed.caseNumber })}</strong></Notice></div>
      <ReceiptOf caseId={filed.caseId} />
      <div className="desk-row no-print" ref={next}>
        <Link className="f-button f-primary" href={`/window/${jointItem}`}>{t.next}</Link>
        <Link className="f-button" href={`/cases/${filed.caseId}`}>{t.openCase}</Link>
        <Link className="f-button" href="/window">{t.back}</Link>
      </div>
    </>
  );
}
