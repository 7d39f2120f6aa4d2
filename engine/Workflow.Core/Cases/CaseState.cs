using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>A case (办件) as its events fold. Folding reads no definition, table, expression or clock.</summary>
public sealed record CaseState : StreamState
{
    public static readonly CaseState Empty = new();

    /// <summary>Number of events folded, which is the stream's version.</summary>
    public long Version { get; init; }

    /// <summary>Version at which each open wait for a message or a signal began, by subscription.</summary>
    public ImmutableDictionary<long, long> WaitsSince { get; init; } = ImmutableDictionary<long, long>.Empty;

    public PinnedRef? Pinned { get; init; }
    public string CaseNumber { get; init; } = "";
    public string Region { get; init; } = "";
    public string Title { get; init; } = "";
    public string Channel { get; init; } = "";
    public CaseStatus Status { get; init; }
    public Applicant? Applicant { get; init; }
    public Value.Context Answers { get; init; } = Value.Context.Empty;
    public Personal PersonalAnswers { get; init; }
    public ImmutableArray<SubCase> SubCases { get; init; } = [];

    /// <summary>Codes of the departments that have a part in the case: by an item that applies, or by a task.</summary>
    public ImmutableSortedSet<string> Departments { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableArray<FiledMaterial> Materials { get; init; } = [];

    /// <summary>The one supplement notice (补正告知), once it was given.</summary>
    public SupplementRequested? Supplement { get; init; }

    public FlowState Flow { get; init; } = FlowState.Empty;
    public ImmutableDictionary<long, CaseTask> Tasks { get; init; } = ImmutableDictionary<long, CaseTask>.Empty;
    public ImmutableDictionary<long, Job> Jobs { get; init; } = ImmutableDictionary<long, Job>.Empty;

    /// <summary>Versions of the events that raised the open incidents, by incident; where their instants stand.</summary>
    public ImmutableDictionary<long, long> IncidentVersions { get; init; } = ImmutableDictionary<long, long>.Empty;

    /// <summary>Opinions by the task they were given on.</summary>
    public ImmutableDictionary<long, OpinionRecorded> Opinions { get; init; } = ImmutableDictionary<long, OpinionRecorded>.Empty;

    /// <summary>What the reviews know beside tasks and opinions: groups, signers, what was sent back.</summary>
    public ReviewBook Reviews { get; init; } = ReviewBook.Empty;

    /// <summary>How work was moved between people: rounds, detours, delegations, copies.</summary>
    public MoveBook Moves { get; init; } = MoveBook.Empty;

    /// <summary>What the intake knows beside application and supplement notice.</summary>
    public IntakeBook Intake { get; init; } = IntakeBook.Empty;

    /// <summary>Documents (文书), notices (送达) and complaints (投诉).</summary>
    public PaperBook Papers { get; init; } = PaperBook.Empty;

    /// <summary>What was done to the clocks beside start, stop and end.</summary>
    public TimingBook Timing { get; init; } = TimingBook.Empty;

    /// <summary>What is owed to the authority, by its number; it may outlive the grant.</summary>
    public ImmutableSortedDictionary<int, Obligation> Obligations { get; init; } = ImmutableSortedDictionary<int, Obligation>.Empty;

    /// <summary>What was said of cards (contested, lifted), by the card's id; the cards themselves are derived.</summary>
    public ImmutableSortedDictionary<string, CardSaid> CardsSaid { get; init; } = ImmutableSortedDictionary.Create<string, CardSaid>(StringComparer.Ordinal);

    /// <summary>What rules decided, who checked it, and what became of an appeal.</summary>
    public InstantBook Instant { get; init; } = InstantBook.Empty;

    /// <summary>What the applicant agreed to, on one sheet, when filing.</summary>
    public ImmutableArray<ConsentGiven> Consents { get; init; } = [];

    public ImmutableDictionary<string, CaseClock> Clocks { get; init; } = ImmutableDictionary<string, CaseClock>.Empty;

    /// <summary>Everything that falls due by itself, soonest first.</summary>
    public ImmutableSortedSet<DueItem> Agenda { get; init; } = [];

    public CaseDecided? Decided { get; init; }
    public CaseConcluded? Concluded { get; init; }
    public CaseDelivered? Delivered { get; init; }
    public CaseDeclined? Declined { get; init; }
    public CaseWithdrawn? Withdrawn { get; init; }

    /// <summary>The rating (好差评), once it was given.</summary>
    public CaseRated? Rated { get; init; }

    /// <summary>True when the service has ended in an answer and was not rated yet.</summary>
    public bool MayBeRated => Rated is null && (Concluded is not null || Declined is not null);

    public DateTimeOffset FiledAt { get; init; }
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>How far the case's test clock runs from real time; whether it ever had one.</summary>
    public TimeSpan TestClock { get; init; }
    public bool HasTestClock { get; init; }

    public override TimeSpan ClockOffset => TestClock;

    public bool IsFiled => Pinned is not null;

    /// <summary>True while something is under way that is too much for one step; the engine goes on with it by itself.</summary>
    public bool HasMore => Flow.HasMore || !Reviews.Closing.IsEmpty;

    /// <summary>True when nothing can happen to the case any more but delivery-side notes and erasure.</summary>
    public bool IsClosed => Status is CaseStatus.WithdrawnBeforeAcceptance or CaseStatus.NotAccepted or CaseStatus.Declined or CaseStatus.Withdrawn or CaseStatus.Revoked
        || (Flow.IsCompleted && Concluded is not null && !Instant.IsReopened);

    /// <summary>All tasks that an activity of the flow ever had, by id: its own, and those of others who sign it too.</summary>
    public IEnumerable<CaseTask> TasksOf(long activity)
    {
        if (Tasks.TryGetValue(activity, out var own)) yield return own;
        foreach (var id in Reviews.Beside.GetValueOrDefault(activity, [])) yield return Tasks[id];
    }

    /// <summary>The task whose own clock this is; null when it is no task's.</summary>
    public CaseTask? TaskOfClock(string clock) => CaseClocks.TaskOf(clock) is { } id ? Tasks.GetValueOrDefault(id) : null;

    public CaseTask? OpenTask(long id) => Tasks.GetValueOrDefault(id) is { IsOpen: true } task ? task : null;

    public CaseClock? RunningClock(string id) => Clocks.GetValueOrDefault(id) is { Clock.IsRunning: true } clock ? clock : null;

    public override StreamState Evolve(Event happened) => CaseEvolution.Evolve(this, happened);
}

/// <summary>
/// Status codes as on the wire (工程建设项目审批管理系统数据共享交换标准, codes 1 to 15). Delivery is no status of that
/// standard: see <see cref="CaseState.Delivered"/>.
/// </summary>
public enum CaseStatus : short
{
    None = 0, Filed = 1, WithdrawnBeforeAcceptance = 2, Accepted = 3, NotAccepted = 4, Declined = 5, SupplementAsked = 6, Supplemented = 7,
    UnderReview = 8, SpecialProcedure = 9, SpecialProcedureEnded = 10, Granted = 11, GrantedWithDeficiency = 12, Denied = 13, Withdrawn = 14, Revoked = 15,
}

/// <summary>One piece of work for people (待办).</summary>
public sealed record CaseTask(
    long Id, long? Activity, TaskKind Kind, string Department, string Title, string Element, string? ServiceItem,
    string? Assignee, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, TaskEnd? End, string? ClosedBy)
{
    public bool IsOpen => ClosedAt is null;

    /// <summary>The times it was urged (催办), oldest first.</summary>
    public ImmutableArray<TaskUrged> Urges { get; init; } = [];

    /// <summary>Why it must wait; empty when it can be worked on.</summary>
    public ImmutableArray<HoldReason> Holds { get; init; } = [];

    public bool IsHeld => !Holds.IsEmpty;

    /// <summary>How often the step has come to people in this branch, from 1; it grows when the case is sent back.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The flow's scopes around it when it opened, the process first; empty for a task outside the flow.</summary>
    public ImmutableArray<long> Path { get; init; } = [];

    /// <summary>Its number among the children of a multi-instance, from 1; null for every other task.</summary>
    public int? Index { get; init; }

    /// <summary>Id of the task's own clock, if it has one.</summary>
    public string ClockId => CaseClocks.OfTask(Id);

    /// <summary>Id of the clock by which it is due: its own, the check's that it is part of, or that of what it verifies.</summary>
    public string DueClock => Kind switch
    {
        TaskKind.Intake or TaskKind.Check => CaseClocks.Intake,
        TaskKind.Verify => Element,
        _ => ClockId,
    };
}

/// <summary>An automated step that waits for a worker.</summary>
/// <param name="Retries">tries in all</param>
/// <param name="Backoff">the pauses between them; null for the usual ones</param>
public sealed record Job(long Activity, string Type, string Element, int Retries, DateTimeOffset At, string? Backoff = null);

/// <summary>A clock with the cards it has shown.</summary>
/// <param name="YellowAt">when the yellow card falls due; null while the clock stands still or when the rules show none</param>
public sealed record CaseClock(Clock Clock, DateTimeOffset? YellowAt, Card Card);

/// <summary>
/// Something that falls due by itself. <see cref="CompareTo"/> orders by instant, then key, so that catching up is
/// the same on every node.
/// </summary>
/// <param name="Due">in the case's own time</param>
/// <param name="Key">"flow-{timer}", "yellow-{clock}", "red-{clock}", "lapse-{clock}" or "silence"</param>
public readonly record struct DueItem(DateTimeOffset Due, string Key) : IComparable<DueItem>
{
    public int CompareTo(DueItem other) => Due.CompareTo(other.Due) is not 0 and var order ? order : string.CompareOrdinal(Key, other.Key);

    public static DueItem Flow(ArmedTimer timer) => new(timer.Due, $"flow-{timer.Id}");
}

/// <summary>Names and fixed limits of a case's clocks.</summary>
public static class CaseClocks
{
    /// <summary>The limit of the whole case; from acceptance to the decision.</summary>
    public const string Case = "case";

