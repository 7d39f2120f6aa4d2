/** GET /api/metrics. */
export interface Metrics {
  at: string;
  node: NodeMetrics;
  /** Null when the database does not answer. */
  platform: PlatformMetrics | null;
  history: Sample[];
}

export interface NodeMetrics {
  name: string;
  since: string;
  waiting: number;
  oldestMs: number;
  accepted: number;
  rejected: number;
  failed: number;
  conflicts: number;
  commitFailures: number;
  cacheHitShare: number | null;
  memoryBytes: number;
  broker: 'not-configured' | 'away' | 'blocked' | 'connected';
  lines: Line[];
}

export interface Line {
  line: 'commands' | 'reads' | 'sign-ins';
  underWay: number;
  perSecond: number;
  refused: number;
}

export interface Sample {
  at: string;
  commandsPerSecond: number;
  refusedPerSecond: number;
  commandsPerBatch: number | null;
  commitMs: number | null;
  longestCommitMs: number | null;
  lockWaitMs: number | null;
  waiting: number;
  oldestMs: number;
  lag: number | null;
}

export interface PlatformMetrics {
  at: string;
  position: number;
  nodes: { name: string; since: string }[];
  waitingForLock: number;
  timers: { due: number; lateMs: number; leased: number; nextAt: string | null };
  jobs: { waiting: number; leased: number; retrying: number };
  projections: Projection[];
  deliveries: Delivery[];
  deadLetters: number;
}

export interface Projection {
  name: string;
  position: number;
  behind: number;
  behindMs: number;
  rebuilding: boolean;
}

export interface Delivery {
  subscription: string;
  behind: number;
  heldCases: number;
  node: string | null;
  trouble: string | null;
}
