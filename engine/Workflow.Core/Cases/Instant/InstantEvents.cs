using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Feel;

namespace Workflow.Core.Cases.Instant;

/// <summary>What a business rule decided (秒批), its later check by a person, and an appeal against it.</summary>
public abstract record InstantEvent : CaseEvent;

/// <summary>A business-rule step came to its outcome. Everything it rests on stands here.</summary>
/// <param name="Table">code of the decision</param>
/// <param name="Version">version of the decision that the case keeps</param>
/// <param name="Rule">ids of the rules that matched; null when none did, so that a person decides</param>
/// <param name="Inputs">the values that the tables asked for; nothing personal</param>
/// <param name="Words">why, as the applicant is told; null when no rule held</param>
/// <param name="Sampled">a person will check it after the conclusion</param>
/// <param name="Explanation">every decision on the way; null in events from before decisions were explained</param>
public sealed record InstantDecided(
    string Element, string? Item, string Table, int Version, string? Rule, Value.Context Inputs, InstantOutcome Outcome, LocalText? Words, bool Sampled, DateTimeOffset At,
    DecisionExplanation? Explanation = null) : InstantEvent;

/// <summary>A business-rule step that only works something out: its value goes into the case's data with the step's own event.</summary>
/// <param name="Table">code of the decision</param>
/// <param name="Version">version of the decision that the case keeps</param>
/// <param name="Result">name under which the value stands in the case's data</param>
public sealed record RuleEvaluated(string Element, string Table, int Version, string Result, DecisionExplanation Explanation, DateTimeOffset At) : InstantEvent;

/// <summary>A person checked a decision by rules afterwards; the result is kept.</summary>
/// <param name="Right">false: the rules should not have decided so, and the lead department decides again</param>
public sealed record InstantChecked(long TaskId, string Element, bool Right, string? Note, string Officer, DateTimeOffset At) : InstantEvent;

/// <summary>The applicant appealed against a decision by rules: a person decides again.</summary>
public sealed record InstantAppealed(string Reason, DateTimeOffset At) : InstantEvent;

/// <summary>A person decided again, after an appeal or after a check that found the rules wrong.</summary>
/// <param name="Replaced">true when this is another decision than the first</param>
public sealed record DecisionReconsidered(long TaskId, Decision Decision, bool Replaced, string Reason, string Officer, DateTimeOffset At) : InstantEvent;

public static class InstantEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("instant_decided", typeof(InstantDecided)),
        ("rule_evaluated", typeof(RuleEvaluated)),
        ("instant_checked", typeof(InstantChecked)),
        ("instant_appealed", typeof(InstantAppealed)),
        ("decision_reconsidered", typeof(DecisionReconsidered)),
    ];
}

/// <summary>What the case knows of decisions by rules.</summary>
/// <param name="Before">status of a concluded case that is open again until a person has decided; null when it is not</param>
public sealed record InstantBook(
    ImmutableArray<InstantDecided> Decisions, ImmutableArray<InstantChecked> Checks, InstantAppealed? Appeal, DecisionReconsidered? Outcome, CaseStatus? Before)
{
    public static readonly InstantBook Empty = new([], [], null, null, null);

    public bool IsReopened => Before is not null;

    /// <summary>The step that decided the case; null when a person did, or nobody yet.</summary>
    public InstantDecided? Deciding => Decisions.FirstOrDefault(d => d.Outcome != InstantOutcome.Person);
}

internal static class InstantFold
{
    public static CaseState Evolve(CaseState state, InstantEvent happened)
    {
        var book = state.Instant;
        return happened switch
        {
            InstantDecided e => CaseEvolution.At(state, e.At) with { Instant = book with { Decisions = book.Decisions.Add(e) } },
            RuleEvaluated e => CaseEvolution.At(state, e.At),
            InstantChecked { Right: true } e => CaseEvolution.At(state, e.At) with { Instant = book with { Checks = book.Checks.Add(e) } },
            InstantChecked e => Reopened(CaseEvolution.At(state, e.At), book with { Checks = book.Checks.Add(e) }),
            InstantAppealed e => Reopened(CaseEvolution.At(state, e.At), book with { Appeal = e }),
            DecisionReconsidered e => OnReconsidered(CaseEvolution.At(state, e.At), book, e),
            _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
        };
    }

    /// <summary>The case is with a department again, whatever became of it before.</summary>
    private static CaseState Reopened(CaseState state, InstantBook book) =>
        state with { Instant = book with { Before = book.Before ?? state.Status }, Status = CaseStatus.UnderReview };

    /// <summary>A grant that is replaced is revoked (撤销); a denial that is replaced becomes a grant, and its results follow with their own event.</summary>
    private static CaseState OnReconsidered(CaseState state, InstantBook book, DecisionReconsidered e) => state with
    {
        Instant = book with { Outcome = e, Before = null },
        Decided = e.Replaced ? new CaseDecided(e.Decision, e.Reason, e.Officer, e.At) : state.Decided,
        Status = !e.Replaced ? book.Before ?? state.Status : e.Decision == Decision.Deny ? CaseStatus.Revoked : CaseStatus.Granted,
    };
}
