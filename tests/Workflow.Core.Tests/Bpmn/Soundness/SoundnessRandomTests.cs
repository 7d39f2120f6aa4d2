using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Soundness;
using Workflow.Core.Flow;
using Workflow.Core.Tests.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Bpmn.Soundness;

public sealed class SoundnessRandomTests
{
    [Fact]
    public void Random_block_structured_models_are_sound_and_need_no_play()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var report = SoundnessCheck.Of(RandomProcess.Make(seed, 4));
            Assert.True(report is { Problems.IsEmpty: true, Incomplete.IsEmpty: true }, $"seed {seed}: {string.Join("; ", report.Problems)}");
        }
    }

    [Fact]
    public void A_join_of_another_kind_is_found()
    {
        var changed = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            var graph = RandomProcess.Make(seed, 4);
            var joins = graph.Nodes.Where(node => node is ParallelGateway or ExclusiveGateway && node.Incoming.Length > 1 && Matters(graph, node)).OrderBy(node => node.Id, StringComparer.Ordinal).ToList();
            if (joins.Count == 0) continue;
            var join = joins[seed % joins.Count];
            FlowNode other = join is ParallelGateway ? new ExclusiveGateway(join.Id, null, join.Parent) : new ParallelGateway(join.Id, null, join.Parent);
            var wrong = new ProcessGraph(graph.Id, null, graph.Nodes.Select(node => node.Id == join.Id ? other : node), graph.Flows);
            var kinds = SoundnessCheck.Of(wrong).Problems.Select(problem => problem.Kind).ToList();
            Assert.True(kinds.Contains(join is ParallelGateway ? SoundnessKind.LackOfSynchronisation : SoundnessKind.Deadlock), $"seed {seed}: {join.Id} was not found, only {string.Join(", ", kinds)}");
            changed++;
        }
        Assert.True(changed > 200, $"only {changed} models had a join");
    }

    /// <summary>Beside the flow an exclusive merge may be anything; in it every join matters.</summary>
    private static bool Matters(ProcessGraph graph, FlowNode join) => graph.Blocks.Around(join.Id) is not { } around || !around.Any(branch => branch.IsSide);

    [Fact]
    public void Small_models_are_judged_as_every_way_to_carry_them_out_judges_them()
    {
        var (sound, unsound) = (0, 0);
        for (var seed = 1; seed <= 250; seed++)
        {
            var graph = Small(seed);
            var (deadlock, twice) = CarriedOut(graph);
            var kinds = SoundnessCheck.Of(graph).Problems.Select(problem => problem.Kind).ToHashSet();
            var says = $"seed {seed}: carried out {(deadlock, twice)}, found {string.Join(", ", kinds)} in {string.Join(' ', graph.Flows.Select(flow => flow.Id))}";
            Assert.True(twice == kinds.Contains(SoundnessKind.LackOfSynchronisation), says);
            // What runs twice is not followed further: what starves behind it is told once that is mended.
            if (!twice) Assert.True(deadlock == kinds.Contains(SoundnessKind.Deadlock), says);
            if (deadlock || twice) unsound++;
            else sound++;
        }
        Assert.True(sound > 30 && unsound > 100, $"{sound} sound, {unsound} unsound");
    }

    /// <summary>Three gateways that part, three that meet, each of any kind, wired by chance, with a step on every flow.</summary>
    private static ProcessGraph Small(int seed)
    {
        var random = new Random(seed);
        var nodes = new List<FlowNode> { new StartEvent("start", null, null), new EndEvent("end", null, null) };
        var flows = new List<SequenceFlow>();
        var splits = Enumerable.Range(1, random.Next(1, 4)).Select(i => Gateway($"split{i}")).ToList();
        var joins = Enumerable.Range(1, random.Next(1, 3)).Select(i => Gateway($"join{i}")).ToList();
        // Acyclic: splits in a row, then joins in a row, so that every play ends.
        var order = splits.Concat(joins).Append("end").ToList();
        Link("start", order[0], null);
        foreach (var (id, place) in order.Select((id, place) => (id, place)).SkipLast(1))
        {
            var ways = splits.Contains(id) ? 2 : 1;
            for (var way = 0; way < ways; way++)
                Link(id, way == 0 ? order[place + 1] : order[random.Next(place + 1, order.Count)], ways > 1 && nodes.Find(n => n.Id == id) is not ParallelGateway ? Number(way) : null);
        }
        return new($"small-{Number(seed)}", null, nodes, flows);

        string Gateway(string id)
        {
            nodes.Add(random.Next(3) switch { 0 => new ExclusiveGateway(id, null, null), 1 => new InclusiveGateway(id, null, null), _ => new ParallelGateway(id, null, null) });
            return id;
        }

        void Link(string from, string to, string? way)
        {
            var step = $"t{Number(flows.Count)}";
            nodes.Add(new UserTask(step, null, null));
            flows.Add(new($"{from}>{step}", null, from, step, way is null ? null : Draw.Feel($"list contains({from}, {way})"), false));
            flows.Add(new($"{step}>{to}", null, step, to, null, false));
        }
    }

    /// <summary>Every order of work and every choice, by the interpreter itself.</summary>
    private static (bool Deadlock, bool Twice) CarriedOut(ProcessGraph graph)
    {
        var (deadlock, twice) = (false, false);
        var choosers = graph.Nodes.Where(node => node is ExclusiveGateway or InclusiveGateway && node.Outgoing.Length > 1).OrderBy(node => node.Id, StringComparer.Ordinal).ToList();
        foreach (var data in Choices(graph, choosers))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<FlowState>([After(graph, FlowState.Empty, new Trigger.Begin(data))]);
            while (open.TryPop(out var flow))
            {
                var work = flow.Activities.Values.Where(activity => activity.Kind == ActivityKind.UserTask).ToList();
                if (work.GroupBy(activity => activity.Element, StringComparer.Ordinal).Any(same => same.Count() > 1))
                {
                    twice = true;
                    continue;
                }
                if (work.Count == 0) deadlock |= !flow.IsCompleted;
                foreach (var one in work)
                {
                    var next = After(graph, flow, new Trigger.Complete(one.Id));
                    if (seen.Add(Places(next))) open.Push(next);
                }
            }
        }
        return (deadlock, twice);
    }

    private static IEnumerable<Value.Context> Choices(ProcessGraph graph, List<FlowNode> choosers) => choosers.Aggregate(
        (IEnumerable<Value.Context>)[Value.Context.Empty],
        (all, node) => all.SelectMany(data => (node is ExclusiveGateway ? (decimal[][])[[0], [1]] : [[0], [1], [0, 1]])
            .Select(taken => data.With(node.Id, new Value.List([.. taken.Select(way => (Value)way)])))));

    private static FlowState After(ProcessGraph graph, FlowState state, Trigger trigger) =>
        Interpreter.Advance(graph, state, trigger, Play.Start).Aggregate(state, (flow, happened) => flow.Evolve(happened));

    private static string Places(FlowState flow) => string.Join(' ', flow.Tokens.Values
        .Select(token => token.Flow ?? flow.Activities[token.Activity!.Value].Element).Order(StringComparer.Ordinal));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
