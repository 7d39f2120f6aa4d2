using System.Globalization;
using Xunit;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>
/// Every policy, every order of speaking, every opinion or silence, played through the engine and held against
/// <see cref="PolicyOracle"/>: up to three departments and some orders of four, or up to five where ONEGO_LONG is set. The
/// tally alone is always held against it for five.
/// </summary>
public sealed class PolicyTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };
    private static readonly OpinionKind?[] Ways = [OpinionKind.Positive, OpinionKind.Negative, OpinionKind.Conditional, OpinionKind.Advisory, null];

    [Theory]
    [InlineData("all")]
    [InlineData("any")]
    [InlineData("k-of-n")]
    [InlineData("veto")]
    [InlineData("weighted")]
    [InlineData("in-order")]
    [InlineData("advisory")]
    [InlineData("lead")]
    public void Every_sequence_of_opinions_comes_to_what_the_guide_says(string policy)
    {
        var played = 0L;
        for (var n = 1; n <= (Long ? 5 : 4); n++)
        {
            foreach (var oracle in Variants(policy, n))
            {
                foreach (var (timeout, early) in n <= 3 ? [("consent", "finish"), ("refuse", "close"), ("refuse", "finish"), ("consent", "close")] : ((string, string)[])[("refuse", "finish")])
                    foreach (var order in n == 4 && !Long ? Orders(n).Where((_, i) => i % 6 == 0) : Orders(n)) played += new Play(oracle, policy, order, timeout, early).Run();
            }
        }
        Console.WriteLine($"{policy}: {played.ToString(CultureInfo.InvariantCulture)} steps played");
    }

    [Fact]
    public void The_tally_of_five_agrees_with_the_guide_whoever_has_spoken()
    {
        foreach (var policy in Enum.GetValues<GroupPolicy>())
            foreach (var oracle in Variants(NameOf(policy), 5))
            {
                var said = new Said[5];
                for (var code = 0; code < 3125; code++)
                {
                    for (int i = 0, rest = code; i < 5; i++, rest /= 5) said[i] = (Said)(rest % 5);
                    // The lead speaks last: the engine holds its task until all others have spoken.
                    if (policy == GroupPolicy.Lead && said[oracle.Lead] != Said.Nothing && said.Contains(Said.Nothing)) continue;
                    var voters = said.Select((s, i) => new Voter(VoteOf(s), oracle.Weights[i], oracle.Veto[i], oracle.Lead == i)).ToList();
                    var tallied = GroupTally.Of(policy, oracle.K, oracle.Threshold, VoteSums.Of(voters), mayGrow: false);
                    Assert.True(oracle.OutcomeOf(said) == CodeOf(tallied), $"{oracle} {string.Join(' ', said)}: {tallied}");
                }
            }
    }

    [Theory]
    [InlineData(GroupPolicy.All)]
    [InlineData(GroupPolicy.Any)]
    [InlineData(GroupPolicy.KOfN)]
    [InlineData(GroupPolicy.Veto)]
    [InlineData(GroupPolicy.Weighted)]
    public void An_outcome_reached_while_a_branch_may_still_open_reviews_stands_whatever_they_say(GroupPolicy policy)
    {
        var votes = Enum.GetValues<Vote>();
        for (var code = 0; code < 5 * 5 * 5; code++)
        {
            Voter[] now = [new(votes[code % 5], 1), new(votes[code / 5 % 5], 2, true), new(votes[code / 25], 3)];
            if (GroupTally.Of(policy, 2, 4, VoteSums.Of(now), mayGrow: true) is not { } reached) continue;
            foreach (var one in votes)
                foreach (var veto in (bool[])[false, true])
                    foreach (var weight in (int[])[0, 1, 9])
                    {
                        var later = GroupTally.Of(policy, 2, 4, VoteSums.Of([.. now, new(one, weight, veto)]), mayGrow: false);
                        Assert.True(later == reached, $"{policy} {string.Join(' ', now)} and {one} {weight} {veto}: {reached} became {later}");
                    }
        }
    }

    private static IEnumerable<PolicyOracle> Variants(string policy, int n)
    {
        var plain = new PolicyOracle(GroupSettings.PolicyNamed(policy)!.Value, 1, [.. Enumerable.Repeat(1, n)], 1, new bool[n], 0);
        switch (plain.Policy)
        {
            case GroupPolicy.KOfN:
                for (var k = 1; k <= n; k++) yield return plain with { K = k };
                break;
            case GroupPolicy.Veto:
                for (var holders = 0; holders <= Math.Min(2, n); holders++) yield return plain with { Veto = [.. Enumerable.Range(0, n).Select(i => i < holders)] };
                break;
            case GroupPolicy.Weighted:
                var weights = Enumerable.Range(1, n).ToArray();
                foreach (var threshold in new SortedSet<int> { 1, n, (weights.Sum() / 2) + 1 }) yield return plain with { Weights = weights, Threshold = threshold };
                break;
            default:
                yield return plain;
                break;
        }
    }

    private static IEnumerable<int[]> Orders(int n) =>
        n == 0 ? [[]] : Orders(n - 1).SelectMany(rest => Enumerable.Range(0, n).Select(at => (int[])[.. rest[..at], n - 1, .. rest[at..]]));

    private static Vote VoteOf(Said said) => said switch { Said.Nothing => Vote.Open, Said.Yes => Vote.For, Said.No => Vote.Against, Said.YesIf => Vote.Conditional, _ => Vote.Abstain };

    private static string? CodeOf(ReviewOutcome? outcome) => outcome switch { null => null, ReviewOutcome.Advice => "advisory", { } known => known.ToString().ToLowerInvariant() };

    private static string NameOf(GroupPolicy policy) => policy switch { GroupPolicy.KOfN => "k-of-n", GroupPolicy.InOrder => "in-order", _ => policy.ToString().ToLowerInvariant() };

    /// <summary>All opinions of one order of speaking. Whoever is the i-th to speak has i working days, so that its silence ends at its place in the order.</summary>
    private sealed class Play
    {
        private readonly PolicyOracle oracle;
        private readonly int[] order;
        private readonly bool refuses;
        private readonly bool closes;
        private readonly Scenario start;
        private readonly long[] tasks;

        public Play(PolicyOracle oracle, string policy, int[] order, string timeout, string early)
        {
            (this.oracle, this.order, refuses) = (oracle, order, timeout == "refuse");
            closes = early == "close" || oracle.Policy == GroupPolicy.InOrder;
            var n = order.Length;
            var group = FormattableString.Invariant($"""approval:policy="{policy}" approval:early="{early}" approval:k="{oracle.K}" approval:threshold="{oracle.Threshold}" approval:lead="d{oracle.Lead + 1}" """);
            if (oracle.Policy != GroupPolicy.KOfN) group = group.Replace($"approval:k=\"{oracle.K.ToString(CultureInfo.InvariantCulture)}\"", "", StringComparison.Ordinal);
            if (oracle.Policy != GroupPolicy.Weighted) group = group.Replace($"approval:threshold=\"{oracle.Threshold.ToString(CultureInfo.InvariantCulture)}\"", "", StringComparison.Ordinal);
            if (oracle.Policy != GroupPolicy.Lead) group = group.Replace("approval:lead=\"d1\"", "", StringComparison.Ordinal);
            start = new Scenario(ReviewDefinition.Fork(n, group, i => FormattableString.Invariant(
                $"""approval:timeout="{timeout}" approval:weight="{oracle.Weights[i - 1]}" {(oracle.Veto[i - 1] ? "approval:veto=\"true\"" : "")}""") + ReviewDefinition.Limit(Array.IndexOf(order, i - 1) + 1))).Filed().AcceptedByWindow();
            tasks = [.. Enumerable.Range(1, n).Select(i => start.Task(TaskKind.Review, FormattableString.Invariant($"d{i}")).Id)];
        }

        public long Run() => Step(start.State, new Said[order.Length], 0);

        private long Step(CaseState state, Said[] said, int place)
        {
            if (place == order.Length)
            {
                Assert.Contains(state.Tasks.Values, t => t is { IsOpen: true, Kind: TaskKind.Decide });
                return 1;
            }
            var (who, task) = (order[place], state.Tasks[tasks[order[place]]]);
            if (task.IsHeld)
            {
                // Not its turn: no other order of an ordered group, and no lead that speaks before the others.
                var refused = new RecordOpinion(task.Id, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer(task.Department), CaseId = start.CaseId }.Decide(start.Pinned, state, state.ChangedAt);
                Assert.Equal("task-held", Assert.IsType<Outcome.Rejection>(refused).Code);
                return 1;
            }
            var steps = 0L;
            foreach (var way in Ways)
            {
                if (oracle.Policy == GroupPolicy.Lead && who == oracle.Lead && way == OpinionKind.Advisory) continue;
                var next = Speak(state, task, way);
                said[who] = way switch { OpinionKind.Positive => Said.Yes, OpinionKind.Negative => Said.No, OpinionKind.Conditional => Said.YesIf, OpinionKind.Advisory => Said.Advice, _ => refuses ? Said.No : Said.Yes };
                var expected = oracle.OutcomeOf(said);
                var group = Assert.Single(next.Reviews.Groups.Values);
                Assert.True(expected == CodeOf(group.Outcome?.Outcome), $"{oracle} order {string.Join(' ', order)} said {string.Join(' ', said)}: expected {expected}, was {group.Outcome?.Outcome}");
                var told = next.Flow.DataOf(next.Flow.Root!.Value)["reviews"] as Value.Context;
                Assert.Equal(expected, (told?["fork"] as Value.Text)?.Is);
                steps++;
                if (expected is not null && closes) Assert.True(tasks.All(id => !next.Tasks[id].IsOpen) && next.Tasks.Values.Any(t => t is { IsOpen: true, Kind: TaskKind.Decide }), "closed early");
                else steps += Step(next, said, place + 1);
            }
            said[who] = Said.Nothing;
            return steps;
        }

        private CaseState Speak(CaseState state, CaseTask task, OpinionKind? way)
        {
            var due = state.Clocks[task.ClockId].Clock.DueAt!.Value;
            CaseCommand command = way is { } kind
                ? new RecordOpinion(task.Id, new Opinion(kind, "because", kind == OpinionKind.Conditional ? ["keep the exit free"] : [])) { By = Scenario.Officer(task.Department), CaseId = start.CaseId }
                : new FireTimer { By = Scenario.Timer, CaseId = start.CaseId };
            var happened = Assert.IsType<Outcome.Events>(command.Decide(start.Pinned, state, way is null ? due : due - TimeSpan.FromMinutes(1))).List;
            return happened.Aggregate(state, (at, e) => (CaseState)at.Evolve(e));
        }
    }
}
