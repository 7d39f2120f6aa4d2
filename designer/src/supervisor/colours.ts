/** Colours of charts: each at least 3:1 on white and told apart by patterns and words too. */
export const chartColours = {
  inTime: '#0b57a4',
  yellow: '#a86b00',
  red: '#b3261e',
  filed: '#0b57a4',
  accepted: '#8a5300',
  concluded: '#1b6e37',
  rating: '#1b6e37',
} as const;
