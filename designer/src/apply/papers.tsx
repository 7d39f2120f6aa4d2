import { useRef, useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { api, newKey } from '../shared/api';
import { FieldFrame } from '../shared/form/field';
import { day } from '../shared/format';
import { fill, language, useTexts } from '../shared/texts';
import { useChanges, useLoad } from './load';
import { paperTexts } from './paperTexts';
import { Notice, ProblemText } from './states';

interface OwnDocument {
  id: number;
  number: string;
  title: string;
  issuedAt: string;
  mayOpen: boolean;
  notices: { channel: string; state: string }[];
}

interface OwnComplaints {
  mayComplain: boolean;
  about: { caseId: string | null; caseNumber: string } | null;
  items: { id: number; text: string | null; at: string; end: 'upheld' | 'dismissed' | 'declined' | 'withdrawn' | 'terminated' | null; answer: string | null }[];
}

/** 文书与投诉 of one's own case; nothing is shown where there is neither. A document that is opened is known to have arrived. */
export function Papers({ caseId }: { caseId: string }) {
  const t = useTexts(paperTexts);
  language.use();
  const page = useLoad(`papers ${caseId}`, async (signal) => {
    const [documents, complaints] = await Promise.all([
      api.get<OwnDocument[]>(`/api/cases/${caseId}/documents`, { signal }), api.get<OwnComplaints>(`/api/cases/${caseId}/complaints`, { signal })]);
    return { documents, complaints };
  });
  useChanges(caseId, page.reload);
  if (page.data === undefined) return page.error === null ? null : <Notice tone="bad"><ProblemText error={page.error} /></Notice>;
  const { documents, complaints } = page.data;
  return (
    <>
      {documents.length > 0 && (
        <section className="card" aria-label={t.documents}>
          <h2>{t.documents}</h2>
          <ul className="lines">
            {documents.map((d) => (
              <li key={d.id} className="line">
                <span className="line-main">
                  <strong>{d.title}</strong>
                  <span className="quiet">{d.number} · {fill(t.issued, { day: day(d.issuedAt) })}</span>
                </span>
                {d.notices.some((n) => n.channel === 'page' && n.state === 'sent') && <span className="mark mark-you"><span aria-hidden="true">▲</span>{t.newOne}</span>}
                {d.mayOpen && <a className="f-button no-print" href={`/api/cases/${caseId}/documents/${d.id}`} target="_blank" rel="noopener" aria-label={`${t.open}: ${d.title} ${d.number}`}>{t.open}</a>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {complaints.about !== null && <p>{t.about}{complaints.about.caseId === null ? complaints.about.caseNumber : <Link href={`/cases/${complaints.about.caseId}`}>{complaints.about.caseNumber}</Link>}</p>}
      {complaints.items.length > 0 && (
        <section className="card" aria-label={t.complaint}>
          <h2>{t.complaint}</h2>
          <ul>
            {complaints.items.map((c) => (
              <li key={c.id}>
                <span className="quiet">{day(c.at)} · {c.end === null ? t.unanswered : t[c.end]}</span>
                <p>{c.text}</p>
                {c.answer !== null && c.answer !== '' && <p><strong>{t.answer}</strong>{c.answer}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {complaints.mayComplain && <Complain caseId={caseId} onDone={page.reload} />}
    </>
  );
}

function Complain({ caseId, onDone }: { caseId: string; onDone: () => void }) {
  const t = useTexts(paperTexts);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef<{ text: string; key: string } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    setEmpty(said.length < 2);
    setError(null);
    if (said.length < 2) return document.getElementById('complaint-text')?.focus();
    setBusy(true);
    if (key.current?.text !== said) key.current = { text: said, key: newKey() };
    try {
      await api.post(`/api/cases/${caseId}/complaints`, { text: said }, { key: key.current.key });
      onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  if (!isOpen) return <p><button type="button" className="f-button no-print" onClick={() => setOpen(true)}>{t.complain}</button></p>;
  return (
    <form className="card no-print" onSubmit={(e) => void submit(e)} noValidate>
      <h2>{t.complain}</h2>
      <p>{t.complainHint}</p>
      <FieldFrame id="complaint-text" label={t.complainText} error={isEmpty ? t.textNeeded : null}>
        {(described) => <textarea id="complaint-text" className="f-input" rows={4} autoFocus maxLength={2000} value={text} aria-required onChange={(e) => setText(e.target.value)} {...described} />}
      </FieldFrame>
      {error !== null && <Notice tone="bad"><ProblemText error={error} /></Notice>}
      <div className="row">
        <button type="submit" className="f-button f-primary" disabled={busy}>{t.send}</button>
        <button type="button" className="f-button" onClick={() => setOpen(false)}>{t.notNow}</button>
      </div>
    </form>
  );
}
