using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Flow;
using Workflow.Feel;
using Workflow.Feel.Dmn;

namespace Workflow.Core.Cases.Instant;

/// <summary>What a decision came to, for a case.</summary>
/// <param name="Rule">ids of the rules that matched in the last table, parted by commas; null when none did</param>
/// <param name="Used">the inputs of all tables by their expressions ("application.area"); without a table the input data of the decision</param>
/// <param name="Failed">the model could not be evaluated to an end; the value is null</param>
/// <param name="Doubtful">something went wrong on the way, so that the value may rest on a null that nobody meant</param>
public sealed record RuleResult(Value Value, bool Failed, bool Doubtful, string? Rule, Value.Context Used, DecisionExplanation Explanation, DecisionOutcome Whole)
{
    /// <summary>
    /// What the value decides: a context with <c>outcome</c> "grant", "deny" or "person" and <c>reason</c> (a text), or
    /// <c>reason zh</c> and <c>reason en</c>. Null, anything else and an error leave it to a person.
    /// </summary>
    public (InstantOutcome Outcome, LocalText? Words) Instant()
    {
        if (Failed || Doubtful || Value is not Value.Context { } value) return (InstantOutcome.Person, null);
        var words = (TextOf(value["reason zh"]) ?? TextOf(value["reason"]), TextOf(value["reason en"]) ?? TextOf(value["reason"])) switch
        {
            ({ } zh, var en) => new LocalText(zh, en ?? zh),
            (null, { } en) => new LocalText(en, en),
            _ => null,
        };
        return value["outcome"] switch
        {
            Value.Text { Is: "grant" } when words is not null => (InstantOutcome.Grant, words),
            Value.Text { Is: "deny" } when words is not null => (InstantOutcome.Deny, words),
            Value.Text { Is: "person" } => (InstantOutcome.Person, words),
            _ => (InstantOutcome.Person, null),
        };
    }

    private static string? TextOf(Value value) => value is Value.Text { Is: var text } && !string.IsNullOrWhiteSpace(text) ? text : null;
}

/// <summary>The seam between a business-rule step and the decision behind it: one pure function of decision, data and surroundings.</summary>
public static class RuleDecision
{
    /// <param name="data">what the case knows, by name; input data that is not there is taken from the application's answers</param>
    public static RuleResult Of(PinnedDecision decision, Value.Context data, Surroundings around)
    {
        if (decision.Model is not { } model || Asked(model, decision.Decision) is not { } asked)
            return new(Value.Null, true, true, null, Value.Context.Empty, DecisionExplanation.Empty, new(Value.Null, true, [], []));
        var inputs = InputsOf(asked, data);
        var run = around.Run();
        var outcome = asked.Kind == InvocableKind.Decision ? model.Evaluate(asked.Id, inputs, run, traced: true) : model.Invoke(asked.Id, inputs, run, traced: true);
        // Rules in the short form have always taken what is missing for a condition that does not hold.
        if (decision.IsShortForm && run.Fault is null) outcome = outcome with { IsError = false, Diagnostics = [] };
        var failed = run.Fault is not null;
        return new(failed ? Value.Null : Ordered.Of(outcome.Value), failed, outcome.IsError, RuleOf(outcome), UsedOf(outcome, inputs), DecisionExplanation.Of(outcome), outcome);
    }

    /// <summary>A decision, a service or a business knowledge model by its id, otherwise by its name.</summary>
    public static Invocable? Asked(DecisionModel model, string idOrName) =>
        model.Invocables.FirstOrDefault(i => i.Id == idOrName) ?? model.Invocables.FirstOrDefault(i => i.Name == idOrName);

    private static Value.Context InputsOf(Invocable asked, Value.Context data)
    {
        var answers = data["application"] as Value.Context ?? Value.Context.Empty;
        return Value.Context.Of(asked.Parameters.Where(p => data.Has(p.Name) || answers.Has(p.Name))
            .Select(p => KeyValuePair.Create(p.Name, data.Has(p.Name) ? data[p.Name] : answers[p.Name])));
    }

    private static string? RuleOf(DecisionOutcome outcome)
    {
        var last = outcome.Traces.SelectMany(t => t.Tables).LastOrDefault();
        return last is null || last.Matched.IsEmpty ? null
            : string.Join(", ", last.Matched.Take(DecisionExplanation.MostKept).Select(r => string.IsNullOrEmpty(r.Id) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{r.Number}") : r.Id));
    }

    private static Value.Context UsedOf(DecisionOutcome outcome, Value.Context inputs)
    {
        var asked = outcome.Traces.SelectMany(t => t.Tables).SelectMany(t => t.Inputs).Where(i => i.Input != "true").Take(DecisionExplanation.MostKept).ToList();
        return Ordered.Of(asked.Count == 0 ? inputs : Value.Context.Of(asked.Select(i => KeyValuePair.Create(i.Input, i.Value))));
    }
}
