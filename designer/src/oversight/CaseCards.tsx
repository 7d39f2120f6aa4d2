import { useState } from 'react';
import { TextField } from '../parts/Field';
import { useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { useCaseCards } from './api';
import { CardTable } from './CardTable';
import { oversightTexts } from './texts';
import '../parts/parts.css';

/** The cards of one case, now or as of the end of any day before. */
export default function CaseCards({ caseId }: { caseId: string }) {
  const t = useTexts(oversightTexts);
  const [day, setDay] = useState('');
  // The end of that day where the case is handled.
  const cards = useCaseCards(caseId, /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T16:00:00Z` : '');
  return (
    <div className="stack">
      <div className="bar"><TextField label={t.asOf} type="date" isFilter value={day} onChange={setDay} /></div>
      {cards.isPending ? <Loading /> : cards.data === undefined ? <Failed error={cards.error} onRetry={() => void cards.refetch()} /> : (
        <>
          <CardTable caption={t.cards} cards={cards.data.cards} withCase={false} />
          {cards.data.toCome.length > 0 && (
            <>
              <h4>{t.toCome}</h4>
              <CardTable caption={t.toCome} cards={cards.data.toCome} withCase={false} />
            </>
          )}
        </>
      )}
    </div>
  );
}
