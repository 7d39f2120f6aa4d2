using System.Collections.Immutable;

namespace Workflow.Core.Bpmn.Soundness;

/// <summary>What can go wrong with the tokens of a model, whatever its data.</summary>
public enum SoundnessKind
{
    /// <summary>A join waits for a token that can never come.</summary>
    Deadlock,

    /// <summary>Branches that run together go on without having been joined, so that what follows runs more than once.</summary>
    LackOfSynchronisation,

    /// <summary>Tokens go round and no way leads out.</summary>
    EndlessLoop,
}

/// <param name="Scope">id of the process or sub-process</param>
/// <param name="Element">id of the join, merge or loop</param>
/// <param name="Path">a play that comes to it: ids of the elements in the order in which tokens pass them</param>
public sealed record SoundnessProblem(SoundnessKind Kind, string Scope, string Element, ImmutableArray<string> Path);

/// <param name="Incomplete">ids of the scopes that could not be looked through whole; what was found in them holds all the same</param>
/// <param name="States">how many markings were visited</param>
public sealed record SoundnessReport(ImmutableArray<SoundnessProblem> Problems, ImmutableArray<string> Incomplete, int States);

/// <summary>
/// Looks for deadlock, lack of synchronisation and endless loops before a model is deployed. Each scope is played by itself, a
/// sub-process being one step of the scope around it; data is not looked at, so every condition may go either way (BPMN 2.0, clause 13).
/// Tokens that have ended while others go on are no problem.
/// </summary>
public static class SoundnessCheck
{
    /// <summary>Markings visited in one scope at most.</summary>
    public const int StateLimit = 20_000;

    /// <summary>Larger scopes are not looked through.</summary>
    private const int NodeLimit = 10_000;

    /// <summary>Nodes that may be left after reduction.</summary>
    private const int LeftLimit = 2_000;

    /// <summary>Scopes that have to be played at most; the others are told as incomplete.</summary>
    private const int PlayedLimit = 50;

    public static SoundnessReport Of(ProcessGraph graph)
    {
        var problems = new List<SoundnessProblem>();
        var incomplete = new List<string>();
        var (states, played) = (0, 0);
        foreach (var scope in graph.Nodes.OfType<SubProcess>().Select(sub => sub.Id).Order(StringComparer.Ordinal).Prepend(graph.Id).Concat(graph.Others.Select(part => part.Id)))
        {
            var builder = new NetBuilder(graph, scope);
            var net = builder.Build();
            if (!builder.IsWhole || net.Nodes.Count > NodeLimit)
            {
                incomplete.Add(scope);
                continue;
            }
            if (!MayBeEnded(graph, scope) && EndlessLoops.Find(net, scope) is { } loop) problems.Add(loop);
            NetReduction.Reduce(net);
            if (IsSingle(net)) continue;
            if (net.Nodes.Count > LeftLimit || played++ == PlayedLimit)
            {
                incomplete.Add(scope);
                continue;
            }
            var exploration = new Exploration(net, scope, StateLimit);
            problems.AddRange(exploration.Problems);
            states += exploration.States;
            if (!exploration.IsComplete) incomplete.Add(scope);
        }
        return new([.. problems], [.. incomplete], states);
    }

    /// <summary>The same as findings of a check: warnings, or under a strict profile errors.</summary>
    /// <param name="lineOf">the line of an element, where it is known</param>
    public static IEnumerable<Finding> Findings(ProcessGraph graph, FindingSeverity severity, Func<string, int?>? lineOf = null)
    {
        var report = Of(graph);
        foreach (var problem in report.Problems)
        {
            var (code, zh, en) = SoundnessTexts.Of(problem);
            yield return new(severity, code, problem.Element, zh, en, lineOf?.Invoke(problem.Element));
        }
        foreach (var scope in report.Incomplete)
            yield return new(FindingSeverity.Warning, "soundness-not-complete", scope, $"“{scope}”过于复杂，令牌的走法没有全部查完", $"'{scope}' is too involved for every way of its tokens to be looked through", lineOf?.Invoke(scope));
    }

    private static bool IsSingle(Net net) => net.Root.Out.TrueForAll(edge => edge.To == net.End || edge.To == net.Stop);

    /// <summary>Whether something from outside its flow may end a scope.</summary>
    private static bool MayBeEnded(ProcessGraph graph, string scope) =>
        graph.BoundariesOf(scope).Any(boundary => boundary.Interrupts) || graph.EventSubProcessesOf(scope).Any(sub => graph.In(sub.Id).OfType<StartEvent>().Any(start => start.Interrupts));
}
