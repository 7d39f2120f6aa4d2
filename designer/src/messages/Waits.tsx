import { useState } from 'react';
import { Link } from 'wouter';
import { TextField } from '../parts/Field';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { exact } from '../shared/format';
import { useTexts } from '../shared/texts';
import { Empty } from '../staff/states';
import type { Wait } from './api';
import { messageTexts } from './texts';

/** What waits for what. Keys are shown nowhere; whoever knows one may look for it. */
export function Waits() {
  const t = useTexts(messageTexts);
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const pages = usePages<Wait>(['waits'], '/api/waits', { ...(name && { name }), ...(name && key && { key }) });
  const rows = rowsOf(pages);
  const columns: Column<Wait>[] = [
    { key: 'case', title: t.case, isName: true, show: (w) => <Link href={`/cases/${w.caseId}`}>{w.caseNumber} {w.title}</Link>, cell: (w) => w.caseNumber },
    { key: 'kind', title: t.waitsFor, show: (w) => t[w.kind], cell: (w) => w.kind },
    { key: 'name', title: t.name, show: (w) => w.name, cell: (w) => w.name },
    { key: 'element', title: t.element, show: (w) => w.element, cell: (w) => w.element },
    { key: 'since', title: t.since, show: (w) => exact(w.since), cell: (w) => w.since },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.waits}</h2><CsvButton name="waits" columns={columns} rows={rows} /></div>
      <p>{t.waitsLead} {t.keyHint}</p>
      <div className="bar bar-end">
        <TextField label={t.name} isFilter value={name} onChange={setName} maxLength={200} />
        <TextField label={t.key} isFilter value={key} onChange={setKey} maxLength={400} hint={key && !name ? t.keyNeedsName : undefined} />
      </div>
      <PageList pages={pages}>{(shown) => <Rows caption={t.waits} columns={columns} rows={shown} rowKey={(w) => `${w.caseId}/${w.element}/${w.name}/${w.since}`} empty={<Empty>{t.noWaits}</Empty>} />}</PageList>
    </section>
  );
}
