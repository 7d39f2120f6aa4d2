using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>How the opinions of a group become one outcome; docs/guides/review.md has the predicate of each.</summary>
public enum GroupPolicy { All, Any, KOfN, Veto, Weighted, InOrder, Advisory, Lead }

/// <summary>What happens to those who have not spoken when the outcome can no longer change: they finish, or their tasks are closed.</summary>
public enum EarlyRule { Finish, Close }

/// <summary>What an opinion does that comes after its step was over by silence or closed early.</summary>
public enum LateRule { Ignore, Note, Reopen }

/// <summary>
/// The policy of a group (并联审批规则) as the definition writes it: on a parallel gateway that parts, on a sub-process, on a
/// step carried out several times, or on one step for its added signers.
/// </summary>
/// <param name="K">how many must agree, for <see cref="GroupPolicy.KOfN"/></param>
/// <param name="Threshold">weight that must agree, for <see cref="GroupPolicy.Weighted"/></param>
/// <param name="Lead">department with the last word, for <see cref="GroupPolicy.Lead"/></param>
public sealed record GroupSettings(GroupPolicy Policy, int? K, int? Threshold, string? Lead, EarlyRule Early)
{
    /// <summary>Weights and thresholds are whole numbers up to here.</summary>
    public const int MostWeight = 1_000_000;

    private static readonly GroupSettings AllMustAgree = new(GroupPolicy.All, null, null, null, EarlyRule.Finish);

    /// <summary>The policy that an element sets for those inside it; null when it sets none.</summary>
    public static GroupSettings? Of(FlowNode node) => node switch
    {
        ParallelGateway { Outgoing.Length: > 1 } or SubProcess => Read(node),
        UserTask { Loop: not null } => Read(node),
        _ => null,
    };

    /// <summary>How the opinions of a step's own signers are joined (加签): as it says, otherwise all must agree.</summary>
    public static GroupSettings OfStep(FlowNode node) =>
        node is UserTask { Loop: null } && Read(node) is { Policy: not GroupPolicy.Advisory } own ? own : AllMustAgree;

    /// <summary>What a step's opinion weighs: a number, or FEEL over the flow's data; what gives no whole number weighs nothing.</summary>
    public static int WeightOf(FlowNode node, Value.Context data, Surroundings around)
    {
        if (node.Approval.GetValueOrDefault("weight") is not { } text) return 1;
        if (!FeelSource.IsMarked(text)) return Whole(text) ?? 1;
        return FeelSource.TryParse(text, out var expression, out _) && around.Evaluate(expression, data) is Value.Number weight && weight.Is.TryToInt32(out var number) && number is >= 0 and <= MostWeight
            ? number : 0;
    }

    public static bool HasVeto(FlowNode node) => node.Approval.GetValueOrDefault("veto") == "true";

    /// <summary>What a late opinion does here; null when the step says nothing, so that it meets a closed task.</summary>
    public static LateRule? LateOf(FlowNode node) => LateNamed(node.Approval.GetValueOrDefault("late"));

    public static GroupPolicy? PolicyNamed(string? text) => text switch
    {
        "all" => GroupPolicy.All,
        "any" => GroupPolicy.Any,
        "k-of-n" => GroupPolicy.KOfN,
        "veto" => GroupPolicy.Veto,
        "weighted" => GroupPolicy.Weighted,
        "in-order" => GroupPolicy.InOrder,
        "advisory" => GroupPolicy.Advisory,
        "lead" => GroupPolicy.Lead,
        _ => null,
    };

    public static EarlyRule? EarlyNamed(string? text) => text switch { "finish" => EarlyRule.Finish, "close" => EarlyRule.Close, _ => null };

    public static LateRule? LateNamed(string? text) => text switch { "ignore" => LateRule.Ignore, "note" => LateRule.Note, "reopen" => LateRule.Reopen, _ => null };

    public static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostWeight ? number : null;

    private static GroupSettings? Read(FlowNode node)
    {
        ImmutableSortedDictionary<string, string> a = node.Approval;
        return PolicyNamed(a.GetValueOrDefault("policy")) is { } policy
            ? new(policy, Whole(a.GetValueOrDefault("k")), Whole(a.GetValueOrDefault("threshold")), a.GetValueOrDefault("lead"), EarlyNamed(a.GetValueOrDefault("early")) ?? EarlyRule.Finish)
            : null;
    }
}
