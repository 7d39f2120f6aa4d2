import { exact } from '../format';
import { formTexts } from '../form/texts';
import { fill, language, pick, useTexts } from '../texts';
import type { ReceiptAnswer } from './api';
import { Qr } from './qr';
import './receipt.css';
import { receiptTexts } from './texts';

/** What was received, with the way to follow it: on the screen and on paper. */
export function Receipt({ receipt }: { receipt: ReceiptAnswer }) {
  const t = useTexts(receiptTexts);
  const f = useTexts(formTexts);
  const wanted = language.use();
  const { promised, statutory } = receipt;
  return (
    <section className="receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">{pick(receipt.title, wanted)}</h2>
      <dl>
        <div><dt>{t.caseNumber}</dt><dd><span className="receipt-code">{receipt.caseNumber}</span></dd></div>
        <div><dt>{t.code}</dt><dd>{receipt.code === null ? t.codeGone : <span className="receipt-code">{receipt.code}</span>}</dd></div>
        {receipt.applicantName !== null && <div><dt>{t.applicant}</dt><dd>{receipt.applicantName}</dd></div>}
        <div><dt>{t.filedAt}</dt><dd>{exact(receipt.filedAt)}</dd></div>
        <div><dt>{t.region}</dt><dd>{pick(receipt.regionName, wanted)}</dd></div>
        <div><dt>{t.limit}</dt><dd>{fill(f[promised.unit], { n: promised.amount })}{t.comma}{t.dueFrom}{t.comma}{fill(t.statutory, { n: fill(f[statutory.unit], { n: statutory.amount }) })}</dd></div>
        <div>
          <dt>{t.materials}</dt>
          <dd>{receipt.materials.length === 0 ? t.materialsNone : <ul>{receipt.materials.map((m, i) => <li key={i}>{pick(m.name, wanted)} · {m.fileName}</li>)}</ul>}</dd>
        </div>
      </dl>
      {receipt.path !== null && (
        <div className="receipt-scan">
          <Qr text={new URL(receipt.path, location.origin).href} label={t.qr} />
          <span>{t.scan}</span>
        </div>
      )}
    </section>
  );
}
