import { store } from '../shared/store';

export interface BoardFilters {
  region: string;
  jointItem: string;
  days: number;
  card: string;
  sort: 'due' | 'filed';
}

const kept = store<BoardFilters>('board.filters', { region: '', jointItem: '', days: 30, card: '', sort: 'due' });

/** What the board shows; it stays between visits. */
export function useBoardFilters(): [BoardFilters, (change: Partial<BoardFilters>) => void] {
  const filters = kept.use();
  return [filters, (change) => kept.set({ ...kept.get(), ...change })];
}
