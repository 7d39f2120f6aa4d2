import type { Problem, Severity } from '../bpmn/problems';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { lintTexts, designerTexts } from './texts';
import type { Checks } from './useChecks';

interface ProblemsProps {
  checks: Checks;
  nameOf: (id: string) => string;
  selected: string | null;
  onSelect: (id: string) => void;
}

export const countsOf = (problems: readonly Problem[]) => {
  const count = (severity: Severity) => problems.filter((p) => p.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), hints: count('hint') };
};

/** The server's findings and the lint's in one list; a line leads to its element. */
export function Problems({ checks, ...rest }: ProblemsProps) {
  const t = useTexts(designerTexts);
  const { problems, isChecking, isPartial } = checks;
  return (
    <div>
      <p role="status">{isChecking ? t.checking : problems.length === 0 ? t.noProblems : fill(t.problemCounts, countsOf(problems))}</p>
      {isPartial && <p className="field-wrong" role="alert">{t.checkFailed}</p>}
      <ProblemList problems={problems} {...rest} />
    </div>
  );
}

export function ProblemList({ problems, nameOf, selected, onSelect }: { problems: readonly Problem[] } & Omit<ProblemsProps, 'checks'>) {
  const t = useTexts(designerTexts);
  const lint = useTexts(lintTexts) as Record<string, string>;
  return (
    <ul className="problems">
      {problems.map((p, i) => {
        const words = p.message ?? lint[p.code] ?? p.code;
        const place = p.element === null ? t.wholeModel : nameOf(p.element);
        const body = (
          <>
            <Severe severity={p.severity} />
            <span>{words}</span>
            {p.rule && <span className="outline-type">{p.rule}</span>}
            <span className="outline-type">{place}{p.line !== null && ` · ${fill(t.line, { n: p.line })}`} · <code>{p.code}</code></span>
          </>
        );
        return (
          <li key={i}>
            {p.element === null
              ? <div className="outline-entry">{body}</div>
              : <button type="button" className="outline-entry" aria-current={p.element === selected ? 'true' : undefined} onClick={() => onSelect(p.element!)}>{body}</button>}
          </li>
        );
      })}
    </ul>
  );
}

function Severe({ severity }: { severity: Severity }) {
  const t = useTexts(designerTexts);
  if (severity === 'error') return <StateMark tone="bad">{t.error}</StateMark>;
  if (severity === 'warning') return <StateMark tone="bad" shape="▲">{t.warning}</StateMark>;
  return <StateMark tone="quiet">{t.hint}</StateMark>;
}
