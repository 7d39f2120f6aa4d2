import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField, TextPair } from '../parts/Field';
import { PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api } from '../shared/api';
import { exact } from '../shared/format';
import { fill, pick, useTexts, type Text } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { moved } from './jointItem';
import { catalogueTexts } from './catalogueTexts';
import { tableTexts } from './tableTexts';
import { adminTexts } from './texts';

interface Rule {
  id: string;
  when: string;
  outcome: 'grant' | 'deny' | 'person';
  words: Text;
}

interface RuleTable {
  code: string;
  version: number;
  publishedAt: string;
  name: Text;
  rules: Rule[];
}

const blank: RuleTable = { code: '', version: 0, publishedAt: '', name: { zh: '', en: '' }, rules: [{ id: '', when: '', outcome: 'grant', words: { zh: '', en: '' } }] };

/** 秒批规则: decision tables, one row a table. */
export default function RuleTables() {
  const t = useTexts(tableTexts);
  const a = useTexts(adminTexts);
  const c = useTexts(catalogueTexts);
  const p = useTexts(partTexts);
  const [editing, setEditing] = useState<RuleTable | null>(null);
  const tables = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => api.get<RuleTable[]>('/api/rules', { signal }) });
  const columns: Column<RuleTable>[] = [
    { key: 'name', title: a.name, isName: true, show: (r) => pick(r.name), cell: (r) => pick(r.name) },
    { key: 'code', title: a.code, show: (r) => r.code, cell: (r) => r.code },
    { key: 'rules', title: t.rulesOf, isNumber: true, show: (r) => fill(t.count, { n: r.rules.length }), cell: (r) => r.rules.length },
    { key: 'version', title: c.version, isNumber: true, show: (r) => r.version, cell: (r) => r.version },
    { key: 'at', title: c.publishedAt, show: (r) => exact(r.publishedAt), cell: (r) => r.publishedAt },
    { key: 'edit', title: p.actions, show: (r) => <Button onClick={() => setEditing(r)}>{p.edit}<span className="visually-hidden"> {pick(r.name)}</span></Button> },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.rules}</h2>
        <Button type="primary" onClick={() => setEditing(blank)}>{t.addRules}</Button>
      </div>
      <p>{t.rulesLead}</p>
      {tables.isPending ? <Loading /> : tables.data === undefined ? <Failed error={tables.error} onRetry={() => void tables.refetch()} />
        : <PagedRows caption={t.rules} columns={columns} rows={tables.data} rowKey={(r) => r.code} empty={<Empty>{t.noRules}</Empty>} />}
      {editing && <RuleDialog table={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function RuleDialog({ table, onClose }: { table: RuleTable; onClose: () => void }) {
  const t = useTexts(tableTexts);
  const a = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [code, setCode] = useState(table.code);
  const [name, setName] = useState(table.name);
  const [rules, setRules] = useState(table.rules);
  const change = (i: number, to: Partial<Rule>) => setRules(rules.map((r, at) => (at === i ? { ...r, ...to } : r)));
  const save = async (key: string) => {
    const answer = await api.put<{ version: number }>(`/api/rules/${encodeURIComponent(code)}`, { name, rules }, { key });
    await done(fill(t.published, { n: answer.version }), ['rules']);
    onClose();
  };
  return (
    <FormDialog title={table.version === 0 ? t.addRules : t.editRules} submit={t.publish} wide onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <TextField label={a.code} hint={a.codeHint} value={code} onChange={setCode} readOnly={table.version > 0} error={error} at="?code" />
          <TextPair label={a.name} value={name} onChange={setName} error={error} at="$.name" />
          {rules.map((r, i) => (
            <fieldset key={i} className="panel">
              <legend>{fill(t.ruleN, { n: i + 1 })}</legend>
              <div className="pair">
                <TextField label={t.ruleId} value={r.id} onChange={(id) => change(i, { id })} error={error} at={`$.rules[${i}].id`} />
                <ChoiceField label={t.outcome} value={r.outcome} onChange={(outcome) => change(i, { outcome: outcome as Rule['outcome'] })} error={error} at={`$.rules[${i}].outcome`}
                  choices={[{ value: 'grant', label: t.grant }, { value: 'deny', label: t.deny }, { value: 'person', label: t.person }]} />
              </div>
              <TextField label={t.when} hint={t.whenHint} value={r.when} onChange={(when) => change(i, { when })} lines={2} error={error} at={`$.rules[${i}].when`} />
              <TextPair label={t.words} value={r.words} onChange={(words) => change(i, { words })} error={error} at={`$.rules[${i}].words`} />
              <div className="row-actions">
                <Button disabled={i === 0} onClick={() => setRules(moved(rules, i, -1))}>{t.up}<span className="visually-hidden"> {fill(t.ruleN, { n: i + 1 })}</span></Button>
                <Button danger disabled={rules.length === 1} onClick={() => setRules(rules.filter((_, at) => at !== i))}>{p.remove}<span className="visually-hidden"> {fill(t.ruleN, { n: i + 1 })}</span></Button>
              </div>
            </fieldset>
          ))}
          <Button onClick={() => setRules([...rules, blank.rules[0]!])}>{t.addRule}</Button>
        </>
      )}
    </FormDialog>
  );
}
