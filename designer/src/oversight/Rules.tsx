import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { RegionField, useRegions, useUsualRegion, nameOf, wholeCountry } from '../parts/places';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { api } from '../shared/api';
import { hasRole, session } from '../shared/session';
import { fill, pick, useTexts } from '../shared/texts';
import { CardMark } from '../staff/marks';
import { Empty, Failed, Loading } from '../staff/states';
import type { Rule, RulesAnswer, Target } from './api';
import { PreviewPanel } from './PreviewPanel';
import { RuleDialog, TargetDialog } from './RuleDialogs';
import { oversightTexts } from './texts';
import '../parts/parts.css';

/** A region's rules for cards and indicators: looked at, changed, previewed, published. */
export default function Rules() {
  const t = useTexts(oversightTexts);
  const usual = useUsualRegion('supervisor', 'administrator', 'auditor');
  const [wanted, setWanted] = useState('');
  const region = wanted || usual;
  const rules = useQuery({
    queryKey: ['card-rules', region], enabled: region !== '',
    queryFn: ({ signal }) => api.get<RulesAnswer>(`/api/card-rules/${region}`, { signal }),
  });
  return (
    <div className="stack">
      <h1>{t.rules}</h1>
      <p className="muted">{t.rulesLead}</p>
      <div className="bar bar-end"><RegionField label={t.region} withCountry isFilter value={region} onChange={setWanted} /></div>
      {rules.isPending ? <Loading /> : rules.data === undefined ? <Failed error={rules.error} onRetry={() => void rules.refetch()} />
        : <Editor key={`${region} ${rules.data.version}`} answer={rules.data} />}
    </div>
  );
}

const emptyRule: Rule = { kind: 'lateHandover', on: true, card: 'yellow', after: { amount: 1, unit: 'workingDays' }, clock: null, jointItem: null, serviceItem: null };
const emptyTarget: Target = { indicator: 'timeliness', green: 95, yellow: 85, jointItem: null };

const replaced = <T,>(list: T[], at: number, one: T): T[] => (at < list.length ? list.map((old, i) => (i === at ? one : old)) : [...list, one]);

function Editor({ answer }: { answer: RulesAnswer }) {
  const t = useTexts(oversightTexts);
  const p = useTexts(partTexts);
  const regions = useRegions().data;
  const mayChange = hasRole(session.use(), 'supervisor', 'administrator');
  const [rules, setRules] = useState(answer.rules);
  const [targets, setTargets] = useState(answer.targets);
  const [rule, setRule] = useState<{ at: number; rule: Rule } | null>(null);
  const [target, setTarget] = useState<{ at: number; target: Target } | null>(null);
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>{t.ownRules}</h2>
          {mayChange && <Button onClick={() => setRule({ at: rules.length, rule: emptyRule })}>{t.addRule}</Button>}
        </div>
        <p>{answer.version === 0 ? t.noVersion : fill(t.version, { n: answer.version })}</p>
        <RuleTable
          caption={t.ownRules} answer={answer} rules={rules}
          onEdit={mayChange ? (at) => setRule({ at, rule: rules[at]! }) : null} onRemove={(at) => setRules(rules.filter((_, i) => i !== at))}
        />
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>{t.targets}</h2>
          {mayChange && <Button onClick={() => setTarget({ at: targets.length, target: emptyTarget })}>{t.addTarget}</Button>}
        </div>
        <TargetTable
          caption={t.targets} answer={answer} targets={targets}
          onEdit={mayChange ? (at) => setTarget({ at, target: targets[at]! }) : null} onRemove={(at) => setTargets(targets.filter((_, i) => i !== at))}
        />
      </section>
      {mayChange && <PreviewPanel region={answer.region} rules={rules} targets={targets} kinds={answer.kinds} />}
      {answer.usual.map((from) => (
        <section key={from.region ?? ''} className="panel">
          <h2>{from.region === null ? t.ofProduct : fill(t.ofRegion, { region: from.region === wholeCountry ? p.wholeCountry : nameOf(regions, from.region) })}</h2>
          <RuleTable caption={t.inherited} answer={answer} rules={from.rules} onEdit={null} />
          {from.targets.length > 0 && (
            <>
              <h3>{t.targets}</h3>
              <TargetTable caption={t.targets} answer={answer} targets={from.targets} onEdit={null} />
            </>
          )}
        </section>
      ))}
      {rule && <RuleDialog answer={answer} rule={rule.rule} onClose={() => setRule(null)} onSave={(one) => setRules(replaced(rules, rule.at, one))} />}
      {target && <TargetDialog answer={answer} target={target.target} onClose={() => setTarget(null)} onSave={(one) => setTargets(replaced(targets, target.at, one))} />}
    </>
  );
}

