using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// What an expression of a case may know beside the case's data, and how much it may use: the instant of the command, in
/// the calendar's zone, and the calendars that the case keeps. Nothing else of the world; so the same command on the same
/// history evaluates the same.
/// </summary>
/// <param name="Now">what FEEL's <c>now()</c> and <c>today()</c> answer; null: they answer null</param>
/// <param name="Calendars">by code: whether a day is a working day; null for a calendar that the case does not keep</param>
public sealed record Surroundings(DateTimeOffset? Now, Func<string, Func<DateOnly, bool?>?>? Calendars)
{
    /// <summary>No expression of a case may hold up the writer: a hostile one ends here, well within a second.</summary>
    private static readonly Budget Budget = new(1_000_000, 1_000_000, 2_000);

    public static readonly Surroundings None = new(null, null);

    /// <summary>Where call activities find what stands in other definitions; null: nowhere.</summary>
    public Calls? Calls { get; init; }

    public Evaluation Run() => new(Budget, Now, Calendars);

    /// <summary>For one of several evaluations that share what they may use.</summary>
    public Evaluation Run(long steps) => new(Budget with { Steps = Math.Min(steps, Budget.Steps) }, Now, Calendars);

    public Value Evaluate(Expression expression, Value.Context data) => expression.Evaluate(data, Run());
}

/// <summary>Where call activities find deployed definitions. What was resolved stands in the event, by version.</summary>
/// <param name="Latest">the latest version of a definition by its code; null when there is none</param>
/// <param name="Of">one version by code and number; null when it is not at hand</param>
public sealed record Calls(Func<string, (int Version, ProcessGraph Graph)?> Latest, Func<string, int, ProcessGraph?> Of);
