import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { receiptOf } from '../shared/receipt/api';
import { Receipt } from '../shared/receipt/receipt';
import { receiptTexts } from '../shared/receipt/texts';
import { useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';

/** A receipt once more, to be printed again. */
export function ReceiptDrawer({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const t = useTexts(receiptTexts);
  return (
    <Drawer open title={t.title} onClose={onClose} size={720} rootClassName="receipt-drawer">
      <ReceiptOf caseId={caseId} />
    </Drawer>
  );
}

export function ReceiptOf({ caseId }: { caseId: string }) {
  const t = useTexts(receiptTexts);
  const receipt = useQuery({ queryKey: ['receipt', caseId], queryFn: () => receiptOf(caseId), staleTime: Infinity });
  if (receipt.error !== null) return <Failed error={receipt.error} onRetry={() => void receipt.refetch()} />;
  if (receipt.data === undefined) return <Loading />;
  return (
    <>
      <Receipt receipt={receipt.data} />
      <div className="desk-row no-print"><button type="button" className="f-button f-primary" onClick={() => print()}>{t.print}</button></div>
    </>
  );
}
