import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, errorsAt, TextField, TextPair } from '../parts/Field';
import { DepartmentWithinField, RegionField } from '../parts/places';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api, ApiProblem } from '../shared/api';
import { fill, pick, useTexts } from '../shared/texts';
import { ProblemText } from '../staff/states';
import type { Calendar, FormField, JointItem, Material, ServiceItem } from './api';
import { catalogueTexts } from './catalogueTexts';
import { blankField, blankItem, blankMaterial, moved, put, putItem, tidy, withoutItem } from './jointItem';
import type { Draft } from './JointItemPage';
import { FieldDialog, ItemDialog, LimitFields, MaterialDialog } from './JointItemRows';
import { useColumns } from './JointItemView';
import { InstantFields } from './TrustFields';

interface Editing {
  list: 'items' | 'materials' | 'form';
  index: number;
}

interface Props {
  draft: Draft;
  /** Version that is published now; 0 when none is. */
  latest: number;
  onChange: (draft: Draft) => void;
  onDiscard: () => void;
  onPublished: () => void;
}

/** Writes the next version of a joint item as tables; the server's findings stand at their rows and fields. */
export function JointItemEditor({ draft, latest, onChange, onDiscard, onPublished }: Props) {
  const t = useTexts(catalogueTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const item = draft.item;
  const columns = useColumns(item);
  const [error, setError] = useState<unknown>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [asking, setAsking] = useState<'publish' | 'discard' | null>(null);
  const problems = useRef<HTMLDivElement>(null);
  const definitions = useQuery({ queryKey: ['definitions'], queryFn: ({ signal }) => api.get<{ key: string; name: string | null }[]>('/api/definitions', { signal }) });
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: ({ signal }) => api.get<Calendar[]>('/api/calendars', { signal }) });
  const change = (next: Partial<JointItem>) => onChange({ ...draft, item: { ...item, ...next } });

  const publish = async (key: string) => {
    try {
      const answer = await api.put<{ version: number }>(`/api/joint-items/${item.code}`, tidy(item), { key });
      await done(fill(t.published, { n: answer.version }), ['catalogue'], ['joint-item'], ['joint-items']);
      onPublished();
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.errors.length === 0) throw problem;
      setError(problem);
      setAsking(null);
      setTimeout(() => problems.current?.focus(), 50);
    }
  };

  const wrongAt = (path: string) => errorsAt(error, path).map((e) => e.message).join(' ');
  const buttons = <T,>(list: Editing['list'], nameOf: (row: T) => string): Column<T>[] => {
    const rows = item[list] as unknown as T[];
    const named = (row: T) => <span className="visually-hidden"> {nameOf(row)}</span>;
    const remove = (index: number) => (list === 'items' ? onChange({ ...draft, item: withoutItem(item, index) }) : change({ [list]: rows.filter((_, i) => i !== index) }));
    const wrong: Column<T> = { key: 'wrong', title: t.problems, show: (row) => <span className="field-wrong">{wrongAt(`$.${list}[${rows.indexOf(row)}]`)}</span> };
    return [
      ...(rows.some((_, i) => wrongAt(`$.${list}[${i}]`) !== '') ? [wrong] : []),
      {
        key: 'actions',
        title: p.actions,
        show: (row) => {
          const index = rows.indexOf(row);
          return (
            <div className="row-actions">
              <Button onClick={() => setEditing({ list, index })}>{p.edit}{named(row)}</Button>
              <Button disabled={index === 0} aria-label={`${t.up} ${nameOf(row)}`} onClick={() => change({ [list]: moved(rows, index, -1) })}>↑</Button>
              <Button disabled={index === rows.length - 1} aria-label={`${t.down} ${nameOf(row)}`} onClick={() => change({ [list]: moved(rows, index, 1) })}>↓</Button>
              <Button danger onClick={() => remove(index)}>{p.remove}{named(row)}</Button>
            </div>
          );
        },
      },
    ];
  };
  const short = <T,>(all: Column<T>[], ...keys: string[]) => all.filter((c) => keys.includes(c.key));
  const rowKey = <T,>(rows: T[]) => (row: T) => String(rows.indexOf(row));
  const listOf = (list: Editing['list'], title: string, add: string, table: React.ReactNode) => (
    <section className="panel">
      <div className="panel-head">
        <h3>{title} ({item[list].length})</h3>
        <Button onClick={() => setEditing({ list, index: item[list].length })}>{add}</Button>
      </div>
      {table}
    </section>
  );
  const close = () => setEditing(null);

  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>{pick(item.name) || t.addJointItem}</h2>
          <div className="bar">
            <Button onClick={() => setAsking('discard')}>{t.discard}</Button>
            <Button type="primary" onClick={() => setAsking('publish')}>{t.publish}</Button>
          </div>
        </div>
        <Alert type="info" title={draft.basedOn === 0 ? t.editingNew : fill(t.editing, { n: draft.basedOn })} />
        {latest > draft.basedOn && <Alert type="warning" title={fill(t.moved, { n: latest })} />}
        {error !== null && (
          <div ref={problems} tabIndex={-1}>
            <Alert type="error" role="alert" title={fill(t.wrong, { n: (error as ApiProblem).errors.length })} description={<ProblemText error={error} />} />
          </div>
        )}
      </section>
      <section className="panel stack">
        <h3>{t.general}</h3>
        <div className="pair">
          <TextField label={t.code} hint={t.codeHint} value={item.code} onChange={(code) => change({ code })} readOnly={draft.basedOn > 0} error={error} at="$.code" />
          <RegionField label={t.region} value={item.region} onChange={(region) => change({ region })} withCountry error={error} at="$.region" />
        </div>
        <TextPair label={t.name} value={item.name} onChange={(name) => change({ name })} error={error} at="$.name" />
        <div className="pair">
          <ChoiceField label={t.definition} none={p.choose} value={item.definition} onChange={(definition) => change({ definition })} choices={(definitions.data ?? []).map((d) => ({ value: d.key, label: d.name ? `${d.name} (${d.key})` : d.key }))} error={error} at="$.definition" />
          <ChoiceField label={t.calendar} none={p.choose} value={item.calendar} onChange={(calendar) => change({ calendar })} choices={(calendars.data ?? []).map((c) => ({ value: c.code, label: `${pick(c.name)} (${c.code})` }))} error={error} at="$.calendar" />
          <DepartmentWithinField label={t.lead} region={item.region} value={item.leadDepartment} onChange={(leadDepartment) => change({ leadDepartment })} error={error} at="$.leadDepartment" />
          <TextField label={t.cards} type="number" min={0} max={100} value={String(item.cards.yellowBeforeDays)} onChange={(n) => change({ cards: { yellowBeforeDays: Number(n) } })} error={error} at="$.cards" />
        </div>
        <div className="pair">
          <LimitFields label={t.promised} value={item.promised} onChange={(promised) => change({ promised })} error={error} at="$.promised" />
          <LimitFields label={t.statutory} value={item.statutory} onChange={(statutory) => change({ statutory })} error={error} at="$.statutory" />
        </div>
      </section>
      {listOf('items', t.items, t.addItem, (
        <Rows caption={t.items} rows={item.items} rowKey={rowKey(item.items)}
          columns={[...short(columns.items, 'name', 'code', 'department', 'when'), ...buttons<ServiceItem>('items', (i) => pick(i.name))]} />
      ))}
      {listOf('materials', t.materials, t.addMaterial, (
        <Rows caption={t.materials} rows={item.materials} rowKey={rowKey(item.materials)}
          columns={[...short(columns.materials, 'name', 'code', 'neededBy', 'required'), ...buttons<Material>('materials', (m) => pick(m.name))]} />
      ))}
      {listOf('form', t.form, t.addField, (
        <Rows caption={t.form} rows={item.form} rowKey={rowKey(item.form)}
          columns={[...short(columns.form, 'label', 'name', 'type', 'required'), ...buttons<FormField>('form', (f) => pick(f.label))]} />
      ))}
      <InstantFields item={item} change={change} error={error} />
      {editing?.list === 'items' && (
        <ItemDialog region={item.region} item={item.items[editing.index] ?? blankItem()} error={error} at={`$.items[${editing.index}]`} onClose={close}
          onApply={(row) => { onChange({ ...draft, item: putItem(item, editing.index, row) }); close(); }} />
      )}
      {editing?.list === 'materials' && (
        <MaterialDialog items={item.items} material={item.materials[editing.index] ?? blankMaterial()} error={error} at={`$.materials[${editing.index}]`} onClose={close}
          onApply={(row) => { change({ materials: put(item.materials, editing.index, row) }); close(); }} />
      )}
      {editing?.list === 'form' && (
        <FieldDialog items={item.items} field={item.form[editing.index] ?? blankField()} error={error} at={`$.form[${editing.index}]`} onClose={close}
          onApply={(row) => { change({ form: put(item.form, editing.index, row) }); close(); }} />
      )}
      {asking === 'publish' && <FormDialog title={t.publish} submit={t.publish} onClose={() => setAsking(null)} onSubmit={publish}><p>{t.publishAsk}</p></FormDialog>}
      {asking === 'discard' && (
        <FormDialog title={t.discard} submit={t.discard} isDangerous onClose={() => setAsking(null)} onSubmit={async () => onDiscard()}><p>{t.discardAsk}</p></FormDialog>
      )}
    </>
  );
}
