import { useEffect, useState } from 'react';
import { Link, Redirect, useParams } from 'wouter';
import { useElder } from '../shared/elder';
import { FormManner } from '../shared/form/field';
import { placesOf } from '../shared/form/inputs';
import type { JointItem, Place } from '../shared/form/types';
import { hasRole, session } from '../shared/session';
import { fill, pick, useTexts } from '../shared/texts';
import { About } from './about';
import { jointItem, regions } from './api';
import { useLoad } from './load';
import { SignIn } from './signIn';
import { Failed, Loading, NotFound, Notice } from './states';
import { ApiProblem } from '../shared/api';
import { applyTexts } from './texts';
import { isStep, Wizard } from './wizard';

/** One joint item: what it is, and the application for it step by step. */
export function Application() {
  const t = useTexts(applyTexts);
  const { code, step } = useParams<{ code: string; step?: string }>();
  const who = session.use();
  const item = useLoad(`item ${code}`, (signal) => jointItem(code, signal));
  const places = useLoad('regions', regions);

  const failed = item.error ?? places.error;
  if (item.data === undefined || places.data === undefined) {
    if (failed instanceof ApiProblem && failed.status === 404) return <NotFound />;
    return failed !== null ? <Failed error={failed} onRetry={() => (item.reload(), places.reload())} /> : <Loading />;
  }
  const here = placesOf(item.data.item.region, places.data);
  if (step === undefined || step === '') return <Frame item={item.data.item}><About item={item.data.item} places={here} /></Frame>;
  if (!isStep(step)) return <Redirect to={`/items/${code}`} replace />;
  if (!who?.account) return <SignIn reason={t.signInToApply} to={`/items/${code}/${step}`} />;
  if (!hasRole(who, 'applicant')) return <Notice tone="note">{fill(t.notApplicant, { name: who.displayName ?? who.account })}</Notice>;
  return <Frame item={item.data.item}><Wizard key={`${who.account} ${code}`} account={who.account} item={item.data.item} places={here} step={step} /></Frame>;
}

function Frame({ item, children }: { item: JointItem; children: React.ReactNode }) {
  const elder = useElder();
  const [manner, setManner] = useState({ manner: elder ? ('simple' as const) : ('applicant' as const), items: item.items, applying: [] as string[] });
  useEffect(() => setManner({ manner: elder ? 'simple' : 'applicant', items: item.items, applying: [] }), [elder, item]);
  return <FormManner value={manner}>{children}</FormManner>;
}

/** The place that a new application begins with: the lowest one where there is no choice. */
export const firstPlace = (item: JointItem, places: readonly Place[]): string => (places.length === 1 ? places[0]!.code : places.find((p) => p.code !== item.region)?.code ?? item.region);

/** Name of the joint item over every page of it. */
export function ItemTitle({ item, link = false }: { item: JointItem; link?: boolean }) {
  const name = pick(item.name);
  return link ? <p className="crumb"><Link href={`/items/${item.code}`}>{name}</Link></p> : <h1>{name}</h1>;
}
