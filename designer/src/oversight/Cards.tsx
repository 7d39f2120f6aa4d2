import { useState } from 'react';
import { ChoiceField } from '../parts/Field';
import { PageList, usePages } from '../parts/pages';
import { JointItemField, RegionField } from '../parts/places';
import { useTexts } from '../shared/texts';
import { shellTexts } from '../staff/texts';
import type { CardLine } from './api';
import { CardTable } from './CardTable';
import { ruleTexts } from './ruleTexts';
import { oversightTexts } from './texts';
import '../parts/parts.css';

/** Cards (红黄牌) that the caller answers for or oversees. */
export default function Cards() {
  const t = useTexts(oversightTexts);
  const s = useTexts(shellTexts);
  const names = useTexts(ruleTexts);
  const [filters, setFilters] = useState({ region: '', jointItem: '', rule: '', card: '', standing: '' });
  const set = (change: Partial<typeof filters>) => setFilters({ ...filters, ...change });
  const pages = usePages<CardLine>(['cards'], '/api/cards', filters);
  return (
    <div className="stack">
      <h1>{t.cards}</h1>
      <p className="muted">{t.cardsLead}</p>
      <div className="bar bar-end" role="group" aria-label={t.filters}>
        <RegionField label={t.region} none={t.allRegions} isFilter value={filters.region} onChange={(region) => set({ region })} />
        <JointItemField label={t.jointItem} none={t.allJointItems} isFilter value={filters.jointItem} onChange={(jointItem) => set({ jointItem })} />
        <ChoiceField label={t.rule} none={t.anyRule} isFilter value={filters.rule} onChange={(rule) => set({ rule })} choices={Object.entries(names).map(([value, label]) => ({ value, label }))} />
        <ChoiceField label={t.card} none={t.any} isFilter value={filters.card} onChange={(card) => set({ card })} choices={[{ value: 'red', label: s.cardRed }, { value: 'yellow', label: s.cardYellow }]} />
        <ChoiceField
          label={t.standing} none={t.any} isFilter value={filters.standing} onChange={(standing) => set({ standing })}
          choices={(['shown', 'contested', 'upheld', 'lifted'] as const).map((value) => ({ value, label: t[`standing_${value}`] }))}
        />
      </div>
      <section className="panel">
        <PageList pages={pages}>{(rows) => <CardTable caption={t.cards} cards={rows} withCase />}</PageList>
      </section>
    </div>
  );
}
