using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>One event with the case before and after it.</summary>
/// <param name="At">when it happened, in the case's own time; never before the step before it</param>
public readonly record struct CaseStep(CaseState Before, Event Happened, CaseState After, DateTimeOffset At);

/// <summary>
/// A history, step by step: what cards, status codes and figures are derived from. An event that a late timer brought
/// about stands at the instant at which it fell due, so a question about a past instant has one answer, whenever it is asked.
/// </summary>
public static class CaseSteps
{
    /// <param name="asOf">only what had happened by then; null for all</param>
    public static ImmutableArray<CaseStep> Of(IEnumerable<Event> history, DateTimeOffset? asOf = null) => On([], history, asOf);

    /// <summary>The same for a history of which the beginning was gone through before.</summary>
    public static ImmutableArray<CaseStep> On(ImmutableArray<CaseStep> before, IEnumerable<Event> further, DateTimeOffset? asOf = null)
    {
        var steps = before.ToBuilder();
        var (state, at) = before.IsEmpty ? (CaseState.Empty, DateTimeOffset.MinValue) : (before[^1].After, before[^1].At);
        foreach (var row in further)
        {
            foreach (var (happened, after) in CaseEvolution.PartByPart(state, row))
            {
                at = Later(Later(at, after.ChangedAt), OwnInstant(happened));
                if (at > asOf) return steps.DrainToImmutable();
                steps.Add(new(state, happened, after, at));
                state = after;
            }
        }
        return steps.DrainToImmutable();
    }

    // These two move nothing that the state dates; all other events of a case set ChangedAt.
    private static DateTimeOffset OwnInstant(Event happened) => happened switch
    {
        CardShown e => e.At,
        ClockEnded e => e.At,
        _ => DateTimeOffset.MinValue,
    };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
