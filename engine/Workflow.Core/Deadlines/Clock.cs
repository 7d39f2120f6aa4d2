using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflow.Core.Deadlines;

/// <summary>
/// A legal clock: an object of the case or of one review, not a timer. It counts working time of one calendar version;
/// its first day is the day after it started; it stands still while suspended.
/// </summary>
/// <param name="Id">"case", "intake", "delivery", "task-{id}" and others: see <c>CaseClocks</c></param>
/// <param name="Limit">what it may use, an extension included</param>
/// <param name="Statutory">what the law allows (法定时限), when <paramref name="Limit"/> is a shorter promise (承诺时限)</param>
/// <param name="DueAt">due instant (exclusive) given all stops so far; null while it stands still</param>
/// <param name="Provisional">true when the due day lies in a year without a published calendar</param>
public sealed record Clock(
    string Id, TimeLimit Limit, TimeLimit? Statutory, DateTimeOffset StartedAt, ImmutableArray<ClockStop> Stops,
    DateTimeOffset? DueAt, bool Provisional, DateTimeOffset? EndedAt)
{
    /// <summary>Set when the due instant no longer follows from start and limit alone: an authority moved it, or a calendar notice came too late.</summary>
    public FixedDue? Fixed { get; init; }

    /// <summary>When it was extended (延期), which the law allows once; null while it was not.</summary>
    public DateTimeOffset? ExtendedAt { get; init; }

    public bool IsRunning => EndedAt is null && (Stops.IsEmpty || Stops[^1].ResumedAt is not null);
}

/// <summary>A due instant that was set by a person. Stops from then on push it as they push any other; what was before does not count any more.</summary>
/// <param name="At">when it was set</param>
/// <param name="DueAt">due instant (exclusive)</param>
public sealed record FixedDue(DateTimeOffset At, DateTimeOffset DueAt);

/// <summary>A stretch in which the clock stands still. <paramref name="ResumedAt"/> is null while it lasts.</summary>
public sealed record ClockStop(DateTimeOffset StoppedAt, DateTimeOffset? ResumedAt, SuspensionReason Reason, string? Basis);

public sealed record TimeLimit(int Amount, TimeUnit Unit)
{
    /// <summary>For comparing: days and half days in half days; null for hours, which depend on the calendar.</summary>
    [JsonIgnore]
    public int? HalfDays => Unit switch { TimeUnit.WorkingDays => Amount * 2, TimeUnit.HalfDays => Amount, _ => null };

    public override string ToString() => Unit switch { TimeUnit.WorkingDays => $"{Amount} d", TimeUnit.HalfDays => $"{Amount} half d", _ => $"{Amount} h" };
}

/// <summary>HalfDays: mornings and afternoons of working days; a day with work in the morning only has one of them.</summary>
public enum TimeUnit { WorkingDays, WorkingHours, HalfDays }

/// <summary>
/// Reasons the law names for not counting time (行政许可法 45, 48 and the supplement rules). Other: a special procedure that
/// the joint item names with its own basis.
/// </summary>
public enum SuspensionReason { Supplement, Hearing, Inspection, Test, Quarantine, Appraisal, ExpertReview, Auction, ForceMajeure, Other }

public enum Card { None, Yellow, Red }
