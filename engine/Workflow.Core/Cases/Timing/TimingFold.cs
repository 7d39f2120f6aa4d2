using System.Globalization;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Timing;

internal static class TimingFold
{
    public static CaseState Evolve(CaseState state, TimingEvent happened) => happened switch
    {
        ClockExtended e => OnExtended(CaseEvolution.At(state, e.At), e),
        DueDateChanged e => OnEdited(CaseEvolution.At(state, e.At), e),
        CalendarAdopted e => OnCalendar(CaseEvolution.At(state, e.At), e),
        SpecialProcedureBegun e => CaseEvolution.At(state, e.At) with
        {
            Timing = state.Timing with { Specials = state.Timing.Specials.Add(new(e.Clock, e.Type, e.Name, e.Limit, e.Told, e.Basis, e.Officer, e.At, null, null)) },
        },
        SpecialProcedureEnded e => CaseEvolution.At(state, e.At) with
        {
            Timing = state.Timing with { Specials = [.. state.Timing.Specials.Select(s => s.Clock == e.Clock && s.EndedAt is null ? s with { EndedAt = e.At, Result = e.Result } : s)] },
        },
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };

    /// <summary>Clocks whose due instant an event may have moved.</summary>
    public static IEnumerable<string> ClocksOf(TimingEvent happened) => happened switch
    {
        ClockExtended e => [e.Clock],
        DueDateChanged e => [e.Clock],
        CalendarAdopted e => e.Changes.Select(c => c.Clock),
        _ => [],
    };

    private static CaseState OnExtended(CaseState state, ClockExtended e)
    {
        var clock = state.Clocks[e.Clock].Clock with { Limit = e.Limit, Statutory = e.Statutory, ExtendedAt = e.At };
        if (e.Moved) clock = clock with { Fixed = new(e.At, e.DueAt) };
        return Replanned(state, clock, e.At, e.DueAt, e.YellowAt, e.Provisional,
            new(e.Clock, ClockChangeKind.Extended, e.At, e.OldDueAt, e.DueAt, e.By, e.Authority, e.Reason, e.Basis, e.Officer, null));
    }

    private static CaseState OnEdited(CaseState state, DueDateChanged e) =>
        Replanned(state, state.Clocks[e.Clock].Clock with { Fixed = new(e.At, e.DueAt) }, e.At, e.DueAt, e.YellowAt, e.Provisional,
            new(e.Clock, ClockChangeKind.Edited, e.At, e.OldDueAt, e.DueAt, null, e.Authority, e.Reason, null, e.Officer, null));

    private static CaseState OnCalendar(CaseState state, CalendarAdopted e)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"{e.Code}@{e.Version}");
        foreach (var change in e.Changes)
        {
            var clock = state.Clocks[change.Clock].Clock;
            if (change.Held) clock = clock with { Fixed = new(e.At, change.DueAt) };
            state = Replanned(state, clock, e.At, change.DueAt, change.YellowAt, change.Provisional,
                new(change.Clock, ClockChangeKind.Calendar, e.At, change.OldDueAt, change.DueAt, null, null, null, null, null, named));
        }
        return state with { Pinned = state.Pinned!.With(e.Code, e.Version) };
    }

    /// <summary>
    /// A clock that got time again takes its card back as far as it has time: what was shown stays in the history, and the
    /// next card falls due at its new instant.
    /// </summary>
    private static CaseState Replanned(
        CaseState state, Clock clock, DateTimeOffset at, DateTimeOffset dueAt, DateTimeOffset? yellowAt, bool provisional, ClockChange change)
    {
        var card = state.Clocks[clock.Id].Card;
        if (card == Card.Red && dueAt > at) card = Card.Yellow;
        if (card == Card.Yellow && (yellowAt is null || yellowAt > at)) card = Card.None;
        return CaseEvolution.WithClock(state, new CaseClock(clock with { DueAt = dueAt, Provisional = provisional }, yellowAt, card)) with
        {
            Timing = state.Timing with { Changes = state.Timing.Changes.Add(change) },
        };
    }
}
