import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { PagedRows, type Column } from '../parts/Rows';
import { exact } from '../shared/format';
import { pick, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { useModels, type ModelLine } from './api';
import { NewModel } from './NewModel';
import { decisionTexts } from './texts';

const ImportModel = lazy(() => import('./ImportModel'));

/** All decision models with their latest versions. */
export function Models() {
  const t = useTexts(decisionTexts);
  const models = useModels();
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null);
  const hasUses = models.data?.some((m) => m.usedBy) === true;
  const hasBy = models.data?.some((m) => m.by) === true;
  const columns: Column<ModelLine>[] = [
    { key: 'name', title: t.name, isName: true, show: (m) => <Link href={`/decisions/${encodeURIComponent(m.code)}`}>{pick(m.name)}</Link> },
    { key: 'code', title: t.code, show: (m) => <code>{m.code}</code> },
    { key: 'version', title: t.version, isNumber: true, show: (m) => m.version },
    { key: 'at', title: t.publishedAt, show: (m) => exact(m.publishedAt) },
    ...(hasBy ? [{ key: 'by', title: t.by, show: (m: ModelLine) => m.by ?? '' }] : []),
    ...(hasUses ? [{ key: 'used', title: t.usedBy, show: (m: ModelLine) => <Uses of={m} /> }] : []),
  ];
  const taken = new Set((models.data ?? []).map((m) => m.code));
  return (
    <section className="panel">
      <div className="panel-head">
        <h1>{t.title}</h1>
        <div className="bar"><Button type="primary" onClick={() => setDialog('new')}>{t.newOne}</Button><Button onClick={() => setDialog('import')}>{t.importOne}</Button></div>
      </div>
      <p>{t.lead}</p>
      {models.isPending ? <Loading /> : models.data === undefined ? <Failed error={models.error} onRetry={() => void models.refetch()} />
        : <PagedRows caption={t.title} columns={columns} rows={models.data} rowKey={(m) => m.code} empty={<Empty>{t.none}</Empty>} />}
      {dialog === 'new' && <NewModel taken={taken} onClose={() => setDialog(null)} />}
      {dialog === 'import' && <Suspense fallback={null}><ImportModel taken={taken} onClose={() => setDialog(null)} /></Suspense>}
    </section>
  );
}

/** The steps that decide by a model, each a link to its definition. */
export function Uses({ of }: { of: ModelLine }) {
  const t = useTexts(decisionTexts);
  const uses = of.usedBy ?? [];
  if (uses.length === 0) return <span className="quiet">{t.unused}</span>;
  return <>{uses.map((u, i) => <span key={`${u.definition} ${u.element}`}>{i > 0 && t.comma}<Link href={`/designer/${encodeURIComponent(u.definition)}`}>{u.definition}</Link> <span className="quiet">{u.element}</span></span>)}</>;
}
