import { useRef, useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { api, newKey } from '../shared/api';
import { FieldFrame, NumberCode, Radios, TextInput } from '../shared/form/field';
import { day } from '../shared/format';
import { session } from '../shared/session';
import { fill, language, pick, useTexts } from '../shared/texts';
import { jointItems } from './api';
import { StatusMark } from './caseLines';
import { intakeTexts } from './intakeTexts';
import { useLoad } from './load';
import { agencies, mandates, type Mandate } from './mandateApi';
import { Words } from './owed';
import { SignIn } from './signIn';
import { Failed, Loading, Notice, ProblemText } from './states';
import { applyTexts } from './texts';

/** 委托代办: who acts for me, for whom I act, and the cases that I handle for others. */
export function Mandates() {
  const t = useTexts(intakeTexts);
  const who = session.use();
  return who?.account ? <Mine /> : <SignIn reason={t.signIn} to="/mandates" />;
}

function Mine() {
  const t = useTexts(intakeTexts);
  const a = useTexts(applyTexts);
  const wanted = language.use();
  const all = useLoad('mandates', mandates);
  const cases = useLoad('agencies', agencies);
  const items = useLoad('items', jointItems);
  const [done, setDone] = useState<'giveDone' | 'revokeDone' | null>(null);
  if (all.data === undefined) return all.error === null ? <Loading /> : <Failed error={all.error} onRetry={all.reload} />;
  const after = (what: typeof done) => () => {
    setDone(what);
    all.reload();
    cases.reload();
  };
  const nameOf = (code: string) => pick(items.data?.find((i) => i.code === code)?.name, wanted) || code;
  const given = all.data.filter((m) => m.role === 'principal');
  const had = all.data.filter((m) => m.role === 'agent');
  const list = (of: readonly Mandate[], none: string) => of.length === 0 ? <p className="quiet">{none}</p>
    : <ul className="lines">{of.map((m) => <Line key={m.id} mandate={m} nameOf={nameOf} onDone={after('revokeDone')} />)}</ul>;
  return (
    <>
      <h1>{t.title}</h1>
      {done !== null && <Notice tone="good">{t[done]}</Notice>}
      <section className="card" aria-labelledby="given-title"><h2 id="given-title">{t.given}</h2>{list(given, t.givenNone)}<Give nameOf={nameOf} codes={(items.data ?? []).map((i) => i.code)} onDone={after('giveDone')} /></section>
      <section className="card" aria-labelledby="had-title"><h2 id="had-title">{t.had}</h2>{list(had, t.hadNone)}</section>
      {cases.data !== undefined && cases.data.length > 0 && (
        <section className="card" aria-labelledby="agency-title">
          <h2 id="agency-title">{t.cases}</h2>
          <ul className="lines">
            {cases.data.map((c) => (
              <li key={c.caseId}>
                <Link className="line" href={`/cases/${c.caseId}`}>
                  <span className="line-main"><strong>{c.title}</strong><span className="quiet">{c.caseNumber} · {fill(a.caseFiled, { day: day(c.filedAt) })}</span></span>
                  <StatusMark status={c.status}>{pick(c.statusName, wanted)}</StatusMark>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Line({ mandate: m, nameOf, onDone }: { mandate: Mandate; nameOf: (code: string) => string; onDone: () => void }) {
  const t = useTexts(intakeTexts);
  const [isOpen, setOpen] = useState(false);
  const who = m.role === 'agent' ? (m.principal ?? t.somebody) : m.agent;
  const [tone, shape, state] = m.revoked !== null ? ['bad', '✕', fill(t.revoked, { reason: m.revoked })] : m.holds ? ['good', '✓', t.holds] : ['now', '○', t.holdsNot];
  return (
    <li className="line">
      <span className="line-main">
        <strong>{fill(m.role === 'agent' ? t.ofPrincipal : t.toAgent, { who })}</strong>
        <span className="quiet">{fill(t.period, { from: m.from, to: m.to })} · {m.jointItems.length === 0 ? t.allItems : m.jointItems.map(nameOf).join(t.comma)} · {m.basis}</span>
      </span>
      <span className={`mark mark-${tone}`}><span aria-hidden="true">{shape}</span>{state}</span>
      {m.revoked === null && !isOpen && <button type="button" className="f-button" aria-label={fill(t.revokeOf, { who })} onClick={() => setOpen(true)}>{t.revoke}</button>}
      {isOpen && (
        <Words id={`revoke-${m.id}`} label={t.revokeReason} needed={t.revokeNeeded} submit={t.revoke} onCancel={() => setOpen(false)}
          send={async (reason, key) => {
            await api.post(`/api/mandates/${m.id}/revoke`, { reason }, { key });
            setOpen(false);
            onDone();
          }} />
      )}
    </li>
  );
}

const blank = { agent: '', kind: 'person', idNumber: '', from: '', to: '', basis: '', jointItems: [] as string[] };

function Give({ codes, nameOf, onDone }: { codes: readonly string[]; nameOf: (code: string) => string; onDone: () => void }) {
  const t = useTexts(intakeTexts);
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState(blank);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const intent = useRef<{ text: string; key: string } | null>(null);
  const set = (change: Partial<typeof blank>) => setForm({ ...form, ...change });
  const texts = ['agent', 'idNumber', 'from', 'to', 'basis'] as const;
  const lacks = (name: (typeof texts)[number]) => (tried && form[name].trim() === '' ? t.needed : null);
  const nothing = () => undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setError(null);
    const empty = texts.find((name) => form[name].trim() === '');
    if (empty !== undefined) return document.getElementById(`mandate-${empty}`)?.focus();
    setBusy(true);
    const body = { ...form, agent: form.agent.trim(), basis: form.basis.trim() };
    const text = JSON.stringify(body);
    if (intent.current?.text !== text) intent.current = { text, key: newKey() };
    try {
      await api.post('/api/mandates', body, { key: intent.current.key });
      setForm(blank);
      setTried(false);
      setOpen(false);
      onDone();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  if (!isOpen) return <button type="button" className="f-button f-primary" onClick={() => setOpen(true)}>{t.give}</button>;
  return (
    <form onSubmit={(e) => void submit(e)} noValidate>
      <h3>{t.give}</h3>
      <p>{t.giveHint}</p>
      <FieldFrame id="mandate-agent" label={t.agent} error={lacks('agent')}>
        {(described) => <TextInput id="mandate-agent" required value={form.agent} onInput={(agent) => set({ agent })} onLeave={nothing} described={described} maxLength={40} />}
      </FieldFrame>
      <FieldFrame id="mandate-kind" label={t.kind} group>
        {() => <Radios id="mandate-kind" choices={[{ value: 'person', label: t.person }, { value: 'organisation', label: t.organisation }]} value={form.kind} onInput={(kind) => set({ kind })} onLeave={nothing} />}
      </FieldFrame>
      <FieldFrame id="mandate-idNumber" label={t.idNumber} hint={t.idHint} error={lacks('idNumber')}>
        {(described) => <NumberCode id="mandate-idNumber" required value={form.idNumber} onInput={(idNumber) => set({ idNumber })} onLeave={nothing} described={described} />}
      </FieldFrame>
      {(['from', 'to'] as const).map((name) => (
        <FieldFrame key={name} id={`mandate-${name}`} label={t[name]} error={lacks(name)}>
          {(described) => <TextInput id={`mandate-${name}`} type="date" required value={form[name]} onInput={(value) => set({ [name]: value })} onLeave={nothing} described={described} />}
        </FieldFrame>
      ))}
      <FieldFrame id="mandate-basis" label={t.basis} hint={t.basisHint} error={lacks('basis')}>
        {(described) => <TextInput id="mandate-basis" required value={form.basis} onInput={(basis) => set({ basis })} onLeave={nothing} described={described} maxLength={500} />}
      </FieldFrame>
      <FieldFrame id="mandate-items" label={t.items} hint={t.itemsHint} required={false} group>
        {() => (
          <ul className="reuse">
            {codes.map((code) => (
              <li key={code}>
                <label className="reuse-line">
                  <input type="checkbox" checked={form.jointItems.includes(code)} onChange={(e) => set({ jointItems: [...form.jointItems.filter((c) => c !== code), ...(e.target.checked ? [code] : [])] })} />
                  <span>{nameOf(code)}</span>
                </label>
              </li>
            ))}
          </ul>
        )}
      </FieldFrame>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <div className="row">
        <button type="submit" className="f-button f-primary" disabled={busy}>{t.give}</button>
        <button type="button" className="f-button" onClick={() => setOpen(false)}>{t.notNow}</button>
      </div>
    </form>
  );
}
