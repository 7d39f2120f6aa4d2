using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Workflow.Core.Bpmn;
using Workflow.Feel.Dmn;

namespace Workflow.Core.Catalog.Rules;

/// <summary>
/// The rules of a <see cref="Rules.DecisionTable"/> as a DMN model, so that there is one way of deciding: a table of hit
/// policy FIRST whose last column is <c>true</c> with each rule's condition as its entry. The columns before it ask
/// nothing: they show the values that the conditions speak of.
/// </summary>
public static partial class TableModel
{
    /// <summary>Id of the decision. Ids of rules have no dot, so none of them is this one.</summary>
    public const string Decision = "onego.decision";

    private const string Namespace = "http://onego.dev/schema/rules";

    public static DmnDefinitions Of(DecisionTable table)
    {
        ImmutableArray<string> paths = [.. table.Rules.SelectMany(PathsOf).Distinct(StringComparer.Ordinal)];
        ImmutableArray<string> inputs = [.. table.Rules.SelectMany(rule => NamesOf(rule)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var decision = new Decision("decision", new("decision", null))
        {
            Id = Decision,
            Label = table.Name.Zh,
            Information = [.. inputs.Select(name => new InformationRequirement(false, new DmnReference($"#{IdOf(name)}")))],
            Logic = new Feel.Dmn.DecisionTable
            {
                Id = "onego.table",
                HitPolicy = HitPolicy.First,
                Inputs = [.. paths.Append("true").Select(path => new TableInput(new LiteralExpression(path, null), null))],
                Outputs = [Output("outcome"), Output("reason zh"), Output("reason en")],
                Rules = [.. table.Rules.Select(rule => RowOf(rule, paths.Length))],
            },
        };
        return new(table.Name.Zh, Namespace) { Id = "onego.rules", Elements = [.. inputs.Select(name => new InputData(name, new(name, null)) { Id = IdOf(name) }), decision] };
    }

    private static TableOutput Output(string name) => new(name, "string", null, null);

    private static TableRule RowOf(DecisionRule rule, int shown) => new(
        [.. Enumerable.Repeat(new DmnUnaryTests("-", null), shown), new DmnUnaryTests($"({FeelSource.Of(rule.When)}\n)", null)],
        [Text(WordOf(rule.Outcome)), Text(rule.Words.Zh), Text(rule.Words.En)], []) { Id = rule.Id };

    private static LiteralExpression Text(string text) => new($"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"", null);

    public static string WordOf(InstantOutcome outcome) => outcome switch { InstantOutcome.Grant => "grant", InstantOutcome.Deny => "deny", _ => "person" };

    private static string IdOf(string input) => "onego.input." + input;

    /// <summary>What a condition asks the case for.</summary>
    private static ImmutableArray<string> NamesOf(DecisionRule rule) => FeelSource.TryParse(rule.When, out var when, out _) ? when.Uses : [];

    /// <summary>The values that a condition speaks of; a word in a text that looks like one does no harm.</summary>
    private static IEnumerable<string> PathsOf(DecisionRule rule) => Paths().Matches(FeelSource.Of(rule.When)).Select(m => m.Value).Where(path => NamesOf(rule).Contains(path.Split('.')[0]));

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Paths();
}
