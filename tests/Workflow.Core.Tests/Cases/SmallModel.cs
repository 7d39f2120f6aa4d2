using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Tests.Flow;

namespace Workflow.Core.Tests.Cases;

/// <summary>
/// A small random block-structured model: two to four reviews on the branches of one fork, with or without a policy, a
/// step before it, a decision behind it, sometimes inside a sub-process, sometimes with a step beside the flow. Each step is done by the
/// department that is called as the step is.
/// </summary>
internal static class SmallModel
{
    /// <summary>The step behind a timer that does not interrupt; no join waits for it.</summary>
    public const string Beside = "beside";

    public static ProcessGraph Make(int seed)
    {
        var random = new Random(seed);
        var reviews = Enumerable.Range(1, random.Next(2, 5)).Select(i => string.Create(CultureInfo.InvariantCulture, $"r{i}")).ToList();
        var first = random.Next(1, reviews.Count);
        var inside = random.Next(4) == 0;
        var scope = inside ? "sub:" : "";
        var before = random.Next(3) > 0;
        var lines = new List<string>
        {
            $"{scope}{(inside ? "startIn" : "start")} -> {(before ? "survey -> " : "")}fork",
            $"{scope}fork -> {string.Join(" -> ", reviews.Take(first))} -> join",
            $"{scope}fork -> {string.Join(" -> ", reviews.Skip(first))} -> join",
            inside ? "sub:join -> endIn" : "join -> decide -> end",
        };
        if (inside) lines.Add("start -> sub -> decide -> end");
        if (random.Next(4) == 0) lines.Add($"{scope}fork -> join");

        var special = new List<FlowNode> { Step("decide", "decide"), new ParallelGateway("fork", null, null) { Approval = PolicyOf(random, reviews) } };
        special.AddRange(reviews.Select(r => Step(r, "review")));
        if (before) special.Add(Step("survey", random.Next(2) == 0 ? "work" : "review"));
        if (random.Next(3) == 0)
        {
            special.Add(Draw.On(reviews[0], "remind", "PT1H", interrupts: false, inside ? "sub" : null));
            special.Add(Step(Beside, "work"));
            lines.Add($"{scope}remind -> {Beside} -> endBeside");
        }
        return Draw.Process(string.Join('\n', lines), [.. special]);
    }

    public static UserTask Step(string id, string kind) =>
        new(id, null, null) { Approval = ImmutableSortedDictionary<string, string>.Empty.Add("kind", kind).Add("department", id == "decide" ? "lead" : id) };

    private static ImmutableSortedDictionary<string, string> PolicyOf(Random random, List<string> reviews)
    {
        var policy = ImmutableSortedDictionary<string, string>.Empty.Add("early", random.Next(2) == 0 ? "close" : "finish");
        return random.Next(10) switch
        {
            0 => policy.Add("policy", "all"),
            1 => policy.Add("policy", "any"),
            2 => policy.Add("policy", "k-of-n").Add("k", "2"),
            3 => policy.Add("policy", "veto"),
            4 => policy.Add("policy", "in-order"),
            5 => policy.Add("policy", "lead").Add("lead", reviews[random.Next(reviews.Count)]),
            _ => ImmutableSortedDictionary<string, string>.Empty,
        };
    }
}
