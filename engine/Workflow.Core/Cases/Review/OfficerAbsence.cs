namespace Workflow.Core.Cases.Review;

/// <summary>A recorded absence of an officer, as whoever sends a command knows it.</summary>
/// <param name="From">first day</param>
/// <param name="To">last day</param>
/// <param name="Substitute">account that takes over meanwhile; null when none was named</param>
/// <param name="Why">what it rests on: leave, illness, posting …</param>
public sealed record OfficerAbsence(string Officer, DateOnly From, DateOnly To, string? Substitute, string Why)
{
    public AbsenceBasis Basis => new(Officer, From, To, Why);

    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <summary>The real day: people are absent in real time, whatever test clock a case runs on.</summary>
    public static DateOnly DayOf(Pinned pinned, CaseState state, DateTimeOffset now) => pinned.Calendar.DayOf(now - state.ClockOffset);
}
