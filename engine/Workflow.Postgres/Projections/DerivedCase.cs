using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;

namespace Workflow.Postgres.Projections;

/// <summary>All that is derived of one case, as it stands in rows.</summary>
/// <param name="ClockOffset">of a test clock; zero otherwise</param>
internal sealed record DerivedCase(
    string StreamId, TimeSpan ClockOffset, CaseFact Fact, IReadOnlyList<StepFact> Steps, IReadOnlyList<DerivedCardRow> Cards, IReadOnlyList<StatusEntry> Statuses)
{
    public static DerivedCase Of(
        string id, CaseState state, CaseFact fact, IReadOnlyList<StepFact> steps, IReadOnlyList<DerivedCard> cards, IReadOnlyList<StatusEntry> statuses) => new(
        id, state.ClockOffset, fact, steps,
        [.. cards.Select(card => new DerivedCardRow(card, card.At - state.ClockOffset, (short)state.CardsSaid.GetValueOrDefault(card.Id, CardSaid.Nothing).Standing))], statuses);

    /// <summary>What stands in every row of the case is the same, so rows can be compared one by one.</summary>
    public bool IsComparableTo(DerivedCase before) =>
        ClockOffset == before.ClockOffset && Fact.Region == before.Fact.Region && Fact.JointItem == before.Fact.JointItem;
}

/// <param name="ShownAt">the card's instant in real time</param>
/// <param name="Standing">what was said of it, as stored</param>
internal sealed record DerivedCardRow(DerivedCard Card, DateTimeOffset ShownAt, short Standing);
