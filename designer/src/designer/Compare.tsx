import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { compare, type Change } from '../bpmn/deepDiff';
import { withDrawing } from '../bpmn/layout';
import { readModel, writeModel } from '../bpmn/model';
import { bpmnTexts, wordFor } from '../bpmn/texts';
import { ChoiceField } from '../parts/Field';
import { dayTime } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import { loadSource, revisionXml, useRevisions, versionXml, type Source } from './api';
import { panelTexts } from './panelTexts';
import { TwoDiagrams } from './TwoDiagrams';
import { designerTexts } from './texts';
import { XmlLines } from './XmlLines';

interface Props {
  source: Source;
  /** What is drawn now. */
  present: string;
  /** What to compare with: `v3`, `r12`, or `draft` for the one on the server; null for the latest version. */
  first: string | null;
}

/** Two versions side by side: the drawings, what changed in words, and the XML. */
export default function Compare({ source, present, first }: Props) {
  const t = useTexts(designerTexts);
  const revisions = useRevisions(source.key, source.revision > 0 || first !== null);
  const versions = source.definition?.versions ?? [];
  const [before, setBefore] = useState(first ?? (versions.length > 0 ? `v${versions.at(-1)!.version}` : 'present'));
  const [after, setAfter] = useState('present');
  const [kind, setKind] = useState<'diagrams' | 'xml'>('diagrams');
  const [selected, setSelected] = useState<string | null>(null);

  const choices = [
    { value: 'present', label: t.present },
    ...(before === 'draft' || after === 'draft' ? [{ value: 'draft', label: t.draft }] : []),
    ...[...versions].reverse().map((v) => ({ value: `v${v.version}`, label: `${fill(t.versionN, { n: v.version })} · ${dayTime(v.at)} · ${v.by}${v.note ? ` · ${v.note}` : ''}` })),
    ...(revisions.data ?? []).map((r) => ({ value: `r${r.revision}`, label: `${fill(t.revisionN, { n: r.revision })} · ${dayTime(r.savedAt)} · ${r.by}${r.note ? ` · ${r.note}` : ''}` })),
  ];
  const xmlOf = async (what: string, signal: AbortSignal): Promise<string> => {
    const xml = what === 'present' ? present
      : what === 'draft' ? ((await loadSource(source.key, signal))?.xml ?? present)
        : what.startsWith('v') ? await versionXml(source.key, Number(what.slice(1)), signal) : await revisionXml(source.key, Number(what.slice(1)), signal);
    return withDrawing(xml);
  };
  const compared = useQuery({
    queryKey: ['compare', source.key, before, after, present],
    queryFn: async ({ signal }) => {
      const [a, b] = await Promise.all([xmlOf(before, signal), xmlOf(after, signal)]);
      const [old, now] = await Promise.all([readModel(a), readModel(b)]);
      // Both written by the same hand, so that the XML differs only where the models do.
      return { a: await writeModel(old.definitions), b: await writeModel(now.definitions), changes: compare(old, now) };
    },
    gcTime: 0, staleTime: 'static',
  });

  return (
    <div className="stack">
      <div className="pair">
        <ChoiceField label={t.left} value={before} onChange={setBefore} choices={choices} />
        <ChoiceField label={t.right} value={after} onChange={setAfter} choices={choices} />
      </div>
      <nav className="board-views" aria-label={t.compare}>
        <button type="button" aria-current={kind === 'diagrams' ? 'page' : undefined} onClick={() => setKind('diagrams')}>{t.diagrams}</button>
        <button type="button" aria-current={kind === 'xml' ? 'page' : undefined} onClick={() => setKind('xml')}>{t.asXml}</button>
      </nav>
      {compared.isPending && <Loading />}
      {compared.error !== null && <Failed error={compared.error} onRetry={() => void compared.refetch()} />}
      {compared.data && kind === 'xml' && <XmlLines before={compared.data.a} after={compared.data.b} />}
      {compared.data && kind === 'diagrams' && (
        <>
          <TwoDiagrams before={compared.data.a} after={compared.data.b} changes={compared.data.changes} selected={selected} onSelect={setSelected}
            names={[choices.find((c) => c.value === before)?.label ?? before, choices.find((c) => c.value === after)?.label ?? after]} />
          <section className="panel">
            <h2>{t.changes}</h2>
            <p role="status">{compared.data.changes.length === 0 ? t.noChanges : fill(t.changeCount, { n: compared.data.changes.length })}</p>
            <ul className="problems">
              {compared.data.changes.map((change) => <ChangeLine key={`${change.change} ${change.id}`} change={change} isChosen={change.id === selected} onSelect={() => setSelected(change.id)} />)}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}

function ChangeLine({ change, isChosen, onSelect }: { change: Change; isChosen: boolean; onSelect: () => void }) {
  const t = useTexts(designerTexts);
  const words = useTexts(bpmnTexts);
  const settings = useTexts(panelTexts) as Record<string, string>;
  const mark = { added: <StateMark tone="good" shape="＋">{t.added}</StateMark>, removed: <StateMark tone="bad" shape="－">{t.removed}</StateMark>, changed: <StateMark tone="now" shape="✎">{t.changed}</StateMark>, moved: <StateMark tone="quiet" shape="↔">{t.moved}</StateMark> };
  return (
    <li>
      <button type="button" className="outline-entry" aria-current={isChosen ? 'true' : undefined} onClick={onSelect}>
        <span>{mark[change.change]} {change.name || words[wordFor(change.type, change.kind)]}</span>
        <span className="outline-type">{words[wordFor(change.type, change.kind)]} · {change.id}</span>
        {change.details.map((d) => (
          <span key={d.path} className="change-detail">
            {settings[`path.${d.path}`] ?? d.path}：<del><span className="visually-hidden">{t.from} </span>{d.before ?? t.nothing}</del> → <ins><span className="visually-hidden">{t.to} </span>{d.after ?? t.nothing}</ins>
          </span>
        ))}
      </button>
    </li>
  );
}
