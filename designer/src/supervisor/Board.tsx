import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { JointItemField, RegionField } from '../parts/places';
import { api, query } from '../shared/api';
import { count, exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import type { Board as BoardAnswer } from './api';
import { Daily } from './Daily';
import { Departments, JointItems, Ratings, Statuses } from './Loads';
import { OpenCases } from './OpenCases';
import { boardTexts } from './texts';
import { useBoardFilters } from './useBoardFilters';
import '../parts/parts.css';
import './board.css';

/** The board (督办): what is open now, where it waits, and which cases need somebody to step in. */
export default function Board() {
  const t = useTexts(boardTexts);
  const [filters, setFilters] = useBoardFilters();
  const { region, jointItem } = filters;
  const board = useQuery({
    queryKey: ['board', region, jointItem],
    queryFn: ({ signal }) => api.get<BoardAnswer>(query('/api/board', { region, jointItem }), { signal }),
    placeholderData: keepPreviousData,
    // Cards fall due by time alone, without anybody doing anything.
    refetchInterval: 60_000,
  });
  return (
    <div className="stack">
      <div className="panel-head">
        <h1>{t.board}</h1>
        {board.data && <span className="muted">{fill(t.asOf, { at: exact(board.data.now) })}</span>}
      </div>
      <div className="bar bar-end" role="group" aria-label={t.filters}>
        <RegionField label={t.region} none={t.allRegions} isFilter value={region} onChange={(code) => setFilters({ region: code })} />
        <JointItemField label={t.jointItem} none={t.allJointItems} isFilter value={jointItem} onChange={(code) => setFilters({ jointItem: code })} />
      </div>
      {board.isPending ? <Loading /> : board.data === undefined ? <Failed error={board.error} onRetry={() => void board.refetch()} /> : <Figures board={board.data} />}
      <OpenCases region={region} jointItem={jointItem} />
      {board.data && (
        <>
          <JointItems board={board.data} />
          <div className="beside halves">
            <Statuses board={board.data} />
            <Ratings board={board.data} />
          </div>
        </>
      )}
      <Daily region={region} jointItem={jointItem} />
    </div>
  );
}

function Figures({ board }: { board: BoardAnswer }) {
  const t = useTexts(boardTexts);
  const figures: [string, number, string, string][] = [
    [t.open, board.open, '', ''],
    [t.filedToday, board.filedToday, '', ''],
    [t.concludedToday, board.concludedToday, '', ''],
    [t.yellow, board.cards.yellow, 'figure-yellow', '▲ '],
    [t.red, board.cards.red, 'figure-red', '■ '],
  ];
  return (
    <>
      <dl className="figures" aria-label={t.figures}>
        {figures.map(([name, value, kind, shape]) => (
          <div key={name} className={kind}><dt><span aria-hidden="true">{shape}</span>{name}</dt><dd>{count(value)}</dd></div>
        ))}
      </dl>
      <Departments board={board} />
    </>
  );
}
