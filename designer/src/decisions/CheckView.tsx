import { Fragment } from 'react';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import type { Analysis, Checked, Model } from './api';
import { decisionTexts } from './texts';
import type { CheckState } from './useCheck';

interface Props {
  check: CheckState;
  model: Model;
  onFind: (element: string) => void;
}

export const countsOf = (checked: Checked | null) => ({
  errors: checked?.findings.filter((f) => f.severity === 'error').length ?? 0,
  warnings: (checked?.findings.filter((f) => f.severity === 'warning').length ?? 0) + (checked?.analysis.length ?? 0),
  failed: checked?.tests.filter((r) => !r.passed).length ?? 0,
});

/** What the server finds: problems, tests that fail, and where a table's rules overlap or leave gaps. Each leads to its element. */
export function CheckView({ check, model, onFind }: Props) {
  const t = useTexts(decisionTexts);
  const { checked, isChecking, error } = check;
  if (checked === null) return error === null ? <Loading /> : <Failed error={error} />;
  const counts = countsOf(checked);
  const failing = checked.tests.filter((r) => !r.passed);
  const kinds: Record<Analysis['kind'], string> = { overlap: t.overlap, gap: t.gap, masked: t.masked, limit: t.limit };
  return (
    <div className="stack" aria-busy={isChecking}>
      <p role="status">{isChecking ? t.checking : counts.errors + counts.warnings + counts.failed === 0 ? t.clean : fill(t.counts, counts)}</p>
      {error !== null && <Failed error={error} />}
      <section className="panel">
        <h2>{t.findings}</h2>
        {checked.findings.length === 0 ? <p>{t.clean}</p> : (
          <ul className="problems">
            {checked.findings.map((f, i) => (
              <li key={i}>
                <Entry element={f.element} onFind={onFind}>
                  <StateMark tone="bad" shape={f.severity === 'error' ? '✕' : '▲'}>{f.severity === 'error' ? t.error : t.warning}</StateMark>
                  <span>{f.message}</span>
                  <span className="outline-type">{f.element ?? t.whole}{f.line !== null && ` · ${fill(t.line, { n: f.line })}`} · <code>{f.code}</code></span>
                </Entry>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="panel">
        <h2>{t.failing}</h2>
        {model.tests.length === 0 ? <p>{t.noTests}</p> : failing.length === 0 ? <p>{fill(t.allPassed, { n: checked.tests.length })}</p> : (
          <ul className="problems">
            {failing.map((r) => (
              <li key={`${r.test} ${r.case} ${r.result}`}>
                <div className="outline-entry">
                  <StateMark tone="bad">{fill(t.testsN, { n: r.test + 1 })} · {t.case} {r.case} · {r.result}</StateMark>
                  <span>{t.expected} <code>{r.expected ?? 'null'}</code></span>
                  <span>{t.actual} <code>{r.actual ?? 'null'}</code></span>
                </div>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="panel">
        <h2>{t.analysis}</h2>
        {checked.analysis.length === 0 ? <p>{t.noAnalysis}</p> : (
          <ul className="problems">
            {checked.analysis.map((a, i) => (
              <li key={i}>
                <Entry element={a.table} onFind={onFind}>
                  <StateMark tone={a.kind === 'limit' ? 'quiet' : 'bad'} shape={a.kind === 'limit' ? undefined : '▲'}>{kinds[a.kind]}{a.rules.length > 0 && ` · ${a.rules.map((n) => fill(t.ruleN, { n })).join(t.comma)}`}</StateMark>
                  <span>{a.message}</span>
                  {Object.keys(a.example).length > 0 && <Example of={a.example} />}
                </Entry>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Entry({ element, onFind, children }: { element: string | null; onFind: (element: string) => void; children: React.ReactNode }) {
  if (element === null) return <div className="outline-entry">{children}</div>;
  return <button type="button" className="outline-entry" onClick={() => onFind(element)}>{children}</button>;
}

function Example({ of }: { of: Record<string, string> }) {
  const t = useTexts(decisionTexts);
  const [before = '', after = ''] = t.example.split('{inputs}');
  return <span className="outline-type">{before}{Object.entries(of).map(([name, feel], i) => <Fragment key={name}>{i > 0 && t.comma}<code>{name} = {feel}</code></Fragment>)}{after}</span>;
}
