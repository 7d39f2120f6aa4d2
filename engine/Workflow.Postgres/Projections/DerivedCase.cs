using System.Collections.Immutable;
using Workflow.Core.Cases.Supervision;

namespace Workflow.Postgres.Projections;

/// <summary>All that is derived of one case, as it stands in rows.</summary>
/// <param name="ClockOffset">of a test clock; zero otherwise</param>
internal sealed record DerivedCase(
    string StreamId, TimeSpan ClockOffset, CaseFact Fact, ImmutableArray<StepFact> Steps, ImmutableArray<DerivedCardRow> Cards, ImmutableArray<StatusEntry> Statuses)
{
    public static DerivedCase Of(string id, CaseTally tally)
    {
        var state = tally.State;
        return new(
            id, state.ClockOffset, tally.Fact, tally.Steps,
            [.. tally.Cards.Select(card => new DerivedCardRow(card, card.At - state.ClockOffset, (short)state.CardsSaid.GetValueOrDefault(card.Id, CardSaid.Nothing).Standing))], tally.Statuses);
    }

    /// <summary>What stands in every row of the case is the same, so rows can be compared one by one.</summary>
    public bool IsComparableTo(DerivedCase before) =>
        ClockOffset == before.ClockOffset && Fact.Region == before.Fact.Region && Fact.JointItem == before.Fact.JointItem;
}

/// <param name="ShownAt">the card's instant in real time</param>
/// <param name="Standing">what was said of it, as stored</param>
internal sealed record DerivedCardRow(DerivedCard Card, DateTimeOffset ShownAt, short Standing);
