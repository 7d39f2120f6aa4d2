namespace Workflow.Contracts;

/// <summary>GET /api/metrics: how the platform runs.</summary>
/// <param name="At">the server's time, UTC</param>
/// <param name="Node">the node that answered</param>
/// <param name="Platform">what the database knows of all nodes; null when it cannot be reached now</param>
/// <param name="History">the answering node's last 15 minutes, oldest first</param>
public sealed record MetricsAnswer(DateTimeOffset At, NodeMetrics Node, PlatformMetrics? Platform, IReadOnlyList<MetricsSample> History);

/// <summary>One node. Counts are since its start.</summary>
/// <param name="Since">when it started</param>
/// <param name="Waiting">commands taken and not yet answered</param>
/// <param name="OldestMs">age of the oldest of them, milliseconds</param>
/// <param name="Rejected">commands that the rules refused</param>
/// <param name="Failed">commands that neither were accepted nor refused: too many waited, the database was away, or something is broken</param>
/// <param name="Conflicts">streams that another node had moved, so that their commands were decided again</param>
/// <param name="CommitFailures">commits that were rolled back or lost, and tried again</param>
/// <param name="CacheHitShare">share of stream states that were at hand, 0 to 1; null before any was looked for</param>
/// <param name="MemoryBytes">of the process</param>
/// <param name="Broker">"not-configured", "away", "blocked" or "connected"</param>
/// <param name="Lines">requests under way, by what they ask</param>
public sealed record NodeMetrics(
    string Name, DateTimeOffset Since, int Waiting, double OldestMs, long Accepted, long Rejected, long Failed, long Conflicts, long CommitFailures, double? CacheHitShare,
    long MemoryBytes, string Broker, IReadOnlyList<LineMetrics> Lines);

/// <param name="Line">"commands", "reads" or "sign-ins"</param>
/// <param name="UnderWay">requests let in and not yet answered</param>
/// <param name="PerSecond">requests answered a second, over the last two seconds</param>
/// <param name="Refused">requests refused with 429 since the start</param>
public sealed record LineMetrics(string Line, int UnderWay, double PerSecond, long Refused);

/// <summary>Five seconds of a node.</summary>
/// <param name="At">their end</param>
/// <param name="CommandsPerSecond">commands answered</param>
/// <param name="RefusedPerSecond">requests refused with 429</param>
/// <param name="CommandsPerBatch">mean commands in a commit; null without one</param>
/// <param name="CommitMs">mean time of a commit, milliseconds; null without one</param>
/// <param name="LongestCommitMs">the longest commit, milliseconds; null without one</param>
/// <param name="LockWaitMs">mean wait of a commit for the lock that orders all nodes, milliseconds; null without one</param>
/// <param name="Waiting">commands unanswered at the end</param>
/// <param name="OldestMs">age of the oldest of them, milliseconds</param>
/// <param name="Lag">events that the slowest projection had still to take in; null where nobody looked</param>
public sealed record MetricsSample(
    DateTimeOffset At, double CommandsPerSecond, double RefusedPerSecond, double? CommandsPerBatch, double? CommitMs, double? LongestCommitMs, double? LockWaitMs,
    int Waiting, double OldestMs, long? Lag);

/// <summary>What the database knows of all nodes.</summary>
/// <param name="At">the database's time</param>
/// <param name="Position">the log's last position</param>
/// <param name="Nodes">nodes that are connected</param>
/// <param name="WaitingForLock">nodes whose commit waits for the lock that orders all nodes</param>
/// <param name="DeadLetters">messages that were given up and that nobody has dealt with</param>
public sealed record PlatformMetrics(
    DateTimeOffset At, long Position, IReadOnlyList<ConnectedNode> Nodes, int WaitingForLock, TimerMetrics Timers, JobMetrics Jobs, IReadOnlyList<ProjectionMetrics> Projections,
    IReadOnlyList<DeliveryMetrics> Deliveries, long DeadLetters);

/// <param name="Since">when its connection was made</param>
public sealed record ConnectedNode(string Name, DateTimeOffset Since);

/// <param name="Due">timers due and not yet fired; counted to 10,001</param>
/// <param name="LateMs">how late the most overdue one is, milliseconds; 0 when none is due</param>
/// <param name="Leased">of those due, under a node's lease</param>
/// <param name="NextAt">when the next one falls due; null when none is set</param>
public sealed record TimerMetrics(int Due, double LateMs, int Leased, DateTimeOffset? NextAt);

/// <param name="Waiting">automated steps that a worker could take; counted to 10,001</param>
/// <param name="Leased">taken by a worker</param>
/// <param name="Retrying">failed at least once and tried again</param>
public sealed record JobMetrics(int Waiting, int Leased, int Retrying);

/// <param name="Behind">events still to be taken in</param>
/// <param name="BehindMs">age of the oldest of them, milliseconds; 0 when none is</param>
/// <param name="Rebuilding">a new generation is being made beside</param>
public sealed record ProjectionMetrics(string Name, long Position, long Behind, double BehindMs, bool Rebuilding);

/// <param name="Behind">positions of the log between the subscription and the end</param>
/// <param name="HeldCases">cases that wait behind a message that could not be delivered</param>
/// <param name="Node">holder of its lease; null when nobody delivers</param>
/// <param name="Trouble">why nothing goes out at all; null when all is well</param>
public sealed record DeliveryMetrics(string Subscription, long Behind, long HeldCases, string? Node, string? Trouble);
