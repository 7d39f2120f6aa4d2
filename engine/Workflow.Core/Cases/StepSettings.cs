using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>
/// What the approval attributes of a BPMN task say: kind, department, service item, limit; for an automated step its
/// job type and retries. Checked once, at deployment, by <see cref="Check"/>.
/// </summary>
/// <param name="Basis">legal basis of the limit</param>
/// <param name="Materials">a review's department sees only these materials; null when the step does not narrow them</param>
/// <param name="Fields">a review's department sees only these fields of the form; null when the step does not narrow them</param>
public sealed record StepSettings(
    TaskKind Kind, string? Department, string? Item, TimeLimit? Limit, string? Basis, string? JobType, int Retries,
    ImmutableArray<string>? Materials, ImmutableArray<string>? Fields, ReviewPolicy Policy, ReviewTimeout Timeout)
{
    /// <summary>Pauses between the tries of an automated step.</summary>
    public RetryPauses Pauses { get; init; } = RetryPauses.Usual;

    public const int DefaultRetries = 3;
    public const int MostRetries = 100;
    private const int MostDays = 1000;

    private static readonly ConditionalWeakTable<FlowNode, StepSettings> Known = [];

    /// <summary>Read once for each node of a graph.</summary>
    public static StepSettings Of(FlowNode node) => Known.GetValue(node, Read);

    private static StepSettings Read(FlowNode node)
    {
        var a = node.Approval;
        var limit = Number(a.GetValueOrDefault("limit.days")) is { } days ? new TimeLimit(days, TimeUnit.WorkingDays)
            : Number(a.GetValueOrDefault("limit.hours")) is { } hours ? new TimeLimit(hours, TimeUnit.WorkingHours)
            : Number(a.GetValueOrDefault("limit.halfDays")) is { } halves ? new TimeLimit(halves, TimeUnit.HalfDays)
            : null;
        return new StepSettings(
            KindOf(a.GetValueOrDefault("kind")) ?? TaskKind.Work, a.GetValueOrDefault("department"), a.GetValueOrDefault("item"), limit,
            a.GetValueOrDefault("limit.basis"), a.GetValueOrDefault("jobType"), Number(a.GetValueOrDefault("retries")) ?? DefaultRetries,
            Words(a.GetValueOrDefault("materials")), Words(a.GetValueOrDefault("fields")),
            PolicyOf(a.GetValueOrDefault("policy")) ?? ReviewPolicy.Binding, TimeoutOf(a.GetValueOrDefault("timeout")) ?? ReviewTimeout.Remind)
        {
            Pauses = a.GetValueOrDefault("backoff") is { } pauses && RetryPauses.TryParse(pauses, out var read) ? read : RetryPauses.Usual,
        };
    }

    /// <summary>The department code: as written, or what its FEEL expression ("=…") gives; null when there is none.</summary>
    public string? DepartmentIn(Value.Context data, Surroundings around) => !FeelSource.IsMarked(Department) ? Department
        : FeelSource.TryParse(Department, out var expression, out _) && around.Evaluate(expression, data) is Value.Text { Is.Length: > 0 } text ? text.Is : null;

    /// <summary>What is wrong with the approval settings of a graph, by element.</summary>
    public static IEnumerable<Finding> Check(ProcessGraph graph)
    {
        foreach (var node in graph.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            var a = node.Approval;
            if (a.GetValueOrDefault("kind") is { } kind && KindOf(kind) is null)
                yield return Wrong("approval-kind-unknown", $"“{kind}”不是 review、decide、conclude、deliver、work 之一", $"'{kind}' is none of review, decide, conclude, deliver, work");
            if (a.GetValueOrDefault("department") is { } source && FeelSource.IsMarked(source) && !FeelSource.TryParse(source, out _, out var error))
                yield return Wrong("approval-department-expression", FeelTexts.Zh(source, error), FeelTexts.En(source, error));
            foreach (var name in (string[])["limit.days", "limit.hours", "limit.halfDays"])
                if (a.GetValueOrDefault(name) is { } text && Number(text) is not (>= 1 and <= MostDays))
                    yield return Wrong("approval-limit-range", $"{name} 应为 1 至 {MostDays} 的整数", $"{name} is a whole number from 1 to {MostDays}");
            if (a.GetValueOrDefault("retries") is { } retries && Number(retries) is not (>= 0 and <= MostRetries))
                yield return Wrong("approval-retries-range", $"retries 应为 0 至 {MostRetries} 的整数", $"retries is a whole number from 0 to {MostRetries}");
            if (a.GetValueOrDefault("backoff") is { } backoff && !RetryPauses.TryParse(backoff, out _))
                yield return Wrong("approval-backoff", $"backoff 应为时长列表（PT10S,PT1M,PT10M）或递增（PT1S*2..PT5M），每个时长不超过 {RetryPauses.Longest.Days} 天", $"backoff is a list of durations (PT10S,PT1M,PT10M) or growing (PT1S*2..PT5M), none longer than {RetryPauses.Longest.Days} days");
            foreach (var finding in ReviewCheck.Check(graph, node)) yield return finding;

            Finding Wrong(string code, string zh, string en) => new(FindingSeverity.Error, code, node.Id, zh, en);
        }
    }

    /// <summary>Materials and fields that steps of a graph name and the joint item does not have: as "element: code".</summary>
    public static IEnumerable<string> UnknownNames(ProcessGraph graph, JointItem item)
    {
        var materials = item.Materials.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
        var fields = item.Form.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            var step = Of(node);
            foreach (var code in (step.Materials ?? []).Where(m => !materials.Contains(m))) yield return $"{node.Id}: {code}";
            foreach (var name in (step.Fields ?? []).Where(f => !fields.Contains(f))) yield return $"{node.Id}: {name}";
        }
    }

    private static ReviewPolicy? PolicyOf(string? text) => text switch { "binding" => ReviewPolicy.Binding, "advisory" => ReviewPolicy.Advisory, _ => null };

    internal static ReviewTimeout? TimeoutOf(string? text) => text switch { "remind" => ReviewTimeout.Remind, "consent" => ReviewTimeout.Consent, "refuse" => ReviewTimeout.Refuse, _ => null };

    /// <summary>Codes with spaces between them; null when there is none.</summary>
    internal static ImmutableArray<string>? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private static TaskKind? KindOf(string? text) => text switch
    {
        "review" => TaskKind.Review,
        "decide" => TaskKind.Decide,
        "conclude" => TaskKind.Conclude,
        "deliver" => TaskKind.Deliver,
        "work" => TaskKind.Work,
        _ => null,
    };

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What a review's opinion weighs: it binds the decision, or it is only advice (参考意见).</summary>
public enum ReviewPolicy { Binding, Advisory }

/// <summary>What happens when a review's time runs out: cards only, or silence counts as a positive (默示同意) or a negative opinion.</summary>
public enum ReviewTimeout { Remind, Consent, Refuse }
