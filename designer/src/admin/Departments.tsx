import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { TextField, TextPair } from '../parts/Field';
import { RegionField, useDepartments, useUsualRegion, type Department } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { places } from './api';
import { adminTexts } from './texts';

export function Departments({ region }: { region: string | undefined }) {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const usual = useUsualRegion('administrator');
  const shown = region ?? usual;
  const [, go] = useLocation();
  const departments = useDepartments(shown);
  const [wanted, setWanted] = useState('');
  const [editing, setEditing] = useState<Department | 'new' | null>(null);

  const columns: Column<Department>[] = [
    { key: 'code', title: t.code, show: (d) => d.code, cell: (d) => d.code },
    { key: 'name', title: t.name, isName: true, show: (d) => pick(d.name), cell: (d) => pick(d.name) },
    { key: 'edit', title: p.actions, show: (d) => <Button onClick={() => setEditing(d)}>{t.rename}<span className="visually-hidden"> {pick(d.name)}</span></Button> },
  ];
  const found = (departments.data ?? []).filter((d) => [d.code, d.name.zh, d.name.en].some((text) => text.toLowerCase().includes(wanted.trim().toLowerCase())));

  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.departments}</h2>
        <div className="bar">
          <CsvButton name={`departments-${shown}`} columns={columns} rows={found} />
          <Button type="primary" disabled={shown === ''} onClick={() => setEditing('new')}>{t.addDepartment}</Button>
        </div>
      </div>
      <div className="bar bar-end">
        <RegionField label={t.region} value={shown} withCountry onChange={(code) => go(`/admin/departments/${code}`)} />
        <TextField label={t.findRegion} type="search" value={wanted} onChange={setWanted} />
      </div>
      {shown === '' ? <Empty>{t.noRegions}</Empty>
        : departments.isPending ? <Loading />
        : departments.data === undefined ? <Failed error={departments.error} onRetry={() => void departments.refetch()} />
        : <PagedRows key={shown} caption={t.departments} columns={columns} rows={found} rowKey={(d) => d.code} empty={departments.data.length === 0 ? <Empty>{t.noDepartments}</Empty> : undefined} />}
      {editing !== null && <DepartmentDialog region={shown} department={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function DepartmentDialog({ region, department, onClose }: { region: string; department: Department | null; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [code, setCode] = useState(department?.code ?? '');
  const [name, setName] = useState(department?.name ?? { zh: '', en: '' });
  const save = async (key: string) => {
    await places.putDepartment(region, code, name, key);
    await done(t.departmentSaved, ['departments', region]);
    onClose();
  };
  return (
    <FormDialog title={department ? t.renameDepartment : t.addDepartment} submit={p.save} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <TextField label={t.departmentCode} hint={t.codeHint} pattern="[a-z][a-z0-9_\-]{0,59}" value={code} onChange={setCode} readOnly={department !== null} error={error} at="?code" />
          <TextPair label={t.name} value={name} onChange={setName} error={error} at="$.name" />
        </>
      )}
    </FormDialog>
  );
}
