using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Cases.Review;

/// <summary>What is wrong with the review settings of a graph: those of a step, and the policies of groups.</summary>
internal static class ReviewCheck
{
    private static readonly string[] OfSteps = ["materials", "fields", "timeout", "late"];
    private static readonly string[] OfVoices = ["weight", "veto", "policy", "k", "threshold", "lead", "early"];

    public static IEnumerable<Finding> Check(ProcessGraph graph, FlowNode node)
    {
        var a = node.Approval;
        var isReview = a.GetValueOrDefault("kind") == "review";
        var isGroup = node is ParallelGateway or SubProcess;
        foreach (var name in OfSteps)
            if (!isReview && a.ContainsKey(name)) yield return Wrong(node, "approval-review-only", $"{name} 只用于 review 步骤", $"{name} is for steps of kind review");
        foreach (var name in OfVoices)
            if (!isReview && !isGroup && a.ContainsKey(name)) yield return Wrong(node, "approval-review-only", $"{name} 只用于 review 步骤、并行网关和子流程", $"{name} is for steps of kind review, parallel gateways and sub-processes");
        foreach (var name in (string[])["materials", "fields"])
            if (OddName(a.GetValueOrDefault(name)) is { } odd) yield return Wrong(node, "approval-names-form", $"{name}：“{odd}”不是代码", $"{name}: '{odd}' is no code");
        if (a.GetValueOrDefault("policy") is { } policy && GroupSettings.PolicyNamed(policy) is null && !(isReview && policy == "binding"))
            yield return Wrong(node, "approval-policy-unknown", $"没有“{policy}”这种规则", $"there is no policy '{policy}'");
        foreach (var finding in CheckTimeout(node, a)) yield return finding;
        foreach (var finding in CheckValues(node, a)) yield return finding;
        foreach (var finding in CheckGroup(graph, node, a, isReview, isGroup)) yield return finding;
    }

    private static IEnumerable<Finding> CheckTimeout(FlowNode node, ImmutableSortedDictionary<string, string> a)
    {
        if (a.GetValueOrDefault("timeout") is not { } timeout) yield break;
        if (StepSettings.TimeoutOf(timeout) is null)
            yield return Wrong(node, "approval-timeout-unknown", $"“{timeout}”不是 remind、consent、refuse 之一", $"'{timeout}' is none of remind, consent, refuse");
        if (timeout is not ("consent" or "refuse")) yield break;
        if (a.GetValueOrDefault("policy") == "advisory")
            yield return Wrong(node, "approval-timeout-advisory", "参考意见不能以默示代替", "an advisory opinion cannot be given by silence");
        if (!a.ContainsKey("limit.days") && !a.ContainsKey("limit.hours") && !a.ContainsKey("limit.halfDays") && !a.ContainsKey("item"))
            yield return Wrong(node, "approval-timeout-without-limit", "默示表态的步骤没有时限", "silence counts here, but the step has no limit");
    }

    private static IEnumerable<Finding> CheckValues(FlowNode node, ImmutableSortedDictionary<string, string> a)
    {
        if (a.GetValueOrDefault("early") is { } early && GroupSettings.EarlyNamed(early) is null)
            yield return Wrong(node, "approval-early-unknown", $"“{early}”不是 finish、close 之一", $"'{early}' is neither finish nor close");
        if (a.GetValueOrDefault("late") is { } late && GroupSettings.LateNamed(late) is null)
            yield return Wrong(node, "approval-late-unknown", $"“{late}”不是 ignore、note、reopen 之一", $"'{late}' is none of ignore, note, reopen");
        if (a.GetValueOrDefault("veto") is { } veto && veto is not ("true" or "false"))
            yield return Wrong(node, "approval-veto-unknown", $"“{veto}”不是 true、false 之一", $"'{veto}' is neither true nor false");
        if (a.GetValueOrDefault("weight") is { } weight && !FeelSource.IsMarked(weight) && GroupSettings.Whole(weight) is null)
            yield return Wrong(node, "approval-weight-range", $"weight 应为 0 至 {GroupSettings.MostWeight} 的整数，或 = 加 FEEL 表达式", $"weight is a whole number from 0 to {GroupSettings.MostWeight}, or = and a FEEL expression");
    }

