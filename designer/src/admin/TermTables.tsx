import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { TextField, TextPair } from '../parts/Field';
import { PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api } from '../shared/api';
import { exact } from '../shared/format';
import { fill, pick, useTexts, type Text } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { catalogueTexts } from './catalogueTexts';
import { tableTexts } from './tableTexts';
import { namesOf, textOfNames, textOfValues, valuesOf, type TermName, type TermValue } from './termLines';
import { adminTexts } from './texts';

interface TermTable {
  code: string;
  version: number;
  publishedAt: string;
  name: Text;
  field: string;
  names: TermName[];
  values: TermValue[];
}

const blank: TermTable = { code: '', version: 0, publishedAt: '', name: { zh: '', en: '' }, field: '', names: [], values: [] };

/** 术语对照: other systems' names and values of our fields. */
export default function TermTables() {
  const t = useTexts(tableTexts);
  const a = useTexts(adminTexts);
  const c = useTexts(catalogueTexts);
  const p = useTexts(partTexts);
  const [editing, setEditing] = useState<TermTable | null>(null);
  const tables = useQuery({ queryKey: ['terms'], queryFn: ({ signal }) => api.get<TermTable[]>('/api/terms', { signal }) });
  const columns: Column<TermTable>[] = [
    { key: 'name', title: a.name, isName: true, show: (r) => pick(r.name), cell: (r) => pick(r.name) },
    { key: 'code', title: a.code, show: (r) => r.code, cell: (r) => r.code },
    { key: 'field', title: t.field, show: (r) => <code>{r.field}</code>, cell: (r) => r.field },
    { key: 'names', title: t.names, isNumber: true, show: (r) => r.names.length, cell: (r) => r.names.length },
    { key: 'values', title: t.values, isNumber: true, show: (r) => r.values.length, cell: (r) => r.values.length },
    { key: 'version', title: c.version, isNumber: true, show: (r) => r.version, cell: (r) => r.version },
    { key: 'at', title: c.publishedAt, show: (r) => exact(r.publishedAt), cell: (r) => r.publishedAt },
    { key: 'edit', title: p.actions, show: (r) => <Button onClick={() => setEditing(r)}>{p.edit}<span className="visually-hidden"> {pick(r.name)}</span></Button> },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.terms}</h2>
        <Button type="primary" onClick={() => setEditing(blank)}>{t.addTerms}</Button>
      </div>
      <p>{t.termsLead}</p>
      {tables.isPending ? <Loading /> : tables.data === undefined ? <Failed error={tables.error} onRetry={() => void tables.refetch()} />
        : <PagedRows caption={t.terms} columns={columns} rows={tables.data} rowKey={(r) => r.code} empty={<Empty>{t.noTerms}</Empty>} />}
      {editing && <TermDialog table={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function TermDialog({ table, onClose }: { table: TermTable; onClose: () => void }) {
  const t = useTexts(tableTexts);
  const a = useTexts(adminTexts);
  const done = useDone();
  const [code, setCode] = useState(table.code);
  const [name, setName] = useState(table.name);
  const [field, setField] = useState(table.field);
  const [names, setNames] = useState(textOfNames(table.names));
  const [values, setValues] = useState(textOfValues(table.values));
  const read = valuesOf(values);
  const save = async (key: string) => {
    const answer = await api.put<{ version: number }>(`/api/terms/${encodeURIComponent(code)}`, { name, field, names: namesOf(names), values: read }, { key });
    await done(fill(t.published, { n: answer.version }), ['terms']);
    onClose();
  };
  return (
    <FormDialog title={table.version === 0 ? t.addTerms : t.editTerms} submit={t.publish} isDisabled={typeof read === 'number'} wide onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <div className="pair">
            <TextField label={a.code} hint={a.codeHint} value={code} onChange={setCode} readOnly={table.version > 0} error={error} at="?code" />
            <TextField label={t.field} value={field} onChange={setField} error={error} at="$.field" />
          </div>
          <TextPair label={a.name} value={name} onChange={setName} error={error} at="$.name" />
          <TextField label={t.names} hint={t.namesHint} required={false} lines={5} value={names} onChange={setNames} error={error} at="$.names" />
          <TextField label={t.values} hint={t.valuesHint} required={false} lines={10} value={values} onChange={setValues} error={error} at="$.values" />
          {typeof read === 'number' && <p role="alert" className="field-wrong">{fill(t.valueWrong, { n: read })}</p>}
        </>
      )}
    </FormDialog>
  );
}
