import { useQueries } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { XmlLines } from '../designer/XmlLines';
import { FormDialog } from '../parts/Dialog';
import { Rows, type Column } from '../parts/Rows';
import { exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { Empty, Loading } from '../staff/states';
import { loadModel, modelsKey, type Published } from './api';
import { decisionTexts } from './texts';
import type { Work } from './work';

const ModelEditor = lazy(() => import('./ModelEditor'));

// Each version is asked for by itself; older ones are seldom looked at.
const shownMax = 20;

interface Props {
  code: string;
  /** 0 while nothing is published. */
  latest: number;
  present: Work;
  /** A version to compare at once. */
  compared: number | null;
  onTakeUp: (old: Work) => void;
}

/** The versions that were published: each to read, to compare with the present and to take up again. */
export default function VersionsView({ code, latest, present, compared, onTakeUp }: Props) {
  const t = useTexts(decisionTexts);
  const newest = Math.max(latest, compared ?? 0);
  const numbers = Array.from({ length: Math.min(newest, shownMax) }, (_, i) => newest - i);
  const asked = useQueries({ queries: numbers.map((n) => ({ queryKey: [...modelsKey, code, n], queryFn: () => loadModel(code, n), staleTime: Infinity })) });
  const [shown, setShown] = useState<{ version: number; as: 'read' | 'compare' } | null>(compared === null ? null : { version: compared, as: 'compare' });
  const [taking, setTaking] = useState<Published | null>(null);
  const versions = asked.flatMap((q) => (q.data ? [q.data] : []));
  if (latest === 0 && compared === null) return <section className="panel"><Empty>{t.unpublished}</Empty></section>;
  if (asked.some((q) => q.isPending)) return <Loading />;
  const columns: Column<Published>[] = [
    { key: 'n', title: t.version, isName: true, show: (v) => fill(t.versionN, { n: v.version }) },
    { key: 'name', title: t.name, show: (v) => pick(v.name) },
    { key: 'at', title: t.publishedAt, show: (v) => exact(v.publishedAt) },
    ...(versions.some((v) => v.by) ? [{ key: 'by', title: t.by, show: (v: Published) => v.by ?? '' }] : []),
    { key: 'do', title: t.actions, show: (v) => (
      <div className="row-actions">
        <Button onClick={() => setShown({ version: v.version, as: 'read' })}>{t.read}<Which n={v.version} /></Button>
        <Button onClick={() => setShown({ version: v.version, as: 'compare' })}>{t.compareNow}<Which n={v.version} /></Button>
        <Button onClick={() => setTaking(v)}>{t.takeUp}<Which n={v.version} /></Button>
      </div>
    ) },
  ];
  const one = versions.find((v) => v.version === shown?.version);
  return (
    <div className="stack">
      <section className="panel"><h2>{t.versions}</h2><Rows caption={t.versions} columns={columns} rows={versions} rowKey={(v) => String(v.version)} /></section>
      {one && shown?.as === 'read' && (
        <section className="panel">
          <h2>{fill(t.versionN, { n: one.version })}</h2>
          <p>{t.asked}: {one.model.decision}</p>
          <Suspense fallback={<Loading />}><ModelEditor xml={one.model.xml} readOnly /></Suspense>
        </section>
      )}
      {one && shown?.as === 'compare' && (
        <>
          <h2>{fill(t.comparison, { n: one.version })}</h2>
          <p>{fill(t.testsDiffer, { n: one.version, a: one.model.tests.length, b: present.model.tests.length })}</p>
          <XmlLines before={one.model.xml} after={present.model.xml} />
          {one.model.tests.join('\n') !== present.model.tests.join('\n') && <XmlLines before={one.model.tests.join('\n')} after={present.model.tests.join('\n')} />}
        </>
      )}
      {taking && (
        <FormDialog title={t.takeUp} submit={t.takeUp} onClose={() => setTaking(null)} onSubmit={async () => { onTakeUp({ name: taking.name, model: taking.model, baseVersion: taking.version }); setTaking(null); }}>
          <p>{fill(t.takeUpAsk, { n: taking.version })}</p>
        </FormDialog>
      )}
    </div>
  );
}

function Which({ n }: { n: number }) {
  const t = useTexts(decisionTexts);
  return <span className="visually-hidden"> {fill(t.versionN, { n })}</span>;
}
