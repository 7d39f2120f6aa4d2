using System.Text.RegularExpressions;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Feel;

namespace Workflow.Core.Cases.Instant;

/// <summary>What a decision table came to.</summary>
/// <param name="Rule">id of the rule that held first; null when none did</param>
/// <param name="Used">the values that were asked for, by path ("application.area"), up to the rule that held</param>
public sealed record RuleResult(string? Rule, InstantOutcome Outcome, LocalText? Words, Value.Context Used);

/// <summary>The seam between a business-rule step and whatever decides behind it: one pure function of table and inputs.</summary>
public static partial class RuleDecision
{
    public static RuleResult Of(DecisionTable table, Value.Context inputs)
    {
        var used = Value.Context.Empty;
        foreach (var rule in table.Rules)
        {
            used = WithPaths(used, rule.When, inputs);
            // Publication refuses what does not parse; should one be damaged all the same, a person decides.
            if (!Expression.TryParse(rule.When.TrimStart('='), out var when, out _)) return new(rule.Id, InstantOutcome.Person, null, used);
            if (when.Evaluate(inputs) is Value.Boolean { Is: true }) return new(rule.Id, rule.Outcome, rule.Words, used);
        }
        return new(null, InstantOutcome.Person, null, used);
    }

    private static Value.Context WithPaths(Value.Context used, string expression, Value.Context inputs)
    {
        foreach (Match path in Paths().Matches(expression))
        {
            var parts = path.Value.Split('.');
            if (!inputs.Has(parts[0])) continue;
            Value value = inputs;
            foreach (var part in parts) value = value is Value.Context context ? context[part] : Value.Null;
            used = used.With(path.Value, value);
        }
        return used;
    }

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Paths();
}
