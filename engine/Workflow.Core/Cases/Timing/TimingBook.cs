using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Timing;

/// <summary>What the case knows of its clocks beside the clocks themselves: why a due instant is what it is.</summary>
public sealed record TimingBook
{
    public static readonly TimingBook Empty = new();

    /// <summary>Every change of a due instant that was not a stop, oldest first.</summary>
    public ImmutableArray<ClockChange> Changes { get; init; } = [];

    /// <summary>Special procedures (特别程序), oldest first.</summary>
    public ImmutableArray<SpecialProcedure> Specials { get; init; } = [];

    /// <summary>The special procedure under way for which a clock stands still.</summary>
    public SpecialProcedure? OpenSpecial(string clock) => Specials.FirstOrDefault(s => s.Clock == clock && s.EndedAt is null);
}

public enum ClockChangeKind { Extended, Edited, Calendar }

/// <param name="By">what was added, of an extension</param>
/// <param name="Authority">who approved it; null for a calendar notice, as the next three</param>
/// <param name="Calendar">"code@version", of a calendar notice</param>
public sealed record ClockChange(
    string Clock, ClockChangeKind Kind, DateTimeOffset At, DateTimeOffset OldDueAt, DateTimeOffset DueAt,
    TimeLimit? By, string? Authority, string? Reason, string? Basis, string? Officer, string? Calendar);

/// <param name="Told">what the applicant was told in writing</param>
/// <param name="Result">what came of it, once it is over</param>
public sealed record SpecialProcedure(
    string Clock, string Type, LocalText Name, TimeLimit Limit, string Told, string Basis, string Officer, DateTimeOffset BeganAt,
    DateTimeOffset? EndedAt, string? Result)
{
    /// <summary>Id of its own clock.</summary>
    public string ClockId => CaseClocks.OfSpecial(Clock);
}
