import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ChoiceField, TextField } from '../parts/Field';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { fetchDocument } from './api';
import { bodySchema, fieldsOf, isObject, resolve, routesOf, type ApiRoute, type Json } from './contracts';
import { Fields } from './Messages';
import { integrateTexts } from './texts';

/** Every route of the HTTP API, from the document that the server publishes. */
export function Routes() {
  const t = useTexts(integrateTexts);
  const document = useQuery({ queryKey: ['contracts', 'openapi'], queryFn: ({ signal }) => fetchDocument<Json>('/openapi/v1.json', signal), staleTime: 600_000 });
  const [wanted, setWanted] = useState('');
  const [tag, setTag] = useState('');
  const all = document.data === undefined ? [] : routesOf(document.data);
  const tags = [...new Set(all.map((r) => r.tag))].filter((one) => one !== '');
  const text = wanted.trim().toLowerCase();
  const found = all.filter((r) => (tag === '' || r.tag === tag) && `${r.method} ${r.path} ${r.summary}`.toLowerCase().includes(text));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.routes}</h2>
        <a className="download" href="/openapi/v1.json" download="openapi.json">{fill(t.download, { name: 'openapi.json' })}</a>
      </div>
      <p>{t.routesLead}</p>
      {document.isPending ? <Loading /> : document.data === undefined ? <Failed error={document.error} onRetry={() => void document.refetch()} /> : (
        <>
          <div className="bar bar-end">
            <TextField label={t.find} type="search" value={wanted} onChange={setWanted} />
            <ChoiceField label={t.group} isFilter none={t.allGroups} value={tag} onChange={setTag} choices={tags.map((one) => ({ value: one, label: one }))} />
          </div>
          <p role="status">{fill(t.routesShown, { n: found.length })}</p>
          {found.length === 0 && <Empty />}
          {found.map((route) => <RouteLine key={`${route.method} ${route.path}`} route={route} document={document.data} />)}
        </>
      )}
    </section>
  );
}

function RouteLine({ route, document }: { route: ApiRoute; document: Json }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="route" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><span className="route-method">{route.method}</span><code>{route.path}</code><span className="muted" lang="en">{route.summary}</span></summary>
      {isOpen && <RouteDetails route={route} document={document} />}
    </details>
  );
}

interface Parameter {
  name: string;
  where: string;
  required: boolean;
  description: string;
}

function RouteDetails({ route, document }: { route: ApiRoute; document: Json }) {
  const t = useTexts(integrateTexts);
  const p = useTexts(partTexts);
  const given = Array.isArray(route.operation.parameters) ? route.operation.parameters : [];
  const parameters: Parameter[] = given.map((one) => resolve(one, document)).filter(isObject).map((one) => ({
    name: String(one.name), where: String(one.in), required: one.required === true, description: typeof one.description === 'string' ? one.description : '',
  }));
  const body = bodySchema(route.operation.requestBody, document);
  const answers = isObject(route.operation.responses) ? Object.entries(route.operation.responses) : [];
  const columns: Column<Parameter>[] = [
    { key: 'name', title: t.member, isName: true, show: (one) => <code>{one.name}</code> },
    { key: 'where', title: t.where, show: (one) => one.where },
    { key: 'required', title: t.required, show: (one) => (one.required ? p.yes : p.no) },
    { key: 'meaning', title: t.meaning, show: (one) => one.description || '—' },
  ];
  return (
    <div className="stack">
      {route.description !== '' && <p lang="en">{route.description}</p>}
      {parameters.length > 0 && <Rows caption={t.parameters} quietCaption={false} columns={columns} rows={parameters} rowKey={(one) => `${one.where}.${one.name}`} />}
      {body && (
        <section>
          <h3>{t.body} <code>{body.contentType}</code></h3>
          <Fields caption={`${t.body} ${route.method} ${route.path}`} fields={fieldsOf(body.schema, document)} />
        </section>
      )}
      <section>
        <h3>{t.answers}</h3>
        {answers.map(([status, one]) => {
          const answer = resolve(one, document);
          const schema = Number(status) < 400 ? bodySchema(answer, document) : null;
          const fields = schema === null ? [] : fieldsOf(schema.schema, document);
          return (
            <div key={status}>
              <p><strong>{status}</strong> {isObject(answer) && typeof answer.description === 'string' ? answer.description : ''}</p>
              {fields.length > 0 && <Fields caption={`${t.answers} ${status} ${route.method} ${route.path}`} fields={fields} />}
            </div>
          );
        })}
      </section>
    </div>
  );
}
