using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;

namespace Workflow.Core.Catalog.Definitions;

/// <summary>What the business-rule steps of a definition need of the decisions that they name.</summary>
public static partial class DecisionNeeds
{
    /// <summary>What every case's data has, which no step may write under these names.</summary>
    private static readonly ImmutableArray<string> Given = ["application", "applies", "commitments", "decision", "instant", "materials", "opinions", "region", "reviews"];

    /// <summary>Names of results that would hide something of the case, or that no expression could read.</summary>
    internal static IEnumerable<Finding> Results(ProcessGraph graph)
    {
        foreach (var node in graph.Nodes.OfType<BusinessRuleTask>().OrderBy(n => n.Id, StringComparer.Ordinal))
            if (InstantStep.ResultOf(node) is { } name && (!Name().IsMatch(name) || Given.Contains(name)))
                yield return new(FindingSeverity.Error, "approval-result-name", node.Id, $"“{name}”不能作结果名", $"'{name}' cannot be the name of a result");
    }

    /// <summary>Decisions that are not published yet, and the names that the others ask for beyond what every case has.</summary>
    /// <param name="rules">the latest versions of the decisions that the graph names</param>
    public static IEnumerable<Finding> Of(ProcessGraph graph, IReadOnlyDictionary<string, PinnedDecision> rules)
    {
        var known = Given.Concat(graph.Nodes.Select(n => n.Id)).Concat(graph.Nodes.OfType<BusinessRuleTask>().Select(InstantStep.ResultOf).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.OfType<BusinessRuleTask>().OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            if (InstantStep.TableOf(node) is not { } code) continue;
            if (!rules.TryGetValue(code, out var decision))
            {
                yield return new(FindingSeverity.Warning, "decision-not-published", node.Id, $"决策“{code}”尚未发布", $"the decision '{code}' is not published yet");
                continue;
            }
            if (decision.Model is not { } model || RuleDecision.Asked(model, decision.Decision) is not { } asked) continue;
            var names = string.Join(", ", asked.Parameters.Select(p => p.Name).Where(name => !known.Contains(name)));
            if (names.Length > 0)
                yield return new(FindingSeverity.Warning, "decision-names", node.Id, $"决策“{code}”还需要：{names}", $"the decision '{code}' also asks for: {names}");
        }
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]{0,59}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
