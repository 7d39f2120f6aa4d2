import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { api, newKey } from '../shared/api';
import { FieldFrame } from '../shared/form/field';
import { Supplement } from '../shared/form/supplement';
import { dueDay } from '../shared/format';
import { fill, language, pick, useTexts } from '../shared/texts';
import { limitText } from './commitments';
import { intakeTexts } from './intakeTexts';
import type { Obligation, OwnCase } from './progress';
import { Notice, ProblemText } from './states';

/** What the applicant promised or was told to do, and the way to do it. */
export function Owed({ own, reload }: { own: OwnCase; reload: () => void }) {
  const t = useTexts(intakeTexts);
  const wanted = language.use();
  const [done, setDone] = useState<'laterSent' | 'reportSent' | 'committed' | null>(null);
  const after = (what: typeof done) => () => {
    setDone(what);
    reload();
  };
  const owed = own.obligations ?? [];
  const agent = own.intake?.agent ?? null;
  const offered = own.actions.includes('commit') ? (own.intake?.commitments ?? []).filter((c) => c.madeAt === null) : [];
  const nameOf = (code: string) => pick(own.materialNames[code], wanted) || code;
  const textOf = (o: Obligation) => wanted === 'zh' ? o.text
    : o.kind === 'deficiency' ? o.materials.map(nameOf).join(t.comma)
    : o.kind === 'commitment' ? pick(own.intake?.commitments.find((c) => c.item === o.item)?.text, wanted) || o.text : o.text;
  const later = own.actions.includes('hand-in-later') ? owed.filter((o) => o.kind === 'deficiency' && o.end === null) : [];
  return (
    <>
      {done !== null && <Notice tone="good">{t[done]}</Notice>}
      {agent !== null && <p>{fill(agent.account ? t.agentNamed : t.agentIs, { who: agent.account ?? '', day: agent.until })}</p>}
      {later.length > 0 && (
        <section className="card call" aria-labelledby="later-title">
          <h2 id="later-title">{t.laterTitle}</h2>
          <p>{t.laterHint}</p>
          <Supplement
            key={later.map((o) => o.id).join()} caseId={own.caseId} route="hand-in-later" submit={t.laterSend} onSent={after('laterSent')}
            missing={later.flatMap((o) => o.materials.map((material) => ({ material, name: own.materialNames[material] ?? { zh: material, en: material }, reason: o.dueAt ? fill(t.due, { day: dueDay(o.dueAt) }) : '' })))}
          />
        </section>
      )}
      {owed.length > 0 && (
        <section className="card" aria-labelledby="owed-title">
          <h2 id="owed-title">{t.owed}</h2>
          <ul className="lines">
            {owed.map((o) => (
              <li key={o.id} className="line">
                <span className="line-main">
                  <strong>{textOf(o)}</strong>
                  <span className="quiet">{t[o.kind]}{o.end === null && o.dueAt ? ` · ${fill(t.due, { day: dueDay(o.dueAt) })}` : ''}{o.note ? ` · ${o.note}` : ''}</span>
                  {o.reports.map((r) => <span key={r.at} className="quiet">{fill(t.reported, { note: r.note })}</span>)}
                </span>
                <State end={o.end} late={o.card === 'red'}>{o.end === null ? t.open : t[o.end]}</State>
                {o.actions.includes('report') && <Report caseId={own.caseId} obligation={o.id} onDone={after('reportSent')} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      {offered.length > 0 && (
        <section className="card no-print" aria-labelledby="offered-title">
          <h2 id="offered-title">{t.offered}</h2>
          <p className="quiet">{t.offeredHint}</p>
          <ul className="lines">
            {offered.map((c) => (
              <li key={c.item} className="line">
                <span className="line-main">
                  <span>{fill(t.promised, { text: pick(c.text, wanted) })}</span>
                  <span className="quiet">{c.replaces.length > 0 && `${fill(t.replaces, { materials: c.replaces.map(nameOf).join(t.comma) })} · `}{fill(t.checkWithin, { limit: limitText(c.checkWithin, t) })}</span>
                </span>
                <CommitButton caseId={own.caseId} item={c.item} onDone={after('committed')} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function State({ end, late, children }: { end: Obligation['end']; late: boolean; children: ReactNode }) {
  const tone = end === 'fulfilled' ? 'good' : end === 'broken' ? 'bad' : end === 'waived' ? 'now' : late ? 'bad' : 'you';
  const shape = { good: '✓', bad: '✕', now: '○', you: '▲' }[tone];
  return <span className={`mark mark-${tone}`}><span aria-hidden="true">{shape}</span>{children}</span>;
}

function CommitButton({ caseId, item, onDone }: { caseId: string; item: string; onDone: () => void }) {
  const t = useTexts(intakeTexts);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef(newKey());
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await api.post(`/api/cases/${caseId}/commit`, { item }, { key: key.current });
      onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="f-button" disabled={busy} onClick={() => void send()}>{t.commit}</button>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
    </>
  );
}

function Report({ caseId, obligation, onDone }: { caseId: string; obligation: number; onDone: () => void }) {
  const t = useTexts(intakeTexts);
  const [isOpen, setOpen] = useState(false);
  const id = `report-${obligation}`;
  if (!isOpen) return <button type="button" className="f-button no-print" onClick={() => setOpen(true)}>{t.report}</button>;
  return (
    <Words id={id} label={t.reportWords} needed={t.reportNeeded} submit={t.report} onCancel={() => setOpen(false)}
      send={async (note, key) => {
        await api.post(`/api/cases/${caseId}/obligations/${obligation}/report`, { note }, { key });
        setOpen(false);
        onDone();
      }} />
  );
}

/** One text that must be there, and its sending. */
export function Words({ id, label, needed, submit, send, onCancel }: { id: string; label: string; needed: string; submit: string; send: (words: string, key: string) => Promise<void>; onCancel: () => void }) {
  const t = useTexts(intakeTexts);
  const [words, setWords] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const intent = useRef<{ words: string; key: string } | null>(null);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const text = words.trim();
    setEmpty(text === '');
    setError(null);
    if (text === '') return document.getElementById(id)?.focus();
    setBusy(true);
    if (intent.current?.words !== text) intent.current = { words: text, key: newKey() };
    try {
      await send(text, intent.current.key);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className="words no-print" onSubmit={(e) => void onSubmit(e)} noValidate>
      <FieldFrame id={id} label={label} error={isEmpty ? needed : null}>
        {(described) => <textarea id={id} className="f-input" rows={2} autoFocus maxLength={500} value={words} aria-required onChange={(e) => setWords(e.target.value)} {...described} />}
      </FieldFrame>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <div className="row">
        <button type="submit" className="f-button f-primary" disabled={busy}>{submit}</button>
        <button type="button" className="f-button" onClick={onCancel}>{t.notNow}</button>
      </div>
    </form>
  );
}
