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
    public static ImmutableArray<CaseStep> Of(IEnumerable<Event> history, DateTimeOffset? asOf = null)
    {
        var steps = ImmutableArray.CreateBuilder<CaseStep>();
        var (state, at) = (CaseState.Empty, DateTimeOffset.MinValue);
        foreach (var row in history)
        {
            foreach (var step in Through(state, at, row))
            {
                if (step.At > asOf) return steps.DrainToImmutable();
                steps.Add(step);
                (state, at) = (step.After, step.At);
            }
        }
        return steps.DrainToImmutable();
    }

    /// <summary>The steps of one more row, behind a state and the instant of the step that led to it.</summary>
    internal static IEnumerable<CaseStep> Through(CaseState state, DateTimeOffset at, Event row)
    {
        foreach (var (happened, after) in CaseEvolution.PartByPart(state, row))
        {
            at = Later(Later(at, after.ChangedAt), OwnInstant(happened));
            yield return new(state, happened, after, at);
            state = after;
        }
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
