import type { LintReport } from './lint';

/** What the server finds in a definition: POST /api/definitions/{key}?dryRun=true. */
export interface Finding {
  severity: string;
  code: string;
  element: string | null;
  message: string;
  /** What holds in general, and how to mend it. */
  rule?: string | null;
  line: number | null;
}

/** error: cannot be deployed · warning: will not run as drawn · hint: reads badly */
export type Severity = 'error' | 'warning' | 'hint';

export interface Problem {
  severity: Severity;
  code: string;
  element: string | null;
  /** The server's words; null where the text is that of the code. */
  message: string | null;
  rule: string | null;
  line: number | null;
}

/** The codes with which the server says the same as a rule of the lint. */
const same: Record<string, readonly string[]> = {
  'conditional-flows': ['condition-missing', 'default-with-condition', 'default-not-outgoing'],
  'end-event-required': ['missing-end'],
  'no-disconnected': ['unreachable', 'missing-outgoing', 'dangling-reference'],
  'no-implicit-end': ['implicit-end', 'missing-outgoing'],
  'single-blank-start-event': ['several-starts'],
  'start-event-required': ['missing-start'],
};

// Only the server refuses a deployment, so nothing of the lint is an error.
const warnings = new Set(['conditional-flows', 'end-event-required', 'fake-join', 'no-disconnected', 'no-implicit-end', 'no-implicit-split', 'single-blank-start-event', 'start-event-required']);
const order: Record<Severity, number> = { error: 0, warning: 1, hint: 2 };

/** The server's findings and the lint's in one list, each said once, the worst first. */
export function mergeProblems(findings: readonly Finding[], reports: readonly LintReport[]): Problem[] {
  const said = new Set(findings.map((f) => `${f.code} ${f.element}`));
  const saidOfWhole = new Set(findings.map((f) => f.code));
  const problems: Problem[] = [];
  const listed = new Set<string>();
  const put = (problem: Problem) => {
    const key = `${problem.code} ${problem.element} ${problem.message}`;
    if (!listed.has(key)) problems.push(problem);
    listed.add(key);
  };
  for (const f of findings) put({ severity: f.severity === 'error' ? 'error' : 'warning', code: f.code, element: f.element, message: f.message, rule: f.rule ?? null, line: f.line });
  for (const { rule, element } of reports) {
    const codes = same[rule] ?? [];
    const isOfWhole = rule.endsWith('-required') && rule !== 'label-required';
    if (codes.some((code) => said.has(`${code} ${element}`) || (isOfWhole && saidOfWhole.has(code)))) continue;
    put({ severity: warnings.has(rule) ? 'warning' : 'hint', code: rule, element, message: null, rule: null, line: null });
  }
  return problems.sort((a, b) => order[a.severity] - order[b.severity] || (a.line ?? 1e9) - (b.line ?? 1e9));
}

/** The worst problem of each element, for the marks on the drawing. */
export function worstByElement(problems: readonly Problem[]): Map<string, { severity: Severity; count: number }> {
  const worst = new Map<string, { severity: Severity; count: number }>();
  for (const { element, severity } of problems) {
    if (element === null) continue;
    const known = worst.get(element);
    if (!known) worst.set(element, { severity, count: 1 });
    else worst.set(element, { severity: order[severity] < order[known.severity] ? severity : known.severity, count: known.count + 1 });
  }
  return worst;
}
