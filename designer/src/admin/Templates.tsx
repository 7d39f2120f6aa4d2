import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { TextField, TextPair } from '../parts/Field';
import { nameOf as nameOfRegion, useRegions, wholeCountry } from '../parts/places';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api, ApiProblem, call, query } from '../shared/api';
import { fill, pick, useTexts, type Text } from '../shared/texts';
import { Failed, Loading, ProblemText } from '../staff/states';
import { paperTexts } from './paperTexts';

interface Kind {
  kind: string;
  word: string;
  placeholders: string[];
  templates: { region: string; version: number; title: Text }[];
}

interface Template {
  region: string;
  version: number;
  title: Text;
  body: string;
}

const nameOf = (kind: Kind): string => pick(kind.templates.find((one) => one.region === wholeCountry)?.title) || kind.kind;

/** 文书模板: what documents say, for the whole country and where a region says it otherwise. */
export default function Templates() {
  const t = useTexts(paperTexts);
  const p = useTexts(partTexts);
  const regions = useRegions().data;
  const [editing, setEditing] = useState<Kind | null>(null);
  const kinds = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => api.get<Kind[]>('/api/templates', { signal }) });
  const columns: Column<Kind>[] = [
    { key: 'kind', title: t.kind, isName: true, show: nameOf },
    { key: 'word', title: t.word, show: (k) => k.word },
    { key: 'regions', title: t.regionsWith, show: (k) => k.templates.map((one) => fill(t.loaded, { region: one.region === wholeCountry ? p.wholeCountry : nameOfRegion(regions, one.region), version: one.version })).join(' · ') },
    { key: 'edit', title: p.actions, show: (k) => <Button aria-label={fill(t.editOf, { name: nameOf(k) })} onClick={() => setEditing(k)}>{t.edit}</Button> },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.templates}</h2></div>
      <p>{t.templatesLead}</p>
      {kinds.isPending ? <Loading /> : kinds.data === undefined ? <Failed error={kinds.error} onRetry={() => void kinds.refetch()} />
        : <Rows caption={t.templates} columns={columns} rows={kinds.data} rowKey={(k) => k.kind} />}
      {editing !== null && <TemplateDialog kind={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function TemplateDialog({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const p = useTexts(partTexts);
  const [region, setRegion] = useState(wholeCountry);
  const [wanted, setWanted] = useState(wholeCountry);
  const t = useTexts(paperTexts);
  const found = useQuery({
    queryKey: ['templates', kind.kind, wanted],
    queryFn: async ({ signal }) => {
      const of = (where: string) => api.get<Template>(query(`/api/templates/${kind.kind}`, { region: where }), { signal });
      try {
        return { template: await of(wanted), isOwn: true };
      } catch (error) {
        if (wanted !== wholeCountry && error instanceof ApiProblem && error.status === 404) return { template: await of(wholeCountry), isOwn: false };
        throw error;
      }
    },
  });
  const picker = (
    <div className="bar bar-end">
      <TextField label={t.region} hint={t.regionHint} pattern="[0-9]{6}" maxLength={6} value={region} onChange={setRegion} />
      <Button disabled={!/^[0-9]{6}$/.test(region) || region === wanted} onClick={() => setWanted(region)}>{t.load}</Button>
      <span role="status">{found.data && fill(found.data.isOwn ? t.loaded : t.noneThere, { region: wanted === wholeCountry ? p.wholeCountry : wanted, version: found.data.template.version })}</span>
    </div>
  );
  if (found.data === undefined) {
    return <FormDialog wide isDisabled title={fill(t.editOf, { name: nameOf(kind) })} submit={t.publish} onClose={onClose} onSubmit={async () => undefined}>
      {picker}{found.error === null ? <Loading /> : <Failed error={found.error} onRetry={() => void found.refetch()} />}
    </FormDialog>;
  }
  return <TemplateForm key={`${wanted} ${found.data.template.version}`} kind={kind} region={wanted} first={found.data.template} picker={picker} onClose={onClose} />;
}

function TemplateForm({ kind, region, first, picker, onClose }: { kind: Kind; region: string; first: Template; picker: React.ReactNode; onClose: () => void }) {
  const t = useTexts(paperTexts);
  const done = useDone();
  const [title, setTitle] = useState(first.title);
  const [body, setBody] = useState(first.body);
  const [shown, setShown] = useState<string[] | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const content = { region, title, body };
  const save = async (key: string) => {
    await api.put(`/api/templates/${kind.kind}`, content, { key });
    await done(t.published, ['templates']);
    onClose();
  };
  // The page is read as text: nothing of it becomes part of this one.
  const preview = async () => {
    setRefused(null);
    try {
      const html = await (await call('POST', `/api/templates/${kind.kind}/preview`, content)).text();
      const page = new DOMParser().parseFromString(html, 'text/html');
      setShown([...page.querySelectorAll('h1, p:not(.proof), li')].map((line) => `${line.tagName === 'LI' ? '· ' : ''}${line.textContent}`));
    } catch (problem) {
      setRefused(problem);
    }
  };
  return (
    <FormDialog wide title={fill(t.editOf, { name: nameOf(kind) })} submit={t.publish} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          {picker}
          <TextPair label={t.title} value={title} onChange={setTitle} error={error ?? refused} at="$.title" />
          <TextField label={t.body} hint={t.bodyHint} lines={14} maxLength={20_000} value={body} onChange={setBody} error={error ?? refused} at="$.body" />
          <div role="group" aria-label={t.placeholders} className="bar">
            <span className="muted">{t.placeholders}</span>
            {kind.placeholders.map((name) => <Button key={name} size="small" onClick={() => setBody(`${body}{{${name}}}`)}>{name}</Button>)}
          </div>
          <Button onClick={() => void preview()}>{t.preview}</Button>
          {refused !== null && <p role="alert" className="field-wrong"><ProblemText error={refused} /></p>}
          {shown !== null && <div role="region" aria-label={t.preview}><p className="muted">{t.previewNote}</p>{shown.map((line, i) => <p key={i}>{line}</p>)}</div>}
        </>
      )}
    </FormDialog>
  );
}
