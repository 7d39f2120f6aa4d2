using System.Collections.Immutable;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>
/// All that is derived of one case, gone on with as the case goes on: at every event the same as from the whole history,
/// which need not be kept for it. Follows one content and one book of rules; when either changes, it begins anew.
/// </summary>
public sealed class CaseTally(Pinned pinned, CardRuleBook rules)
{
    private readonly CaseFacts.Tally _facts = new(pinned);
    private readonly Cards.Tally _cards = new(pinned, rules);
    private readonly StatusCodes.Tally _statuses = new();
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    public CaseState State { get; private set; } = CaseState.Empty;

    /// <summary>Events gone through, the parts of a row one by one.</summary>
    public int Events { get; private set; }

    public void Take(Event row)
    {
        foreach (var step in CaseSteps.Through(State, _at, row))
        {
            _facts.Take(step);
            _cards.Take(step);
            _statuses.Take(step);
            (State, _at) = (step.After, step.At);
            Events++;
        }
    }

    public CaseFact Fact => _facts.Fact(State);

    public ImmutableArray<StepFact> Steps => _facts.Steps(State);

    /// <summary>See <see cref="Supervision.Cards.Derive"/>.</summary>
    public ImmutableArray<DerivedCard> Cards => _cards.Cards(State);

    public ImmutableArray<StatusEntry> Statuses => _statuses.Entries;
}
