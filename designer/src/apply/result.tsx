import { useState } from 'react';
import { bytes, exact } from '../shared/format';
import { pick, fill, useTexts } from '../shared/texts';
import { StatusMark } from './caseLines';
import { Rows } from './checkStep';
import { checkWords, type OwnCase, type Progress, type Proof } from './progress';
import { progressTexts } from './texts';

const granted = 11;
const denied = 13;

/** The decision and what was issued with it; printed as one sheet. */
export function ResultView({ progress, holder, proof }: { progress: Progress; holder?: string | null; proof?: Proof | undefined }) {
  const t = useTexts(progressTexts);
  if (progress.decision === null && progress.reason === null) return null;
  return (
    <section className="card result" aria-labelledby="result-title">
      <div className="card-head">
        <h2 id="result-title">{t.result}</h2>
        <button type="button" className="f-button no-print" onClick={() => print()}>{t.print}</button>
      </div>
      {progress.decision !== null && <p className="state-line"><StatusMark status={progress.decision === 'grant' ? granted : denied}>{progress.decision === 'grant' ? t.granted : t.denied}</StatusMark></p>}
      {progress.reason !== null && <p>{fill(t.reason, { reason: progress.reason })}</p>}
      {holder && <Rows rows={[[t.holder, holder]]} />}
      {progress.decision === 'grant' && (
        <>
          <h3>{t.documents}</h3>
          {progress.results.length === 0 ? <p className="quiet">{t.documentsNone}</p> : (
            <ul className="lines">
              {progress.results.map((r, i) => <li key={i} className="line"><span className="line-main"><strong>{r.name}</strong><span>{fill(t.documentNumber, { number: r.number })}</span></span></li>)}
            </ul>
          )}
        </>
      )}
      {proof && <ProofView proof={proof} />}
    </section>
  );
}

function ProofView({ proof }: { proof: Proof }) {
  const t = useTexts(progressTexts);
  return (
    <>
      <h3>{t.proof}</h3>
      <p><StatusMark status={proof.intact ? granted : denied}>{proof.intact ? fill(t.proofIntact, { n: proof.events, at: exact(proof.checkedAt) }) : t.proofBroken}</StatusMark></p>
      <p className="quiet">{t.proofText}</p>
      <Rows rows={[
        [t.proofWords, <span key="words" className="words">{checkWords(proof.head.hash).map((w, i) => <span key={i}>{w}</span>)}</span>],
        [t.proofHash, <code key="hash">{proof.head.hash}</code>],
      ]} />
    </>
  );
}

/** What was handed in, each with the checksum it was received with. */
export function MaterialsView({ own }: { own: OwnCase }) {
  const t = useTexts(progressTexts);
  const [isOpen, setOpen] = useState(false);
  if (own.materials.length === 0) return null;
  return (
    <details className="card" open={isOpen} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t.materials} ({own.materials.length})</summary>
      <ul className="lines">
        {own.materials.map((m) => (
          <li key={m.material + m.fileId} className="line">
            <span className="line-main">
              <strong>{pick(m.name)}</strong>
              <span className="quiet">{m.fileName} · {bytes(m.size)}</span>
              <span className="quiet hash">{t.checksum} {m.sha256}</span>
            </span>
            <a className="f-button no-print" href={`/api/cases/${own.caseId}/materials/${m.fileId}`} download aria-label={fill(t.downloadOf, { name: m.fileName })}>{t.download}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
