import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { TextField, TextPair } from '../parts/Field';
import { useRegions, type Region } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { places } from './api';
import { adminTexts } from './texts';

export function Regions() {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const regions = useRegions();
  const [wanted, setWanted] = useState('');
  const [editing, setEditing] = useState<Region | 'new' | null>(null);

  const columns: Column<Region>[] = [
    { key: 'code', title: t.code, show: (r) => r.code, cell: (r) => r.code },
    { key: 'name', title: t.name, isName: true, show: (r) => pick(r.name), cell: (r) => pick(r.name) },
    { key: 'departments', title: t.departments, show: (r) => <Link href={`/admin/departments/${r.code}`}>{t.departments}<span className="visually-hidden"> {pick(r.name)}</span></Link> },
    { key: 'edit', title: p.actions, show: (r) => <Button onClick={() => setEditing(r)}>{t.rename}<span className="visually-hidden"> {pick(r.name)}</span></Button> },
  ];
  const found = (regions.data ?? []).filter((r) => [r.code, r.name.zh, r.name.en].some((text) => text.toLowerCase().includes(wanted.trim().toLowerCase())));

  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.regions}</h2>
        <div className="bar">
          <CsvButton name="regions" columns={columns} rows={found} />
          <Button type="primary" onClick={() => setEditing('new')}>{t.addRegion}</Button>
        </div>
      </div>
      {regions.isPending ? <Loading /> : regions.data === undefined ? <Failed error={regions.error} onRetry={() => void regions.refetch()} /> : (
        <>
          <div className="bar bar-end"><TextField label={t.findRegion} type="search" value={wanted} onChange={setWanted} /></div>
          <PagedRows caption={t.regions} columns={columns} rows={found} rowKey={(r) => r.code} empty={regions.data.length === 0 ? <Empty>{t.noRegions}</Empty> : undefined} />
        </>
      )}
      {editing !== null && <RegionDialog region={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function RegionDialog({ region, onClose }: { region: Region | null; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [code, setCode] = useState(region?.code ?? '');
  const [name, setName] = useState(region?.name ?? { zh: '', en: '' });
  const save = async (key: string) => {
    await places.putRegion(code, name, key);
    await done(t.regionSaved, ['regions']);
    onClose();
  };
  return (
    <FormDialog title={region ? t.renameRegion : t.addRegion} submit={p.save} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <TextField label={t.regionCode} hint={t.regionCodeHint} pattern="\d{6}" maxLength={6} value={code} onChange={setCode} readOnly={region !== null} error={error} at="?code" />
          <TextPair label={t.name} value={name} onChange={setName} error={error} at="$.name" />
        </>
      )}
    </FormDialog>
  );
}
