using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Deadlines;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>
/// What the approval attributes of a BPMN task say: kind, department, service item, limit; for an automated step its
/// job type and retries. Checked once, at deployment, by <see cref="Check"/>.
/// </summary>
public sealed record StepSettings(TaskKind Kind, string? Department, string? Item, TimeLimit? Limit, string? JobType, int Retries)
{
    public const int DefaultRetries = 3;
    public const int MostRetries = 100;
    private const int MostDays = 1000;

    public static StepSettings Of(FlowNode node)
    {
        var a = node.Approval;
        var limit = Number(a.GetValueOrDefault("limit.days")) is { } days ? new TimeLimit(days, TimeUnit.WorkingDays)
            : Number(a.GetValueOrDefault("limit.hours")) is { } hours ? new TimeLimit(hours, TimeUnit.WorkingHours)
            : null;
        return new StepSettings(
            KindOf(a.GetValueOrDefault("kind")) ?? TaskKind.Work, a.GetValueOrDefault("department"), a.GetValueOrDefault("item"), limit,
            a.GetValueOrDefault("jobType"), Number(a.GetValueOrDefault("retries")) ?? DefaultRetries);
    }

    /// <summary>The department code: as written, or what its FEEL expression ("=…") gives; null when there is none.</summary>
    public string? DepartmentIn(Value.Context data)
    {
        if (Department is not ['=', .. var source]) return Department;
        return Expression.TryParse(source, out var expression, out _) && expression.Evaluate(data) is Value.Text { Is.Length: > 0 } text ? text.Is : null;
    }

    /// <summary>What is wrong with the approval settings of a graph, by element.</summary>
    public static IEnumerable<Finding> Check(ProcessGraph graph)
    {
        foreach (var node in graph.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            var a = node.Approval;
            if (a.GetValueOrDefault("kind") is { } kind && KindOf(kind) is null)
                yield return Wrong("approval-kind-unknown", $"“{kind}”不是 review、decide、conclude、deliver、work 之一", $"'{kind}' is none of review, decide, conclude, deliver, work");
            if (a.GetValueOrDefault("department") is ['=', .. var source] && !Expression.TryParse(source, out _, out var error))
                yield return Wrong("approval-department-expression", FeelTexts.Zh(source, error), FeelTexts.En(source, error));
            foreach (var name in (string[])["limit.days", "limit.hours"])
                if (a.GetValueOrDefault(name) is { } text && Number(text) is not (>= 1 and <= MostDays))
                    yield return Wrong("approval-limit-range", $"{name} 应为 1 至 {MostDays} 的整数", $"{name} is a whole number from 1 to {MostDays}");
            if (a.GetValueOrDefault("retries") is { } retries && Number(retries) is not (>= 0 and <= MostRetries))
                yield return Wrong("approval-retries-range", $"retries 应为 0 至 {MostRetries} 的整数", $"retries is a whole number from 0 to {MostRetries}");

            Finding Wrong(string code, string zh, string en) => new(FindingSeverity.Error, code, node.Id, zh, en);
        }
    }

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