interface TableProps {
  caption: string;
  answer: RulesAnswer;
  onEdit: ((at: number) => void) | null;
  onRemove?: (at: number) => void;
}

function useEdit<T extends { at: number }>(onEdit: TableProps['onEdit'], onRemove: TableProps['onRemove'], named: (row: T) => string): Column<T>[] {
  const p = useTexts(partTexts);
  if (onEdit === null) return [];
  return [{
    key: 'act', title: p.actions,
    show: (row) => (
      <span className="bar">
        <Button onClick={() => onEdit(row.at)}>{p.edit}<span className="visually-hidden"> {named(row)}</span></Button>
        <Button onClick={() => onRemove?.(row.at)}>{p.remove}<span className="visually-hidden"> {named(row)}</span></Button>
      </span>
    ),
  }];
}

function RuleTable({ caption, answer, rules, onEdit, onRemove }: TableProps & { rules: Rule[] }) {
  const t = useTexts(oversightTexts);
  const p = useTexts(partTexts);
  const rows = rules.map((rule, at) => ({ ...rule, at }));
  type Row = (typeof rows)[number];
  const kind = (r: Row) => pick(answer.kinds.find((k) => k.code === r.kind)?.name) || r.kind;
  const edit = useEdit<Row>(onEdit, onRemove, kind);
  const scope = (r: Row) => [r.clock && t[`clock_${r.clock}` as keyof typeof oversightTexts], r.jointItem, r.serviceItem].filter(Boolean).join(' · ') || t.allScope;
  const columns: Column<Row>[] = [
    { key: 'kind', title: t.kind, isName: true, show: kind },
    { key: 'on', title: t.on, show: (r) => (r.on ? p.yes : p.no) },
    { key: 'card', title: t.card, show: (r) => <CardMark card={r.card} /> },
    { key: 'after', title: t.after, show: (r) => (r.after === null ? '—' : `${r.after.amount} ${t[r.after.unit as 'workingDays']}`) },
    { key: 'scope', title: `${t.clock} · ${t.jointItem} · ${t.serviceItem}`, show: scope },
    ...edit,
  ];
  return <Rows caption={caption} columns={columns} rows={rows} rowKey={(r) => `${r.at} ${r.kind}`} empty={<Empty>{t.noRules}</Empty>} />;
}

function TargetTable({ caption, answer, targets, onEdit, onRemove }: TableProps & { targets: Target[] }) {
  const t = useTexts(oversightTexts);
  const rows = targets.map((target, at) => ({ ...target, at }));
  type Row = (typeof rows)[number];
  const named = (r: Row) => pick(answer.indicators.find((i) => i.code === r.indicator)?.name) || r.indicator;
  const edit = useEdit<Row>(onEdit, onRemove, named);
  const columns: Column<Row>[] = [
    { key: 'name', title: t.indicator, isName: true, show: named },
    { key: 'green', title: t.greenTo, isNumber: true, show: (r) => r.green },
    { key: 'yellow', title: t.yellowTo, isNumber: true, show: (r) => r.yellow },
    { key: 'item', title: t.jointItem, show: (r) => r.jointItem ?? t.allScope },
    ...edit,
  ];
  return <Rows caption={caption} columns={columns} rows={rows} rowKey={(r) => `${r.at} ${r.indicator}`} empty={<Empty>{t.noTargets}</Empty>} />;
}
