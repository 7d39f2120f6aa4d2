using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Catalog.Rules;

/// <summary>
/// Rules that may decide without a person (秒批): tried in their order, the first that holds counts (hit policy FIRST); when
/// none holds, a person decides.
/// </summary>
public sealed record DecisionTable(LocalText Name, ImmutableArray<DecisionRule> Rules);

/// <param name="Id">short and stable: cases name the rule that fired by it</param>
/// <param name="When">
/// FEEL, with or without a leading "=", over application (answers that are not personal), applies, opinions, region, instant, decision and
/// materials (code → grade "A" to "D" of what was handed in). Anything but true is no.
/// </param>
/// <param name="Words">why, as the applicant is told</param>
public sealed record DecisionRule(string Id, string When, InstantOutcome Outcome, LocalText Words);

/// <summary>What a rule comes to: it grants, it denies, or it leaves the case to a person.</summary>
public enum InstantOutcome { Grant, Deny, Person }

/// <summary>One thing wrong in a decision table, or in a term table.</summary>
/// <param name="Path">as in "$.rules[2].when"</param>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Value">what was found there</param>
/// <param name="ValueZh">the same in Chinese, where it is words</param>
public sealed record TableFault(string Path, string Code, string Value, string? ValueZh = null);

/// <summary>What a decision table must hold beyond the types of its members.</summary>
public static class DecisionTableCheck
{
    public const int MostRules = 200;
    private const int IdLengthMax = 60;

    public static IReadOnlyList<TableFault> Faults(DecisionTable table)
    {
        List<TableFault> faults = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        if (table.Rules.Length is 0 or > MostRules) faults.Add(new("$.rules", "rules-count", $"{table.Rules.Length}"));
        for (var i = 0; i < table.Rules.Length; i++)
        {
            var rule = table.Rules[i];
            if (rule.Id.Length is 0 or > IdLengthMax || rule.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))) faults.Add(new($"$.rules[{i}].id", "rule-id-form", rule.Id));
            if (!ids.Add(rule.Id)) faults.Add(new($"$.rules[{i}].id", "code-twice", rule.Id));
            if (!FeelSource.TryParse(rule.When, out _, out var error))
                faults.Add(new($"$.rules[{i}].when", "feel-invalid", FeelSource.En(error), FeelSource.Zh(error)));
            if (string.IsNullOrWhiteSpace(rule.Words.Zh)) faults.Add(new($"$.rules[{i}].words", "words-missing", rule.Id));
        }
        return faults;
    }
}
