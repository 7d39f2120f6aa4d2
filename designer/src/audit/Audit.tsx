import { useRoute } from 'wouter';
import { useTexts } from '../shared/texts';
import { AuditCase } from './AuditCase';
import { Search } from './Search';
import { auditTexts } from './texts';
import { WholeLog } from './WholeLog';
import '../parts/parts.css';

/** Audit (审计): what happened, by whom, and that nothing was changed afterwards. */
export default function Audit() {
  const t = useTexts(auditTexts);
  const [, params] = useRoute('/audit/:caseId?');
  return (
    <div className="stack">
      <h1>{t.audit}</h1>
      {params?.caseId ? <AuditCase key={params.caseId} caseId={params.caseId} /> : <><WholeLog /><Search /></>}
    </div>
  );
}
