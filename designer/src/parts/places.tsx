import { useQueries, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../shared/api';
import { session, type Role } from '../shared/session';
import { language, pick, useTexts, type Text } from '../shared/texts';
import { ChoiceField, TextField, type Choice } from './Field';
import { partTexts } from './texts';

export interface Region {
  code: string;
  name: Text;
}

export interface Department {
  region: string;
  code: string;
  name: Text;
}

export interface JointItemLine {
  code: string;
  name: Text;
  region: string;
  version: number;
  publishedAt: string;
}

/** Division code of the whole country. */
export const wholeCountry = '000000';

export const useRegions = () =>
  useQuery({ queryKey: ['regions'], queryFn: ({ signal }) => api.get<Region[]>('/api/regions', { signal }), staleTime: 60_000 });

const departmentsOf = (region: string) => ({
  queryKey: ['departments', region],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Department[]>(`/api/departments/${region}`, { signal }),
  enabled: /^\d{6}$/.test(region),
  staleTime: 60_000,
});

export const useDepartments = (region: string) => useQuery(departmentsOf(region));

// Enough to know the departments of a city's districts by name.
const placesAsked = 25;

/** The departments of a region and of those below it, each code once: what is published for a city is handled in its districts. */
export function useDepartmentsWithin(region: string): Department[] {
  const regions = useRegions().data ?? [];
  const beginning = region.replace(/(00)+$/, '');
  const within = [region, ...regions.map((r) => r.code).filter((code) => code !== region && code.startsWith(beginning))].slice(0, placesAsked);
  const found = useQueries({ queries: within.map(departmentsOf) }).flatMap((one) => one.data ?? []);
  return [...new Map(found.toReversed().map((d) => [d.code, d])).values()];
}

export const useJointItems = () =>
  useQuery({ queryKey: ['joint-items'], queryFn: ({ signal }) => api.get<JointItemLine[]>('/api/joint-items', { signal }), staleTime: 60_000 });

/** A name by its code; the code itself where there is no name. */
export function nameOf(list: readonly { code: string; name: Text }[] | undefined, code: string): string {
  return pick(list?.find((one) => one.code === code)?.name) || code;
}

/** How a case is called in the page's language: its own title is the joint item's Chinese name. */
export function useCaseTitle(): (of: { jointItem: string; title: string }) => string {
  const items = useJointItems().data;
  const wanted = language.use();
  return ({ jointItem, title }) => (wanted === 'zh' ? title : pick(items?.find((i) => i.code === jointItem)?.name, wanted) || title);
}

/** The region that is most likely meant: the first of the account's own grants, else the first there is. */
export function useUsualRegion(...roles: Role[]): string {
  const regions = useRegions().data;
  const own = session.use()?.grants.find((g) => roles.includes(g.role) && g.region !== wholeCountry)?.region;
  return own ?? regions?.find((r) => r.code !== wholeCountry)?.code ?? '';
}

// Beyond this a list to choose from is worse than typing with suggestions: China has some 3,000 counties.
const choosable = 200;

interface PlaceFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  none?: string;
  required?: boolean;
  isFilter?: boolean;
  error?: unknown;
  at?: string;
  withCountry?: boolean;
}

export function RegionField({ none, withCountry = false, ...field }: PlaceFieldProps) {
  const t = useTexts(partTexts);
  const regions = useRegions().data ?? [];
  const choices = regions.map((r) => ({ value: r.code, label: `${pick(r.name)} (${r.code})` }));
  if (withCountry && !choices.some((c) => c.value === wholeCountry)) choices.unshift({ value: wholeCountry, label: `${t.wholeCountry} (${wholeCountry})` });
  if (choices.length <= choosable) return <ChoiceField {...field} none={none ?? t.choose} choices={choices} />;
  return <TypedRegion {...field} regions={regions} choices={choices} />;
}

/** A code that is typed, with suggestions; half a code is nobody's region yet. */
function TypedRegion({ regions, choices, ...field }: PlaceFieldProps & { regions: Region[]; choices: Choice[] }) {
  const list = useId();
  const [typed, setTyped] = useState(field.value);
  const [known, setKnown] = useState(field.value);
  // Changed from outside: by a link, or by taking the filters back.
  if (known !== field.value) {
    setKnown(field.value);
    setTyped(field.value);
  }
  const type = (text: string) => {
    setTyped(text);
    if (text === '' || /^\d{6}$/.test(text)) {
      setKnown(text);
      field.onChange(text);
    }
  };
  return (
    <>
      <TextField {...field} value={typed} onChange={type} list={list} pattern="\d{6}" maxLength={6} hint={field.value && nameOf(regions, field.value)} />
      <datalist id={list}>{choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}</datalist>
    </>
  );
}

export function DepartmentField({ region, none, ...field }: PlaceFieldProps & { region: string }) {
  const departments = useDepartments(region).data ?? [];
  return <OneOfDepartments {...field} none={none} departments={departments} />;
}

export function DepartmentWithinField({ region, none, ...field }: PlaceFieldProps & { region: string }) {
  return <OneOfDepartments {...field} none={none} departments={useDepartmentsWithin(region)} />;
}

function OneOfDepartments({ departments, none, ...field }: PlaceFieldProps & { departments: Department[] }) {
  const t = useTexts(partTexts);
  return <ChoiceField {...field} none={none ?? t.choose} choices={departments.map((d) => ({ value: d.code, label: pick(d.name) }))} />;
}

export function JointItemField({ none, ...field }: PlaceFieldProps) {
  const t = useTexts(partTexts);
  const items = useJointItems().data ?? [];
  return <ChoiceField {...field} none={none ?? t.choose} choices={items.map((i) => ({ value: i.code, label: pick(i.name) }))} />;
}
