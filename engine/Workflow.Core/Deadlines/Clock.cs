using System.Collections.Immutable;

namespace Workflow.Core.Deadlines;

/// <summary>
/// A legal clock: an object of the case or of one review, not a timer. It counts working time of one calendar version;
/// its first day is the day after it started; it stands still while suspended.
/// </summary>
/// <param name="Id">"case", "intake", "delivery" or "task-{id}"</param>
/// <param name="Limit">what it may use</param>
/// <param name="Statutory">what the law allows (法定时限), when <paramref name="Limit"/> is a shorter promise (承诺时限)</param>
/// <param name="DueAt">due instant (exclusive) given all stops so far; null while it stands still</param>
/// <param name="Provisional">true when the due day lies in a year without a published calendar</param>
public sealed record Clock(
    string Id, TimeLimit Limit, TimeLimit? Statutory, DateTimeOffset StartedAt, ImmutableArray<ClockStop> Stops,
    DateTimeOffset? DueAt, bool Provisional, DateTimeOffset? EndedAt)
{
    public bool IsRunning => EndedAt is null && (Stops.IsEmpty || Stops[^1].ResumedAt is not null);
}

/// <summary>A stretch in which the clock stands still. <paramref name="ResumedAt"/> is null while it lasts.</summary>
public sealed record ClockStop(DateTimeOffset StoppedAt, DateTimeOffset? ResumedAt, SuspensionReason Reason, string? Basis);

public sealed record TimeLimit(int Amount, TimeUnit Unit)
{
    public override string ToString() => Unit == TimeUnit.WorkingDays ? $"{Amount} d" : $"{Amount} h";
}

public enum TimeUnit { WorkingDays, WorkingHours }

/// <summary>Reasons the law names for not counting time (行政许可法 45, 48 and the supplement rules).</summary>
public enum SuspensionReason { Supplement, Hearing, Inspection, Test, Quarantine, Appraisal, ExpertReview, Auction, ForceMajeure }

public enum Card { None, Yellow, Red }
