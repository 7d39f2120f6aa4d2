import { Link, useParams } from 'wouter';
import { receiptOf } from '../shared/receipt/api';
import { Receipt } from '../shared/receipt/receipt';
import { receiptTexts } from '../shared/receipt/texts';
import { session } from '../shared/session';
import { useTexts } from '../shared/texts';
import { useLoad } from './load';
import { SignIn } from './signIn';
import { Failed, Loading, Notice } from './states';

export function ReceiptPage() {
  const t = useTexts(receiptTexts);
  const { id } = useParams<{ id: string }>();
  const who = session.use();
  const receipt = useLoad(who?.account ? `receipt ${id}` : null, (signal) => receiptOf(id, signal));
  if (!who?.account) return <SignIn to={`/cases/${id}/receipt`} />;
  if (receipt.data === undefined) return receipt.error !== null ? <Failed error={receipt.error} onRetry={receipt.reload} /> : <Loading />;
  const isSent = (history.state as { isSent?: boolean } | null)?.isSent === true;
  return (
    <>
      <h1>{t.title}</h1>
      {isSent ? <div className="no-print"><Notice tone="good"><strong>{t.sent}</strong><p>{t.sentHint}</p></Notice></div> : <p className="no-print">{t.keep}</p>}
      <Receipt receipt={receipt.data} />
      <div className="row no-print">
        <button type="button" className="f-button f-primary" onClick={() => print()}>{t.print}</button>
        <Link className="f-button" href={`/cases/${id}`}>{t.progress}</Link>
      </div>
    </>
  );
}
