namespace Workflow.Core.Runtime;

/// <summary>
/// A kind of stream: the word before the first '-' of its ids (also mt_streams.type), where folding starts,
/// and which table rows follow from its state. Derived rows are written in the append transaction and can be
/// dropped and made again by folding.
/// </summary>
public abstract class StreamKind
{
    public abstract string Name { get; }

    public abstract StreamState Empty { get; }

    /// <summary>
    /// Adds to <paramref name="rows"/> what changed between two states. <paramref name="events"/> are the events
    /// between them, or null when all rows of <paramref name="after"/> are wanted (a rebuild).
    /// </summary>
    public abstract void Project(string streamId, StreamState before, StreamState after, IReadOnlyList<Event>? events, RowChanges rows);

    /// <summary>A command's events as they stand in the log, row by row; folding the rows is folding the events.</summary>
    public virtual IReadOnlyList<Event> RowsOf(IReadOnlyList<Event> events) => events;

    /// <summary>
    /// The engine's own next command for a stream in this state (the next slice of a large fan-out), or null when
    /// nothing is under way. Sent after the commit that led to the state, under an id derived from stream and version.
    /// </summary>
    public virtual Command? NextInternal(string streamId, StreamState state) => null;

    public static string NameOf(string streamId) =>
        streamId.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? streamId[..dash]
        : throw new ArgumentException($"stream id '{streamId}' has no kind", nameof(streamId));
}

/// <summary>Row changes of one stream in one append, table by table. The database room writes them set by set.</summary>
public sealed class RowChanges
{
    /// <summary>Rows that were not there before.</summary>
    public List<CaseRow> Cases { get; } = [];

    /// <summary>Rows that were: only status, name, instants, card, departments, version and rating can have changed.</summary>
    public List<CaseRow> CasesChanged { get; } = [];

    /// <summary>Rows that were not there before.</summary>
    public List<TaskRow> Tasks { get; } = [];

    /// <summary>Rows that were: only department, state, assignee, instants but the first, card and name can have changed.</summary>
    public List<TaskRow> TasksChanged { get; } = [];
    public List<TimerRow> Timers { get; } = [];
    public List<string> TimersGone { get; } = [];
    public List<JobRow> Jobs { get; } = [];
    public List<(string StreamId, long Activity)> JobsGone { get; } = [];
    public List<WaitRow> Waits { get; } = [];
    public List<(string StreamId, long Subscription)> WaitsGone { get; } = [];
    public List<IncidentRow> Incidents { get; } = [];
    public List<(string StreamId, long Incident)> IncidentsGone { get; } = [];
    public List<DocumentRow> Documents { get; } = [];
}

/// <summary>One row per case: lists, search, boards. Table case_row.</summary>
/// <param name="Personal">applicant's name, or null once erased</param>
/// <param name="Card">0 none, 1 yellow, 2 red: the worst open card of the case's own clock</param>
/// <param name="DueAt">due instant of the case's running clock; null while none runs</param>
/// <param name="Rating">1 to 5 once it was rated (好差评)</param>
public sealed record CaseRow(
    string StreamId, string CaseNumber, string Region, string JointItem, string Title, short Status,
    string ApplicantAccount, string? Personal, DateTimeOffset FiledAt, DateTimeOffset ChangedAt,
    DateTimeOffset? DueAt, short Card, string[] Departments, bool TestClock, long Version, short? Rating = null);

/// <summary>One row per task ever opened. Table task_row; the inbox shows those that are open.</summary>
/// <param name="Kind">review, decide, conclude, deliver, intake, task</param>
/// <param name="State">0 open, 1 claimed, 2 done, 3 cancelled</param>
/// <param name="ServiceItem">code of the service item it belongs to; null for common steps</param>
/// <param name="UrgedAt">when it was urged last (催办), in the case's own time; null when never</param>
public sealed record TaskRow(
    string StreamId, long TaskId, string CaseNumber, string Region, string Department, string Kind, string Title, string Element,
    short State, string? Assignee, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? DueAt, short Card,
    string? Personal, string JointItem, string? ServiceItem = null, DateTimeOffset? UrgedAt = null);

/// <summary>
/// When the stream has to be heard of next: the earliest of all it waits for, in real time (a test clock's offset is
/// already taken off). One row a stream, because whoever hears it lets everything happen that is due. Table timer.
/// </summary>
public sealed record TimerRow(string StreamId, DateTimeOffset DueAt);

/// <summary>An automated step for a worker. Table job.</summary>
/// <param name="Pauses">how long it waits after each failed try but the last, in order</param>
public sealed record JobRow(string StreamId, long Activity, string Type, string Element, int Retries, DateTimeOffset AvailableAt, TimeSpan[] Pauses);

/// <summary>A step that needs a person (异常), while it does. Table incident; its instant and position are those of the event that raised it.</summary>
/// <param name="Version">version of the event that raised it</param>
/// <param name="Activity">the activity that failed; null when tokens stand before an element</param>
/// <param name="Tokens">the tokens that stand still; empty when an activity failed</param>
/// <param name="Done">the activity is done and only its way out is missing</param>
/// <param name="Cause">what incidents of one cause share, see <see cref="Cases.Supervision.IncidentCause"/></param>
public sealed record IncidentRow(
    string StreamId, long Incident, long Version, string CaseNumber, string Region, string JointItem, string Definition, int DefinitionVersion, string Element,
    long? Activity, long[] Tokens, bool Done, string Code, string Detail, string Cause, string Pattern);

/// <summary>What a case waits for from outside. Table case_wait.</summary>
/// <param name="Address">fingerprint of name and correlation key; the key itself stands in no table</param>
/// <param name="Version">the stream's version at which the wait began</param>
public sealed record WaitRow(
    string StreamId, long Subscription, WaitKind Kind, string Name, byte[] Address, string Element, string Region, string JointItem, long Version);

/// <summary>A message goes to one case, a signal to all. The numbers are stored.</summary>
public enum WaitKind { Message = 0, Signal = 1 }

/// <summary>The current state of a published thing (definition, joint item, calendar, region, department, account). Table document.</summary>
/// <param name="Json">its content as the server reads it; no secret is ever here</param>
public sealed record DocumentRow(string Kind, string Id, int Version, string? Region, string Json);
