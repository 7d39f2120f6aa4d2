import { Link } from 'wouter';
import { ChoiceField } from '../parts/Field';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { exact } from '../shared/format';
import { store } from '../shared/store';
import { pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty } from '../staff/states';
import type { DeadLetter } from './api';
import { integrateTexts } from './texts';

const filters = store<{ direction: 'in' | 'out'; state: DeadLetter['state'] }>('deadLetters.filters', { direction: 'in', state: 'waiting' });

/** Messages that found no way, until somebody sends them again or says that they are not needed. */
export function DeadLetters() {
  const t = useTexts(integrateTexts);
  const { direction, state } = filters.use();
  const pages = usePages<DeadLetter>(['dead-letters'], '/api/dead-letters', { direction, state });
  const rows = rowsOf(pages);
  const why = (d: DeadLetter) => pick(d.message) || d.code;
  const columns: Column<DeadLetter>[] = [
    { key: 'id', title: t.message, isName: true, show: (d) => <Link href={`/integrate/dead-letters/${d.id}`}>{d.type ?? d.messageId ?? d.id}</Link>, cell: (d) => d.type ?? d.messageId ?? d.id },
    { key: 'why', title: t.why, show: (d) => <>{why(d)}{!d.verified && <> <StateMark tone="bad" shape="⚠">{t.unverified}</StateMark></>}</>, cell: why },
    { key: 'account', title: t.account, show: (d) => d.account, cell: (d) => d.account },
    { key: 'way', title: t.way, show: (d) => d.way, cell: (d) => d.way },
    { key: 'times', title: t.times, isNumber: true, show: (d) => d.times, cell: (d) => d.times },
    { key: 'last', title: t.lastAt, show: (d) => exact(d.lastAt), cell: (d) => d.lastAt },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.deadLetters}</h2><CsvButton name="dead-letters" columns={columns} rows={rows} /></div>
      <p>{t.deadLead}</p>
      <div className="bar bar-end">
        <ChoiceField label={t.direction} isFilter value={direction} onChange={(d) => filters.set({ ...filters.get(), direction: d as 'in' | 'out' })} choices={(['in', 'out'] as const).map((d) => ({ value: d, label: t[d] }))} />
        <ChoiceField label={t.state} isFilter value={state} onChange={(s) => filters.set({ ...filters.get(), state: s as DeadLetter['state'] })} choices={(['waiting', 'replayed', 'discarded'] as const).map((s) => ({ value: s, label: t[s] }))} />
      </div>
      <PageList pages={pages}>{(shown) => <Rows caption={t.deadLetters} columns={columns} rows={shown} rowKey={(d) => d.id} empty={<Empty>{t.noDead}</Empty>} />}</PageList>
    </section>
  );
}
