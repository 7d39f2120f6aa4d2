import type { ReactNode } from 'react';
import { nameOf, useDepartmentsWithin, useRegions } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { pick, useTexts } from '../shared/texts';
import type { FormField, JointItem, Limit, Material, ServiceItem } from './api';
import { catalogueTexts } from './catalogueTexts';

export function useLimit(): (limit: Limit) => string {
  const t = useTexts(catalogueTexts);
  return (limit) => `${limit.amount} ${t[limit.unit]}`;
}

/** The columns of the three tables of a joint item; the editor adds its own. */
export function useColumns(item: JointItem): { items: Column<ServiceItem>[]; materials: Column<Material>[]; form: Column<FormField>[] } {
  const t = useTexts(catalogueTexts);
  const p = useTexts(partTexts);
  const limit = useLimit();
  const departments = useDepartmentsWithin(item.region);
  const yes = (is: boolean) => (is ? p.yes : p.no);
  const needed = (codes: string[]) => (codes.length === item.items.length && codes.length > 1 ? p.all : codes.map((code) => nameOf(item.items, code)).join(p.comma));
  const plain = <T,>(key: string, title: string, cell: (row: T) => string | number, more?: Partial<Column<T>>): Column<T> => ({ key, title, show: cell, cell, ...more });
  const code = <T,>(key: string, title: string, cell: (row: T) => string): Column<T> => ({ key, title, show: (row) => <code>{cell(row)}</code>, cell });
  return {
    items: [
      plain('name', t.name, (i) => pick(i.name), { isName: true }),
      code('code', t.code, (i) => i.code),
      plain('department', t.department, (i) => nameOf(departments, i.department)),
      { key: 'when', title: t.appliesWhen, show: (i) => (i.appliesWhen === null ? t.always : <code>{i.appliesWhen}</code>), cell: (i) => i.appliesWhen },
      plain('promised', t.promised, (i) => limit(i.promised)),
      plain('statutory', t.statutory, (i) => limit(i.statutory)),
      plain('basis', t.basis, (i) => i.basis ?? '—'),
    ],
    materials: [
      plain('name', t.name, (m) => pick(m.name), { isName: true }),
      code('code', t.code, (m) => m.code),
      plain('neededBy', t.neededBy, (m) => needed(m.neededBy)),
      plain('required', t.required, (m) => yes(m.required)),
      plain('main', t.main, (m) => yes(m.main)),
      plain('hint', t.hint, (m) => pick(m.hint) || '—'),
    ],
    form: [
      plain('label', t.label, (f) => pick(f.label), { isName: true }),
      code('name', t.code, (f) => f.name),
      plain('type', t.type, (f) => (f.type === 'choice' ? `${t.type_choice}: ${f.choices.map((c) => pick(c.label)).join(p.comma)}` : t[`type_${f.type}`])),
      plain('required', t.mandatory, (f) => yes(f.required)),
      plain('personal', t.personal, (f) => yes(f.personal)),
      plain('neededBy', t.neededBy, (f) => needed(f.neededBy)),
      { key: 'when', title: t.askedWhen, show: (f) => (f.askedWhen === null ? t.always : <code>{f.askedWhen}</code>), cell: (f) => f.askedWhen },
    ],
  };
}

/** A published joint item, to read. */
export function JointItemView({ item }: { item: JointItem }) {
  const t = useTexts(catalogueTexts);
  const columns = useColumns(item);
  const limit = useLimit();
  const regions = useRegions().data;
  const departments = useDepartmentsWithin(item.region);
  const facts: [string, ReactNode][] = [
    [t.code, <code key="code">{item.code}</code>],
    [t.region, nameOf(regions, item.region)],
    [t.lead, nameOf(departments, item.leadDepartment)],
    [t.definition, <code key="definition">{item.definition}</code>],
    [t.calendar, <code key="calendar">{item.calendar}</code>],
    [t.promised, limit(item.promised)],
    [t.statutory, limit(item.statutory)],
    [t.cards, item.cards.yellowBeforeDays],
  ];
  return (
    <>
      <section className="panel">
        <h3>{t.general}</h3>
        <dl className="fact-grid">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      </section>
      <section className="panel">
        <div className="panel-head"><h3>{t.items} ({item.items.length})</h3><CsvButton name={`${item.code}-items`} columns={columns.items} rows={item.items} /></div>
        <PagedRows caption={t.items} columns={columns.items} rows={item.items} rowKey={(i) => i.code} />
      </section>
      <section className="panel">
        <div className="panel-head"><h3>{t.materials} ({item.materials.length})</h3><CsvButton name={`${item.code}-materials`} columns={columns.materials} rows={item.materials} /></div>
        <PagedRows caption={t.materials} columns={columns.materials} rows={item.materials} rowKey={(m) => m.code} />
      </section>
      <section className="panel">
        <div className="panel-head"><h3>{t.form} ({item.form.length})</h3><CsvButton name={`${item.code}-form`} columns={columns.form} rows={item.form} /></div>
        <PagedRows caption={t.form} columns={columns.form} rows={item.form} rowKey={(f) => f.name} />
      </section>
    </>
  );
}
