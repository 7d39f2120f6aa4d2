using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Feel;

namespace Workflow.Core.Cases.Materials;

/// <summary>What a pre-check (预审) found in an application.</summary>
public static class PreChecks
{
    /// <summary>
    /// Every rule that holds. While something is not filled in yet its rules mostly come to FEEL null, which is no finding.
    /// </summary>
    /// <param name="answers">all answers, personal ones too: only the rule that holds is told, never a value</param>
    public static ImmutableArray<PreCheckRule> Of(Pinned pinned, string region, Value.Context answers, IEnumerable<FiledMaterial> materials, DateTimeOffset now)
    {
        var item = pinned.JointItem;
        if (item.PreCheck.IsEmpty) return [];
        var inputs = Value.Context.Empty
            .With("application", answers)
            .With("applies", item.Items.Aggregate(Value.Context.Empty, (all, i) => all.With(i.Code, pinned.MayApply(i, answers, now) is { } known ? known : Value.Null)))
            .With("region", region)
            .With("materials", MaterialGrades.InputOf(materials));
        var around = pinned.Around(now);
        return [.. item.PreCheck.Where(rule => FeelSource.TryParse(rule.When, out var when, out _) && around.Evaluate(when, inputs) is Value.Boolean { Is: true })];
    }
}
