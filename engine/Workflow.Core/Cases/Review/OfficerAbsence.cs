using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>A recorded absence of an officer, as whoever sends a command knows it.</summary>
/// <param name="From">first day</param>
/// <param name="To">last day</param>
/// <param name="Substitute">account that takes over meanwhile; null when none was named</param>
/// <param name="Why">what it rests on: leave, illness, posting …</param>
public sealed record OfficerAbsence(string Officer, DateOnly From, DateOnly To, string? Substitute, string Why)
{
    public AbsenceBasis Basis => new(Officer, From, To, Why);

    /// <summary>Why an officer cannot be given work today; null when nothing stands against it.</summary>
    internal static Outcome? WhyAway(Pinned pinned, CaseState state, DateTimeOffset now, string? officer, ImmutableArray<OfficerAbsence> absences)
    {
        var today = DayOf(pinned, state, now);
        return absences.FirstOrDefault(a => a.Officer == officer && a.Covers(today)) is { } away
            ? Outcome.Reject("officer-absent", ("officer", away.Officer), ("from", $"{away.From:yyyy-MM-dd}"), ("to", $"{away.To:yyyy-MM-dd}"), ("substitute", away.Substitute ?? "-"))
            : null;
    }

    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <summary>The real day: people are absent in real time, whatever test clock a case runs on.</summary>
    public static DateOnly DayOf(Pinned pinned, CaseState state, DateTimeOffset now) => pinned.Calendar.DayOf(now - state.ClockOffset);
}
