import { App, Button } from 'antd';
import { useState } from 'react';
import { Rows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { FormDialog } from '../parts/Dialog';
import { dayTime } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading, ProblemText } from '../staff/states';
import { definitionsKey, discardDraft, draftsKey, revisionXml, saveDraft, useRevisions, versionXml, type DefinitionVersion, type Revision, type Source } from './api';
import { designerTexts } from './texts';

interface Props {
  source: Source;
  /** Revision of the draft now; 0 while there is none. */
  revision: number;
  /** `v3` or `r12` */
  onCompare: (what: string) => void;
  onChanged: () => Promise<void>;
}

/** Deployed versions and the draft's revisions, each to compare with the drawing or to take up again. */
export default function Versions({ source, revision, onCompare, onChanged }: Props) {
  const t = useTexts(designerTexts);
  const done = useDone();
  const { message } = App.useApp();
  const revisions = useRevisions(source.key, revision > 0);
  const [asked, setAsked] = useState<{ what: string; baseVersion: number | null; xml: () => Promise<string> } | 'discard' | null>(null);

  const restore = async (intent: string) => {
    if (asked === null || asked === 'discard') return;
    await saveDraft(source.key, { xml: await asked.xml(), revision, note: fill(t.restoreNote, { what: asked.what }), ...(asked.baseVersion === null ? {} : { baseVersion: asked.baseVersion }) }, intent);
    await done(t.restored, definitionsKey);
    await onChanged();
  };
  const discard = async () => {
    await discardDraft(source.key, revision);
    await done(t.discarded, draftsKey);
    await onChanged();
  };

  const versionColumns: Column<DefinitionVersion>[] = [
    { key: 'n', title: t.number, isName: true, show: (v) => fill(t.versionN, { n: v.version }) },
    { key: 'at', title: t.at, show: (v) => dayTime(v.at) },
    { key: 'by', title: t.by, show: (v) => v.by },
    { key: 'note', title: t.note, show: (v) => v.note ?? '' },
    {
      key: 'do', title: t.actions, show: (v) => (
        <div className="row-actions">
          <Button onClick={() => onCompare(`v${v.version}`)}>{t.compareWithNow}<span className="visually-hidden"> {fill(t.versionN, { n: v.version })}</span></Button>
          <Button onClick={() => setAsked({ what: fill(t.versionN, { n: v.version }), baseVersion: v.version, xml: () => versionXml(source.key, v.version) })}>{t.restore}<span className="visually-hidden"> {fill(t.versionN, { n: v.version })}</span></Button>
        </div>
      ),
    },
  ];
  const revisionColumns: Column<Revision>[] = [
    { key: 'n', title: t.number, isName: true, show: (r) => fill(t.revisionN, { n: r.revision }) },
    { key: 'at', title: t.at, show: (r) => dayTime(r.savedAt) },
    { key: 'by', title: t.by, show: (r) => r.by },
    { key: 'note', title: t.note, show: (r) => r.note ?? '' },
    {
      key: 'do', title: t.actions, show: (r) => (
        <div className="row-actions">
          <Button onClick={() => onCompare(`r${r.revision}`)}>{t.compareWithNow}<span className="visually-hidden"> {fill(t.revisionN, { n: r.revision })}</span></Button>
          {r.revision !== revision && <Button onClick={() => setAsked({ what: fill(t.revisionN, { n: r.revision }), baseVersion: source.baseVersion, xml: () => revisionXml(source.key, r.revision) })}>{t.restore}<span className="visually-hidden"> {fill(t.revisionN, { n: r.revision })}</span></Button>}
        </div>
      ),
    },
  ];
  const versions = [...(source.definition?.versions ?? [])].reverse();
  return (
    <div className="stack">
      <section className="panel">
        <h2>{t.versionsDeployed}</h2>
        <Rows caption={t.versionsDeployed} columns={versionColumns} rows={versions} rowKey={(v) => String(v.version)} empty={<Empty>{t.notDeployed}</Empty>} />
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>{t.revisionsSaved}</h2>
          {revision > 0 && <Button danger onClick={() => setAsked('discard')}>{t.discard}</Button>}
        </div>
        {revision === 0 ? <Empty>{t.noRevisions}</Empty>
          : revisions.isPending ? <Loading />
            : revisions.data === undefined ? <Failed error={revisions.error} onRetry={() => void revisions.refetch()} />
              : <Rows caption={t.revisionsSaved} columns={revisionColumns} rows={revisions.data} rowKey={(r) => String(r.revision)} />}
      </section>
      {asked === 'discard' && (
        <FormDialog title={t.discard} submit={t.discard} isDangerous onClose={() => setAsked(null)} onSubmit={() => discard().catch((problem: unknown) => void message.error(<ProblemText error={problem} />))}>
          <p>{t.discardAsk}</p>
        </FormDialog>
      )}
      {asked !== null && asked !== 'discard' && (
        <FormDialog title={t.restore} submit={t.restore} onClose={() => setAsked(null)} onSubmit={restore}><p>{fill(t.restoreAsk, { what: asked.what })}</p></FormDialog>
      )}
    </div>
  );
}
