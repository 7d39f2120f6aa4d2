import { fill, useTexts } from '../shared/texts';
import type { DecisionTrace, TableTrace } from './api';
import { decisionTexts } from './texts';

/** Why a decision came out so: each decision in the order of evaluation, with what its table saw and which rules matched. */
export function Explained({ decisions, onFind }: { decisions: readonly DecisionTrace[]; onFind?: (element: string) => void }) {
  const t = useTexts(decisionTexts);
  return (
    <ol className="explained" aria-label={t.intermediate}>
      {decisions.map((d, i) => (
        <li key={`${d.id} ${i}`}>
          <strong>{d.name}</strong> = <code>{d.feel}</code>
          {d.tables.map((table, j) => <Table key={j} table={table} onFind={onFind} />)}
        </li>
      ))}
    </ol>
  );
}

function Table({ table, onFind }: { table: TableTrace; onFind?: (element: string) => void }) {
  const t = useTexts(decisionTexts);
  return (
    <dl>
      <dt>{t.inputs}</dt>
      <dd>{table.inputs.map((input) => <div key={input.name}>{input.name} = <code>{input.feel}</code></div>)}</dd>
      <dt>{t.matched}</dt>
      <dd>
        {table.matched.length === 0 && t.noneMatched}
        {table.matched.map((rule) => {
          const name = fill(t.ruleN, { n: rule.number });
          return (
            <div key={rule.number}>
              {onFind ? <button type="button" className="link-button" onClick={() => onFind(rule.id)}>{name}</button> : name}
              {' → '}{rule.outputs.map((o, i) => <span key={o.name}>{i > 0 && t.comma}{o.name !== '' && `${o.name} = `}<code>{o.feel}</code></span>)}
              {rule.annotations.filter((a) => a !== '').map((a, i) => <div key={i} className="quiet">{a}</div>)}
            </div>
          );
        })}
      </dd>
      <dt>{t.hitPolicy}</dt>
      <dd>{t[`hit.${table.hitPolicy}`]}</dd>
    </dl>
  );
}
