import { useQuery } from '@tanstack/react-query';
import { api, query } from '../shared/api';
import type { Text } from '../shared/texts';

/** A decision model as it is published: DMN, what is asked of it, and its table tests in the TCK's format. */
export interface Model {
  xml: string;
  /** Id or name of the decision (or decision service) that is asked. */
  decision: string;
  tests: string[];
}

export interface ModelLine {
  code: string;
  version: number;
  publishedAt: string;
  name: Text;
  decision: string;
  by?: string | null;
  /** Steps of definitions that decide by it, where the server says so. */
  usedBy?: { definition: string; element: string }[] | null;
}

export interface Published extends ModelLine {
  model: Model;
}

export interface Finding {
  severity: 'error' | 'warning';
  code: string;
  /** Id of the element, or of the test case; null for the whole text. */
  element: string | null;
  message: string;
  line: number | null;
  column: number | null;
}

export interface Askable {
  id: string;
  name: string;
  kind: 'decision' | 'knowledge' | 'service';
  type: string;
  inputs: { name: string; type: string }[];
}

export interface TestResult {
  /** Which of the tests' files. */
  test: number;
  case: string;
  result: string;
  passed: boolean;
  expected: string | null;
  actual: string | null;
}

export interface Analysis {
  kind: 'overlap' | 'gap' | 'masked' | 'limit';
  table: string;
  rules: number[];
  example: Record<string, string>;
  message: string;
}

export interface Checked {
  deployable: boolean;
  decisions: Askable[];
  findings: Finding[];
  tests: TestResult[];
  analysis: Analysis[];
}

export interface TableTrace {
  element: string;
  hitPolicy: 'unique' | 'first' | 'priority' | 'any' | 'collect' | 'ruleOrder' | 'outputOrder';
  inputs: { name: string; feel: string }[];
  matched: { number: number; id: string; outputs: { name: string; feel: string }[]; annotations: string[] }[];
}

export interface DecisionTrace {
  id: string;
  name: string;
  feel: string;
  tables: TableTrace[];
}

export interface Trial {
  feel: string;
  error: boolean;
  diagnostics: { code: string; message: string }[];
  outcome: 'grant' | 'deny' | 'person';
  explanation: Text;
  decisions: DecisionTrace[];
}

export const modelsKey = ['rules'] as const;

const at = (code: string): string => `/api/rules/${encodeURIComponent(code)}`;

export const useModels = () => useQuery({ queryKey: modelsKey, queryFn: ({ signal }) => api.get<ModelLine[]>('/api/rules', { signal }) });

export const loadModel = (code: string, version?: number, signal?: AbortSignal) => api.get<Published>(query(at(code), { version }), { signal });

export const checkModel = (model: Model, signal?: AbortSignal) => api.post<Checked>('/api/rules/check', { model }, { signal });

/** Each input is FEEL: a day, a list and a number are written as in the model itself. */
export const tryModel = (model: Model, inputs: Record<string, string>) =>
  api.post<Trial>('/api/rules/try', { model, inputs: Object.fromEntries(Object.entries(inputs).map(([name, feel]) => [name, { $feel: feel }])) });

export const publishModel = (code: string, body: { name: Text; model: Model; baseVersion: number }, region: string | undefined, key: string) =>
  api.put<{ version: number; warnings?: Finding[] }>(query(at(code), { region }), body, { key });
