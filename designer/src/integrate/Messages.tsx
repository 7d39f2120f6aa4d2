import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { TextField } from '../parts/Field';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { fill, pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { fetchDocument } from './api';
import { channelsOf, fieldsOf, messagesOf, pageName, schemaName, type ContractChannel, type ContractMessage, type Json, type SchemaField } from './contracts';
import { integrateTexts } from './texts';

export const useAsyncApi = () =>
  useQuery({ queryKey: ['contracts', 'asyncapi'], queryFn: ({ signal }) => fetchDocument<Json>('/contracts/asyncapi.json', signal), staleTime: 600_000 });

interface Of {
  direction: ContractMessage['direction'];
}

/** The public events or commands, from the document that the server publishes. */
export function Messages({ direction }: Of) {
  const t = useTexts(integrateTexts);
  const document = useAsyncApi();
  const [wanted, setWanted] = useState('');
  const title = direction === 'event' ? t.events : t.commands;
  const all = document.data === undefined ? [] : messagesOf(document.data).filter((m) => m.direction === direction);
  const found = all.filter((m) => [m.type, m.title, m.summary].some((text) => text.toLowerCase().includes(wanted.trim().toLowerCase())));
  const channels: Column<ContractChannel>[] = [
    { key: 'way', title: t.way, isName: true, show: (c) => <span lang="en">{c.summary}</span> },
    { key: 'address', title: t.url, show: (c) => (c.address === null ? t.ownAddress : <code>{c.address}</code>) },
    { key: 'description', title: t.meaning, show: (c) => <span lang="en">{c.description}</span> },
  ];
  const columns: Column<ContractMessage>[] = [
    { key: 'type', title: t.type, isName: true, show: (m) => <Link href={`/integrate/${direction}s/${pageName(m.type)}`}>{m.type}</Link>, cell: (m) => m.type },
    { key: 'meaning', title: t.meaning, show: (m) => meaningOf(m), cell: (m) => meaningOf(m) },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
        <div className="bar">
          <a className="download" href="/contracts/asyncapi.json" download="asyncapi.json">{fill(t.download, { name: 'asyncapi.json' })}</a>
          <CsvButton name={`${direction}s`} columns={columns} rows={found} />
        </div>
      </div>
      <p>{direction === 'event' ? t.eventsLead : t.commandsLead}</p>
      {document.isPending ? <Loading /> : document.data === undefined ? <Failed error={document.error} onRetry={() => void document.refetch()} /> : (
        <>
          <div className="bar bar-end"><TextField label={t.find} type="search" value={wanted} onChange={setWanted} /></div>
          <PagedRows caption={title} columns={columns} rows={found} rowKey={(m) => m.type} empty={all.length === 0 ? <Empty>{t.noMessages}</Empty> : undefined} />
          {all.length > 0 && (
            <>
              <h3>{direction === 'event' ? t.waysOut : t.waysIn}</h3>
              <PagedRows caption={direction === 'event' ? t.waysOut : t.waysIn} columns={channels} rows={channelsOf(document.data, direction)} rowKey={(c) => c.name} />
            </>
          )}
        </>
      )}
    </section>
  );
}

/** The document's titles are Chinese and its summaries English. */
export const meaningOf = (message: ContractMessage): string => pick({ zh: message.title, en: message.summary || message.title });

/** One message with the members of its data and its JSON Schema. */
export function MessagePage({ name, direction }: Of & { name: string }) {
  const t = useTexts(integrateTexts);
  const document = useAsyncApi();
  const message = document.data === undefined ? undefined : messagesOf(document.data).find((m) => pageName(m.type) === name);
  const file = message === undefined ? '' : `${schemaName(message.type)}.json`;
  const path = `/contracts/schemas/${file}`;
  const schema = useQuery({
    queryKey: ['contracts', 'schema', file], enabled: file !== '',
    queryFn: ({ signal }) => fetchDocument<Json>(path, signal), staleTime: 600_000,
  });
  const back = <Link href={`/integrate/${direction}s`}>← {t.back}</Link>;
  if (document.isPending) return <>{back}<Loading /></>;
  if (document.data === undefined) return <>{back}<Failed error={document.error} onRetry={() => void document.refetch()} /></>;
  if (message === undefined) return <>{back}<Empty>{t.unknownMessage}</Empty></>;
  return (
    <>
      {back}
      <section className="panel">
        <h2><code>{message.type}</code></h2>
        <p>{meaningOf(message)}</p>
      </section>
      {schema.isPending ? <Loading /> : schema.data === undefined ? <Failed error={schema.error} onRetry={() => void schema.refetch()} /> : (
        <>
          <section className="panel">
            <h3>{t.fields}</h3>
            <Fields caption={t.fields} fields={fieldsOf(schema.data, schema.data)} />
          </section>
          <section className="panel">
            <div className="panel-head"><h3>{t.schema}</h3><a className="download" href={path} download={file}>{fill(t.download, { name: file })}</a></div>
            <pre className="code-block" tabIndex={0} aria-label={t.schema}>{JSON.stringify(schema.data, null, 2)}</pre>
          </section>
        </>
      )}
    </>
  );
}

export function Fields({ caption, fields }: { caption: string; fields: SchemaField[] }) {
  const t = useTexts(integrateTexts);
  const p = useTexts(partTexts);
  const columns: Column<SchemaField>[] = [
    { key: 'member', title: t.member, isName: true, show: (f) => <code>{f.path}</code> },
    { key: 'type', title: t.type, show: (f) => <code>{f.type}</code> },
    { key: 'required', title: t.required, show: (f) => (f.required ? p.yes : p.no) },
    { key: 'meaning', title: t.meaning, show: (f) => f.description || '—' },
    { key: 'limits', title: t.limits, show: (f) => (f.limits === '' ? '—' : <code>{f.limits}</code>) },
  ];
  return <PagedRows caption={caption} columns={columns} rows={fields} rowKey={(f) => f.path} empty={<p className="muted">{t.noFields}</p>} />;
}