    /// <summary>Five working days to check the materials and tell all that is missing (行政许可法 art. 32).</summary>
    public const string Intake = "intake";

    /// <summary>What the applicant has for a supplement, where the joint item sets a limit.</summary>
    public const string Supplement = "supplement";

    public static readonly TimeLimit IntakeLimit = LegalLimits.Intake.Limit;

    /// <summary>From the decision to its delivery (行政许可法 art. 44).</summary>
    public const string Delivery = "delivery";

    private const string SpecialPrefix = "special-";

    /// <summary>The special procedure's own clock (特别程序), while another stands still for it.</summary>
    public static string OfSpecial(string clock) => SpecialPrefix + clock;

    public static bool IsSpecial(string clock) => clock.StartsWith(SpecialPrefix, StringComparison.Ordinal);

    /// <summary>The clock that stands still for a special procedure, told from the procedure's own; any other clock itself.</summary>
    public static string WithoutSpecial(string clock) => IsSpecial(clock) ? clock[SpecialPrefix.Length..] : clock;

    public static string OfTask(long taskId) => $"{TaskPrefix}{taskId}";

    private const string TaskPrefix = "task-";

    /// <summary>The task that has a clock; null when none has.</summary>
    public static long? TaskOf(string clock) =>
        clock.StartsWith(TaskPrefix, StringComparison.Ordinal) && long.TryParse(clock.AsSpan(TaskPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static string OfObligation(int obligation) => $"obligation-{obligation}";
}
