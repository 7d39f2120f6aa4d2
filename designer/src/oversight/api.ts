import { useQuery } from '@tanstack/react-query';
import { api, query } from '../shared/api';
import type { Text } from '../shared/texts';

export interface CardSaying {
  by: string;
  reason: string;
  at: string;
}

export type CardAction = 'contest' | 'lift' | 'uphold';
export type Standing = 'shown' | 'contested' | 'upheld' | 'lifted';

export interface CardLine {
  caseId: string;
  caseNumber: string;
  title: string;
  id: string;
  rule: string;
  ruleName: Text;
  card: string;
  subject: string;
  subjectName: Text;
  region: string;
  jointItem: string;
  department: string;
  departmentName: Text;
  serviceItem: string | null;
  at: string;
  standing: Standing;
  actions: CardAction[];
  contested: CardSaying | null;
  settled: CardSaying | null;
}

export interface CaseCards {
  caseId: string;
  asOf: string;
  cards: CardLine[];
  toCome: CardLine[];
}

export interface Limit {
  amount: number;
  unit: string;
}

export interface Rule {
  kind: string;
  on: boolean;
  card: string;
  after: Limit | null;
  clock: string | null;
  jointItem: string | null;
  serviceItem: string | null;
}

export interface Target {
  indicator: string;
  green: number;
  yellow: number;
  jointItem: string | null;
}

export interface Named {
  code: string;
  name: Text;
}

export interface RulesAnswer {
  region: string;
  version: number;
  publishedAt: string | null;
  by: string | null;
  appliesFrom: string | null;
  rules: Rule[];
  targets: Target[];
  usual: { region: string | null; rules: Rule[]; targets: Target[] }[];
  kinds: Named[];
  indicators: Named[];
}

export interface Preview {
  checked: number;
  nextCursor: string | null;
  departments: { region: string; department: string; appear: number; disappear: number; change: number }[];
  changes: { caseId: string; caseNumber: string; rule: string; subject: string; department: string; oldCard: string | null; oldAt: string | null; newCard: string | null; newAt: string | null }[];
}

export interface IndicatorDefinition {
  code: string;
  name: Text;
  unit: 'percent' | 'number' | 'hours' | 'days' | 'level';
  higherIsBetter: boolean;
  ofCases: boolean;
  green: number;
  yellow: number;
}

export interface IndicatorValue {
  code: string;
  value: number | null;
  of: number;
  colour: 'none' | 'green' | 'yellow' | 'red';
}

export interface IndicatorLine {
  key: string;
  name: Text;
  periodStart: string | null;
  values: IndicatorValue[];
}

export interface Indicators {
  position: number;
  waiting: number;
  definitions: IndicatorDefinition[];
  lines: IndicatorLine[];
}

export const sayOfCard = (card: { caseId: string; id: string }, what: CardAction, reason: string, key: string) =>
  api.post(`/api/cases/${card.caseId}/cards/${encodeURIComponent(card.id)}/${what}`, { reason }, { key });

export const useCaseCards = (caseId: string, asOf: string) => useQuery({
  queryKey: ['case', caseId, 'cards', asOf],
  queryFn: ({ signal }) => api.get<CaseCards>(query(`/api/cases/${encodeURIComponent(caseId)}/cards`, { asOf }), { signal }),
});

/** A rule as it is sent: what is left open is left out. */
export const sentRule = (rule: Rule) => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null && value !== ''));

export const sentTarget = (target: Target) => Object.fromEntries(Object.entries(target).filter(([, value]) => value !== null && value !== ''));
