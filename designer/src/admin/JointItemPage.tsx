import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ChoiceField } from '../parts/Field';
import { useUsualRegion } from '../parts/places';
import { partTexts } from '../parts/texts';
import { api, ApiProblem, query } from '../shared/api';
import { exact } from '../shared/format';
import { store } from '../shared/store';
import { fill, pick, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import type { JointItem, JointItemVersion } from './api';
import { catalogueTexts } from './catalogueTexts';
import { JointItemEditor } from './JointItemEditor';
import { blankJointItem } from './jointItem';
import { JointItemView } from './JointItemView';
import { download } from '../parts/csv';

/** What is being changed and not yet published, kept in the browser until it is. */
export interface Draft {
  basedOn: number;
  item: JointItem;
}

/** A joint item: its versions, and the next one while it is written. */
export default function JointItemPage({ code }: { code: string }) {
  const t = useTexts(catalogueTexts);
  const p = useTexts(partTexts);
  const drafts = useMemo(() => store<Draft | null>(`draft.joint-item.${code}`, null), [code]);
  const draft = drafts.use();
  const [version, setVersion] = useState('');
  const latest = useQuery({ queryKey: ['catalogue', code], queryFn: ({ signal }) => api.get<JointItemVersion>(`/api/joint-items/${code}`, { signal }) });
  const shown = useQuery({
    queryKey: ['catalogue', code, version],
    enabled: version !== '',
    queryFn: ({ signal }) => api.get<JointItemVersion>(query(`/api/joint-items/${code}`, { version }), { signal }),
    staleTime: Infinity,
  });
  const back = <Link href="/admin/joint-items">← {t.back}</Link>;
  if (latest.isPending) return <Loading />;
  if (latest.data === undefined) return <>{back}<Failed error={latest.error} onRetry={() => void latest.refetch()} /></>;

  if (draft !== null) {
    return (
      <>
        {back}
        <JointItemEditor draft={draft} latest={latest.data.version} onChange={drafts.set} onDiscard={() => drafts.set(null)} onPublished={() => { drafts.set(null); setVersion(''); }} />
      </>
    );
  }
  const seen = version === '' ? latest.data : shown.data;
  const versions = Array.from({ length: latest.data.version }, (_, i) => latest.data.version - i);
  return (
    <>
      {back}
      <section className="panel">
        <div className="panel-head">
          <h2>{pick(latest.data.item.name)}</h2>
          <div className="bar">
            {seen && <Button onClick={() => download(`${code}-v${seen.version}.json`, 'application/json', JSON.stringify(seen.item, null, 2))}>{p.json}</Button>}
            {seen && <Button type="primary" onClick={() => drafts.set({ basedOn: latest.data.version, item: seen.item })}>{t.edit}</Button>}
          </div>
        </div>
        <div className="bar bar-end">
          <ChoiceField
            label={t.version} value={version === '' ? String(latest.data.version) : version} onChange={(v) => setVersion(v === String(latest.data.version) ? '' : v)}
            choices={versions.map((v) => ({ value: String(v), label: fill(t.versionN, { n: v }) + (v === latest.data.version ? t.latest : '') }))}
          />
          {seen && <span>{t.publishedAt}: {exact(seen.publishedAt)}</span>}
        </div>
      </section>
      {seen ? <JointItemView item={seen.item} /> : shown.error ? <Failed error={shown.error} onRetry={() => void shown.refetch()} /> : <Loading />}
    </>
  );
}

const newDraft = store<Draft | null>('draft.joint-item', null);

/** A joint item that does not exist yet. */
export function NewJointItem() {
  const t = useTexts(catalogueTexts);
  const [, go] = useLocation();
  const region = useUsualRegion('administrator');
  const draft = newDraft.use() ?? { basedOn: 0, item: blankJointItem(region) };
  const known = useQuery({
    queryKey: ['catalogue', draft.item.code],
    enabled: /^[a-z][a-z0-9_-]*$/.test(draft.item.code),
    retry: false,
    queryFn: async ({ signal }) => {
      try {
        return await api.get<JointItemVersion>(`/api/joint-items/${draft.item.code}`, { signal });
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 404) return null;
        throw problem;
      }
    },
  });
  return (
    <>
      <Link href="/admin/joint-items">← {t.back}</Link>
      <JointItemEditor
        draft={draft} latest={known.data?.version ?? 0} onChange={newDraft.set}
        onDiscard={() => { newDraft.set(null); go('/admin/joint-items'); }}
        onPublished={() => { newDraft.set(null); go(`/admin/joint-items/${draft.item.code}`); }}
      />
    </>
  );
}
