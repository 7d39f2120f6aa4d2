import { Button } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { TextField } from '../parts/Field';
import { nameOf, useJointItems, useRegions, type JointItemLine } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { exact } from '../shared/format';
import { pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { catalogueTexts } from './catalogueTexts';
import { adminTexts } from './texts';

export default function JointItems() {
  const t = useTexts(catalogueTexts);
  const a = useTexts(adminTexts);
  const [, go] = useLocation();
  const items = useJointItems();
  const regions = useRegions().data;
  const [wanted, setWanted] = useState('');
  const columns: Column<JointItemLine>[] = [
    { key: 'name', title: t.name, isName: true, show: (i) => <Link href={`/admin/joint-items/${i.code}`}>{pick(i.name)}</Link>, cell: (i) => pick(i.name) },
    { key: 'code', title: t.code, show: (i) => i.code, cell: (i) => i.code },
    { key: 'region', title: t.region, show: (i) => nameOf(regions, i.region), cell: (i) => i.region },
    { key: 'version', title: t.version, isNumber: true, show: (i) => i.version, cell: (i) => i.version },
    { key: 'at', title: t.publishedAt, show: (i) => exact(i.publishedAt), cell: (i) => i.publishedAt },
  ];
  const found = (items.data ?? []).filter((i) => [i.code, i.name.zh, i.name.en].some((text) => text.toLowerCase().includes(wanted.trim().toLowerCase())));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{a.jointItems}</h2>
        <div className="bar">
          <CsvButton name="joint-items" columns={columns} rows={found} />
          <Button type="primary" onClick={() => go('/admin/new-joint-item')}>{t.addJointItem}</Button>
        </div>
      </div>
      {items.isPending ? <Loading /> : items.data === undefined ? <Failed error={items.error} onRetry={() => void items.refetch()} /> : (
        <>
          <div className="bar bar-end"><TextField label={t.find} type="search" value={wanted} onChange={setWanted} /></div>
          <PagedRows caption={a.jointItems} columns={columns} rows={found} rowKey={(i) => i.code} empty={items.data.length === 0 ? <Empty>{t.noJointItems}</Empty> : undefined} />
        </>
      )}
    </section>
  );
}
