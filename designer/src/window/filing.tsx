import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { api, ApiProblem, newKey, type FieldProblem } from '../shared/api';
import { ApplicantFields, RegionField } from '../shared/form/applicantFields';
import { bodyOf, useCheck } from '../shared/form/check';
import { emptyDraft, type Draft } from '../shared/form/draft';
import type { DraftKeeper } from '../shared/form/draftKeeper';
import { ErrorSummary } from '../shared/form/errorSummary';
import { Field, FormManner } from '../shared/form/field';
import { askedFields, byField, idOf, neededMaterials, readable, shownErrors } from '../shared/form/inputs';
import { linesOf } from '../shared/form/lines';
import { Notice, ProblemText } from '../shared/form/notice';
import { formTexts } from '../shared/form/texts';
import type { JointItem, Place } from '../shared/form/types';
import { useDraft } from '../shared/form/useDraft';
import { useUploads } from '../shared/form/useUploads';
import { useMine } from '../shared/my';
import { session } from '../shared/session';
import { fill, language, pick, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { departments, draftKey, today, type FiledAnswer, type FiledEntry } from './api';
import { materialFor } from './checklist';
import { Filed } from './filed';
import { Materials } from './materials';
import { windowTexts } from './texts';

interface Props {
  id: string;
  item: JointItem;
  places: readonly Place[];
}

/** One application taken down for somebody at the window, all in one view. */
export function Filing({ id, item, places }: Props) {
  const first = () => emptyDraft(item.code, (places.find((p) => p.code !== item.region) ?? places[0]!).code);
  const { draft, state, error, joined, keeper } = useDraft(session.get()?.account ?? '', draftKey(id), first);
  const [filed, setFiled] = useState<FiledAnswer | null>(null);
  if (filed !== null) return <Filed filed={filed} jointItem={item.code} />;
  if (draft === null) return state === 'failed' ? <Failed error={error} onRetry={() => void keeper.load(first())} /> : <Loading />;
  return <Form item={item} places={places} draft={draft} keeper={keeper} saving={state} joined={joined} onFiled={setFiled} />;
}

const entriesMax = 300;
const noEntries: FiledEntry[] = [];

function Form({ item, places, draft, keeper, saving, joined, onFiled }: Omit<Props, 'id'> & { draft: Draft; keeper: DraftKeeper; saving: string; joined: boolean; onFiled: (filed: FiledAnswer) => void }) {
  const t = useTexts(windowTexts);
  const f = useTexts(formTexts);
  const wanted = language.use();
  const client = useQueryClient();
  const checked = useCheck(item, draft, 'window');
  const { check } = checked;
  const needed = neededMaterials(item, check);
  const change = (make: (draft: Draft) => Draft) => keeper.change(make);
  const { uploads, list: sending } = useUploads((file) => change((d) => ({ ...d, files: [...d.files, { ...file, material: file.material ?? materialFor(file.name, needed) }] })));
  const names = useQuery({ queryKey: ['departments', draft.region], queryFn: () => departments(draft.region) });
  const [{ value: entries }, setEntries] = useMine<FiledEntry[]>('window.filed', noEntries);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [isFiling, setFiling] = useState(false);
  const [wantsFile, setWantsFile] = useState(false);
  const [blocked, setBlocked] = useState(0);
  const summary = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [, go] = useLocation();

  const refused: readonly FieldProblem[] = problem instanceof ApiProblem ? problem.errors : [];
  const errors = readable([...refused, ...(check?.errors ?? [])], f);
  // What was refused is said until something is changed.
  useEffect(() => setProblem(null), [draft.region, draft.inputs, draft.applicant, draft.files]);
  const shown = byField(shownErrors(errors, left, tried));
  const errorOf = (path: string) => shown.get(path)?.message ?? null;
  const onLeave = (path: string) => setLeft((before) => (before.has(path) ? before : new Set(before).add(path)));
  const isUploading = sending.some((u) => u.state !== 'failed');
  const unsorted = draft.files.filter((file) => file.material === null).length;
  const lacking = needed.filter((n) => n.required && !draft.files.some((file) => file.material === n.material.code)).length;
  const manner = useMemo(() => ({ manner: 'clerk' as const, items: item.items, applying: check?.items.filter((i) => i.applies !== false).map((i) => i.code) ?? [] }), [item, check]);

  // Who types and files at once is judged by what stands there now, not by the answer to what stood there before.
  const isKnown = checked.isCurrent || checked.error !== null;
  const ask = () => {
    setTried(true);
    setProblem(null);
    if (!isFiling && !isUploading) setWantsFile(true);
  };
  useEffect(() => {
    if (!wantsFile || !isKnown) return;
    setWantsFile(false);
    if (errors.length > 0) setBlocked((n) => n + 1);
    else void file();
  }, [wantsFile, isKnown]);
  useEffect(() => {
    if (blocked > 0) summary.current?.focus();
  }, [blocked]);

  const file = async () => {
    setFiling(true);
    const key = draft.key ?? newKey();
    change((d) => ({ ...d, key }));
    try {
      const filed = await api.post<FiledAnswer>('/api/applications', bodyOf(item, draft, 'window', check), { key });
      setEntries([...entries, { ...filed, jointItem: item.code, day: today() }].slice(-entriesMax));
      await Promise.all([keeper.discard().catch(() => undefined), client.invalidateQueries({ queryKey: ['cases'] }), client.invalidateQueries({ queryKey: ['tasks'] })]);
      onFiled(filed);
    } catch (reason) {
      const isAnswered = reason instanceof ApiProblem && reason.status >= 400 && reason.status < 500 && reason.code !== 'idempotency-key-reused';
      if (isAnswered) change((d) => ({ ...d, key: null }));
      setProblem(reason);
      setFiling(false);
      setBlocked((n) => n + 1);
    }
  };

  /** Enter goes on to the next field, as clerks expect it; with Ctrl it files. */
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      ask();
      return;
    }
    const at = event.target as HTMLElement;
    if (!(at instanceof HTMLInputElement) && !(at instanceof HTMLSelectElement)) return;
    if (form.current?.contains(at) !== true) return;
    event.preventDefault();
    const fields = [...form.current.querySelectorAll<HTMLElement>('input:not([type=radio]), select, textarea, input[type=radio]:checked, .f-radios:not(:has(:checked)) label:first-child input')];
    const index = fields.findIndex((one) => one === at || (at.getAttribute('name') !== null && one.getAttribute('name') === at.getAttribute('name')));
    fields[index + 1]?.focus();
  };

  return (
    <FormManner value={manner}>
      <div className="taking" onKeyDown={onKey}>
        <div className="filing-head">
          <h1>{pick(item.name, wanted)}</h1>
          <Link href="/window">{t.back}</Link>
          <span className="desk-quiet">{t.keys}</span>
        </div>
        {joined && <Notice tone="note">{f.draftJoined}</Notice>}
        {checked.error !== null && <Notice tone="note">{f.checkFailed} <button type="button" className="f-link" onClick={checked.again}>{f.retry}</button></Notice>}
        <Refusal problem={problem} />
        <ErrorSummary ref={summary} lines={tried ? linesOf(item, errors, draft, f) : []} />
        <div className="filing">
          <div>
            <form ref={form} noValidate onSubmit={(e) => e.preventDefault()}>
              <section className="panel" aria-labelledby="applicant-title">
                <h2 id="applicant-title">{t.applicant}</h2>
                <div className="f-fields">
                  {places.length > 1 && <RegionField places={places} value={draft.region} onChange={(region) => change((d) => ({ ...d, region }))} error={errorOf('$.region')} />}
                  <ApplicantFields value={draft.applicant} onChange={(applicant) => change((d) => ({ ...d, applicant }))} onLeave={onLeave} errorOf={errorOf} withAccount />
                </div>
              </section>
              <section className="panel" aria-labelledby="questions-title">
                <h2 id="questions-title">{t.questions}</h2>
                <Applying item={item} applies={check?.items ?? []} />
                <div className="f-fields">
                  {askedFields(item, check).map(({ field, neededBy }) => {
                    const path = `$.answers.${field.name}`;
                    return (
                      <Field
                        key={field.name} field={field} id={idOf(path)} neededBy={neededBy} input={draft.inputs[field.name]} error={errorOf(path)}
                        onInput={(input) => change((d) => ({ ...d, inputs: { ...d.inputs, [field.name]: input } }))} onLeave={() => onLeave(path)}
                      />
                    );
                  })}
                </div>
              </section>
            </form>
          </div>
          <Materials item={item} needed={needed} draft={draft} change={change} uploads={uploads} sending={sending} departments={names.data ?? []} />
          <div className="filing-bar">
            <span role="status">
              {!checked.isCurrent && checked.error === null ? t.checking : errors.length > 0 ? fill(t.errorsLeft, { n: errors.length }) : t.ready}
              {lacking > 0 && <> · {fill(t.missing, { n: lacking })}</>}
              {unsorted > 0 && <> · {fill(t.unsortedLeft, { n: unsorted })}</>}
              {isUploading && <> · {t.leaveUploads}</>}
              <> · <span className="desk-quiet">{saving === 'saved' ? f.draftSaved : saving === 'saving' ? f.draftSaving : f.draftUnsaved}</span></>
            </span>
            <button type="button" className="f-button" onClick={() => go('/window')}>{t.back}</button>
            <button type="button" className="f-button f-primary" disabled={isFiling || isUploading} onClick={ask}>{isFiling ? t.filing : t.file}</button>
          </div>
        </div>
      </div>
    </FormManner>
  );
}

function Refusal({ problem }: { problem: unknown }) {
  const t = useTexts(windowTexts);
  if (problem === null) return null;
  if (problem instanceof ApiProblem && problem.code === 'idempotency-key-reused') return <Notice tone="note">{t.before}</Notice>;
  if (problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500)) return <Notice tone="bad">{t.unsure}</Notice>;
  if (problem instanceof ApiProblem && problem.errors.length > 0) return null;
  return <Notice tone="bad"><ProblemText error={problem} /></Notice>;
}

function Applying({ item, applies }: { item: JointItem; applies: readonly { code: string; applies: boolean | null }[] }) {
  const t = useTexts(windowTexts);
  const f = useTexts(formTexts);
  const of = (code: string) => applies.find((a) => a.code === code)?.applies ?? null;
  const yes = item.items.filter((i) => of(i.code) === true);
  const open = item.items.filter((i) => of(i.code) === null);
  return (
    <p className="desk-quiet" role="status">
      {fill(t.applyingCount, { n: yes.length, open: open.length })}{yes.length > 0 && <>{f.colon}{yes.map((i) => pick(i.name)).join(f.comma)}</>}
    </p>
  );
}