    private static IEnumerable<Finding> CheckGroup(ProcessGraph graph, FlowNode node, ImmutableSortedDictionary<string, string> a, bool isReview, bool isGroup)
    {
        if (!isReview && !isGroup) yield break;
        var policy = GroupSettings.PolicyNamed(a.GetValueOrDefault("policy"));
        if (node is ParallelGateway { Outgoing.Length: < 2 } && policy is not null)
            yield return Wrong(node, "approval-policy-place", "规则应写在分出分支的网关上", "a policy stands on the gateway where branches part");
        foreach (var (name, of) in ((string, GroupPolicy)[])[("k", GroupPolicy.KOfN), ("threshold", GroupPolicy.Weighted), ("lead", GroupPolicy.Lead)])
        {
            if (policy == of && !a.ContainsKey(name)) yield return Wrong(node, "approval-policy-parts", $"此规则缺少 {name}", $"this policy needs {name}");
            if (policy != of && a.ContainsKey(name)) yield return Wrong(node, "approval-policy-parts", $"此规则不用 {name}", $"this policy has no use for {name}");
        }
        if (policy is null && a.ContainsKey("early")) yield return Wrong(node, "approval-policy-parts", "没有规则，early 不起作用", "early has no effect without a policy");
        if (policy == GroupPolicy.KOfN && a.TryGetValue("k", out var k) && GroupSettings.Whole(k) is not >= 1)
            yield return Wrong(node, "approval-k-range", $"k 应为 1 至 {GroupSettings.MostWeight} 的整数", $"k is a whole number from 1 to {GroupSettings.MostWeight}");
        if (policy == GroupPolicy.Weighted && a.TryGetValue("threshold", out var threshold) && GroupSettings.Whole(threshold) is not >= 1)
            yield return Wrong(node, "approval-threshold-range", $"threshold 应为 1 至 {GroupSettings.MostWeight} 的整数", $"threshold is a whole number from 1 to {GroupSettings.MostWeight}");
        if (GroupSettings.Of(node) is not { } settings || node is UserTask) yield break;
        foreach (var finding in CheckReach(graph, node, settings)) yield return finding;
    }

    /// <summary>What no run of the definition could ever come to.</summary>
    private static IEnumerable<Finding> CheckReach(ProcessGraph graph, FlowNode node, GroupSettings settings)
    {
        var reviews = GroupGrowth.ReviewsWithin(graph, node).ToList();
        if (reviews.Count == 0)
        {
            yield return Wrong(node, "approval-policy-empty", "此规则之下没有 review 步骤", "there is no step of kind review under this policy");
            yield break;
        }
        // How many a list holds is known only when it runs.
        if (node is SubProcess { Loop: not null } || reviews.Exists(r => r is ActivityNode { Loop: not null })) yield break;
        if (settings.Policy == GroupPolicy.KOfN && settings.K > reviews.Count)
            yield return Wrong(node, "approval-k-range", $"k 为 {settings.K}，而只有 {reviews.Count} 个 review 步骤", $"k is {settings.K}, and there are {reviews.Count} steps of kind review only");
        var weights = reviews.Select(r => r.Approval.GetValueOrDefault("weight") ?? "1").ToList();
        if (settings.Policy == GroupPolicy.Weighted && weights.TrueForAll(w => GroupSettings.Whole(w) is not null) && weights.Sum(w => (long)GroupSettings.Whole(w)!.Value) is var sum && sum < settings.Threshold)
            yield return Wrong(node, "approval-threshold-unreachable", $"threshold 为 {settings.Threshold}，而权重之和只有 {sum}", $"the threshold is {settings.Threshold}, and all weights together are {sum}");
        var departments = reviews.Select(r => r.Approval.GetValueOrDefault("department")).ToList();
        if (settings.Policy == GroupPolicy.Lead && departments.TrueForAll(d => d is not (null or ['=', ..])) && !departments.Contains(settings.Lead))
            yield return Wrong(node, "approval-lead-missing", $"牵头部门“{settings.Lead}”没有 review 步骤", $"the lead department '{settings.Lead}' has no step of kind review here");
    }

    private static string? OddName(string? names) =>
        StepSettings.Words(names)?.FirstOrDefault(word => word.Length > 60 || !word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    private static Finding Wrong(FlowNode node, string code, string zh, string en) => new(FindingSeverity.Error, code, node.Id, zh, en);
}
