import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { count } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { kindName, useJointItems } from '../case/names';
import { caseTexts } from '../case/texts';
import type { TaskKind } from '../case/api';
import { useCounts } from './api';
import { noFilter, sameFilter, saved, type Filter, type KeptFilters } from './filters';
import { inboxTexts } from './texts';

const kinds: readonly TaskKind[] = ['intake', 'check', 'review', 'work', 'decide', 'conclude', 'deliver'];

interface Props {
  kept: KeptFilters;
  /** True while they are in this browser only. */
  here: boolean;
  onKeep: (kept: KeptFilters) => void;
}

/** The first pane. What is chosen stays until somebody changes it. */
export function Filters({ kept, here, onKeep }: Props) {
  const t = useTexts(inboxTexts);
  const ct = useTexts(caseTexts);
  const counts = useCounts();
  const items = useJointItems();
  const f = kept.current;
  const n = counts.data;
  const change = (to: Partial<Filter>) => onKeep({ ...kept, current: { ...f, ...to } });
  const known = kinds.filter((k) => n === undefined || (n.byKind[k] ?? 0) > 0 || f.kind === k);

  return (
    <nav className="filters" aria-label={t.filters}>
      <Group title={t.view}>
        <Choice name="view" on={f.view === 'department'} n={n?.department} onChoose={() => change({ view: 'department' })}>{t.department}</Choice>
        <Choice name="view" on={f.view === 'mine'} n={n?.mine} onChoose={() => change({ view: 'mine' })}>{t.mine}</Choice>
      </Group>
      <Group title={t.state}>
        {(['active', 'open', 'claimed', 'done', 'cancelled'] as const).map((s) => (
          <Choice key={s} name="state" on={f.state === s} onChoose={() => change({ state: s })}>{t[s]}</Choice>
        ))}
      </Group>
      <Group title={t.kind}>
        <Choice name="kind" on={f.kind === ''} onChoose={() => change({ kind: '' })}>{t.all}</Choice>
        {known.map((k) => <Choice key={k} name="kind" on={f.kind === k} n={n && (n.byKind[k] ?? 0)} onChoose={() => change({ kind: k })}>{ct[kindName[k]]}</Choice>)}
      </Group>
      <Group title={t.cards}>
        <Tick on={f.card === 'red'} n={n && (n.byCard.red ?? 0)} onTick={(on) => change({ card: on ? 'red' : '' })}><span aria-hidden="true" className="shape-red">■</span> {t.red}</Tick>
        <Tick on={f.card === 'yellow'} n={n && (n.byCard.yellow ?? 0)} onTick={(on) => change({ card: on ? 'yellow' : '' })}><span aria-hidden="true" className="shape-yellow">▲</span> {t.yellow}</Tick>
        <Tick on={f.urged} n={n?.urged} onTick={(on) => change({ urged: on })}><span aria-hidden="true">‼</span> {t.urged}</Tick>
      </Group>
      {(items.data?.length ?? 0) > 1 && (
        <div className="act-field">
          <label htmlFor="inbox-item">{t.jointItem}</label>
          <select id="inbox-item" value={f.jointItem} onChange={(e) => change({ jointItem: e.target.value })}>
            <option value="">{t.all}</option>
            {items.data?.map((i) => <option key={i.code} value={i.code}>{pick(i.name)}</option>)}
          </select>
        </div>
      )}
      {counts.isError && <p className="quiet">{t.countsMissing}</p>}
      {!sameFilter({ ...f, sort: 'due' }, noFilter) && <Button onClick={() => change({ ...noFilter, sort: f.sort })}>{t.clear}</Button>}
      <Saved kept={kept} onKeep={onKeep} />
      {here && <p className="quiet">{t.keptHere}</p>}
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return <fieldset className="filter-group"><legend>{title}</legend>{children}</fieldset>;
}

function Choice({ name, on, n, onChoose, children }: { name: string; on: boolean; n?: number; onChoose: () => void; children: ReactNode }) {
  return (
    <label className="filter-choice">
      <input type="radio" name={`filter-${name}`} checked={on} onChange={onChoose} /><span>{children}</span>{n !== undefined && <span className="filter-count">{count(n)}</span>}
    </label>
  );
}

function Tick({ on, n, onTick, children }: { on: boolean; n?: number; onTick: (on: boolean) => void; children: ReactNode }) {
  return (
    <label className="filter-choice">
      <input type="checkbox" checked={on} onChange={(e) => onTick(e.target.checked)} /><span>{children}</span>{n !== undefined && <span className="filter-count">{count(n)}</span>}
    </label>
  );
}

/** Filters under a name, one click away. */
function Saved({ kept, onKeep }: { kept: KeptFilters; onKeep: (kept: KeptFilters) => void }) {
  const t = useTexts(inboxTexts);
  const [name, setName] = useState('');
  return (
    <section aria-label={t.saved} className="filter-saved">
      <h2>{t.saved}</h2>
      {kept.saved.length === 0 && <p className="quiet">{t.savedNone}</p>}
      <ul>
        {kept.saved.map((s) => (
          <li key={s.name}>
            <button type="button" className="phrase" aria-pressed={sameFilter(s.filter, kept.current)} onClick={() => onKeep({ ...kept, current: s.filter })}>{s.name}</button>
            <Button type="text" aria-label={fill(t.savedRemove, { name: s.name })} onClick={() => onKeep({ ...kept, saved: kept.saved.filter((o) => o !== s) })}>✕</Button>
          </li>
        ))}
      </ul>
      <form onSubmit={(e) => {
        e.preventDefault();
        if (name.trim() === '') return;
        onKeep(saved(kept, name.trim()));
        setName('');
      }}>
        <Input aria-label={t.saveName} placeholder={t.saveName} value={name} maxLength={40} onChange={(e) => setName(e.target.value)} />
        <Button htmlType="submit" disabled={name.trim() === ''}>{t.save}</Button>
      </form>
    </section>
  );
}
