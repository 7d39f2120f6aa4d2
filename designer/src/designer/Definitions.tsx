import { Button } from 'antd';
import { lazy, Suspense, useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { TextField } from '../parts/Field';
import { PagedRows, type Column } from '../parts/Rows';
import { dayTime } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { useDefinitions, useDrafts, type Definition, type DraftSummary } from './api';
import { NewDefinition } from './NewDefinition';
import { designerTexts } from './texts';

const ImportDialog = lazy(() => import('./ImportDialog'));

interface Line {
  key: string;
  name: string;
  latest: Definition['versions'][number] | undefined;
  draft: DraftSummary | undefined;
}

function linesOf(definitions: readonly Definition[], drafts: readonly DraftSummary[]): Line[] {
  const draftOf = new Map(drafts.map((d) => [d.key, d]));
  const lines: Line[] = definitions.map((d) => ({ key: d.key, name: d.name ?? d.key, latest: d.versions.at(-1), draft: draftOf.get(d.key) }));
  const deployed = new Set(definitions.map((d) => d.key));
  for (const draft of drafts) if (!deployed.has(draft.key)) lines.push({ key: draft.key, name: draft.name ?? draft.key, latest: undefined, draft });
  const touched = (line: Line) => line.draft?.savedAt ?? line.latest?.at ?? '';
  return lines.sort((a, b) => touched(b).localeCompare(touched(a)));
}

/** All definitions and drafts, the last touched first. */
export function Definitions() {
  const t = useTexts(designerTexts);
  const definitions = useDefinitions();
  const drafts = useDrafts();
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null);
  const wanted = useDeferredValue(search.trim().toLowerCase());

  if (definitions.isPending || drafts.isPending) return <Loading />;
  const broken = definitions.data === undefined ? definitions : drafts.data === undefined ? drafts : null;
  if (broken) return <Failed error={broken.error} onRetry={() => void broken.refetch()} />;

  const all = linesOf(definitions.data!, drafts.data!);
  const found = all.filter((line) => wanted === '' || line.key.includes(wanted) || line.name.toLowerCase().includes(wanted));
  const buttons = (
    <div className="bar">
      <Button type="primary" onClick={() => setDialog('new')}>{t.newOne}</Button>
      <Button onClick={() => setDialog('import')}>{t.importOne}</Button>
    </div>
  );
  const columns: Column<Line>[] = [
    { key: 'name', title: t.name, isName: true, show: (line) => <Link href={`/designer/${line.key}`}>{line.name}</Link> },
    { key: 'key', title: t.key, show: (line) => <code>{line.key}</code> },
    { key: 'version', title: t.version, show: (line) => (line.latest ? fill(t.versionOf, { n: line.latest.version, at: dayTime(line.latest.at), by: line.latest.by }) : <span className="quiet">{t.notDeployed}</span>) },
    { key: 'draft', title: t.draft, show: (line) => (line.draft ? <>{fill(t.draftOf, { at: dayTime(line.draft.savedAt), by: line.draft.by })}{line.draft.note && <div className="quiet">{line.draft.note}</div>}</> : <span className="quiet">{t.noDraft}</span>) },
  ];
  return (
    <div className="stack">
      <div className="panel-head"><h1>{t.title}</h1>{buttons}</div>
      <section className="panel">
        <div className="bar-end bar"><TextField label={t.search} type="search" value={search} onChange={setSearch} /><span aria-live="polite" className="quiet">{fill(t.showing, { n: found.length })}</span></div>
        <PagedRows caption={t.list} columns={columns} rows={found} rowKey={(line) => line.key} empty={<Empty>{all.length === 0 ? t.noneYet : t.noneFound}</Empty>} />
      </section>
      {dialog === 'new' && <NewDefinition taken={new Set(all.map((line) => line.key))} onClose={() => setDialog(null)} />}
      {dialog === 'import' && <Suspense fallback={null}><ImportDialog taken={new Set(all.map((line) => line.key))} onClose={() => setDialog(null)} /></Suspense>}
    </div>
  );
}
