namespace Workflow.Core.Bpmn.Soundness;

/// <summary>One thing that may happen in the game.</summary>
/// <param name="Gone">places that lose their token</param>
/// <param name="Come">edges that get one</param>
/// <param name="Marks">places of complex gateways that are set: ways whose token is absorbed when it comes</param>
internal sealed record Move(NetNode Node, IReadOnlyList<NetEdge> Taken, IReadOnlyList<int> Gone, IReadOnlyList<NetEdge> Come, IReadOnlyList<int> Marks);

/// <summary>What may happen next in a marking.</summary>
internal sealed class Moves
{
    /// <summary>Of an inclusive split with more ways than this, not every choice is tried.</summary>
    private const int SubsetLimit = 8;

    private readonly Net net;
    private readonly int places;
    private readonly Dictionary<NetEdge, Marking> behind = [];
    private readonly Dictionary<NetEdge, int> absorbs = [];
    private readonly Marking nothing;

    public Moves(Net net)
    {
        this.net = net;
        foreach (var edge in net.Nodes.SelectMany(node => node.Out)) edge.Place = places++;
        foreach (var edge in net.Nodes.Where(node => node.Rule == Rule.Complex).SelectMany(node => node.In)) absorbs[edge] = places++;
        nothing = Marking.Of(places, []);
        foreach (var node in net.Nodes.Where(node => node.Rule is Rule.Join or Rule.OrJoin or Rule.Complex))
            foreach (var edge in node.In) behind[edge] = Behind(edge);
    }

    /// <summary>False once a split had too many choices to try all.</summary>
    public bool TriesAll { get; private set; } = true;

    public Marking Nothing => nothing;

    /// <summary>The moves with which a scope begins.</summary>
    public IEnumerable<Move> Begin() => Out(net.Root, null);

    public IEnumerable<Move> In(Marking at)
    {
        foreach (var node in net.Nodes)
        {
            switch (node.Rule)
            {
                case Rule.Pass: foreach (var edge in node.In.Where(edge => at.Has(edge.Place))) yield return new(node, [edge], [edge.Place], node.Out, []); break;
                case Rule.Join when node.In.TrueForAll(edge => at.Has(edge.Place)): yield return new(node, node.In, Places(node.In), node.Out, []); break;
                case Rule.OrJoin:
                    var come = node.In.FindAll(edge => at.Has(edge.Place));
                    if (come.Count > 0 && NoneToCome(at, node, come)) yield return new(node, come, Places(come), node.Out, []);
                    break;
                case Rule.Complex: foreach (var move in Complex(at, node)) yield return move; break;
                case Rule.Either or Rule.All or Rule.Some when node.In is [var way] && at.Has(way.Place): foreach (var move in Out(node, way)) yield return move; break;
                case Rule.Stop: foreach (var edge in node.In.Where(edge => at.Has(edge.Place))) yield return new(node, [edge], [edge.Place], [], []); break;
            }
        }
    }

    /// <summary>Whether a token that stands somewhere may yet come to an empty way of a join.</summary>
    public bool MayCome(Marking at, NetNode join) =>
        at.Meets(Behind(join.In.Where(edge => !at.Has(edge.Place))), Marking.Of(places, Places(join.In)));

    private IEnumerable<Move> Complex(Marking at, NetNode node)
    {
        var come = node.In.FindAll(edge => at.Has(edge.Place));
        var absorbing = node.In.FindAll(edge => at.Has(absorbs[edge]));
        if (absorbing.Count == 0)
        {
            if (come.Count > 0) yield return new(node, come, Places(come), node.Out, [.. node.In.Except(come).Select(edge => absorbs[edge])]);
            yield break;
        }
        foreach (var edge in absorbing.Where(come.Contains)) yield return new(node, [edge], [edge.Place, absorbs[edge]], [], []);
        if (!absorbing.Exists(come.Contains) && NoneToCome(at, node, node.In.FindAll(edge => !absorbing.Contains(edge))))
            yield return new(node, [], [.. absorbing.Select(edge => absorbs[edge])], [], []);
    }

    private bool NoneToCome(Marking at, NetNode node, List<NetEdge> full) =>
        !at.Meets(Behind(node.In.Except(full)), Behind(full).Or(Marking.Of(places, Places(node.In))));

    private IEnumerable<Move> Out(NetNode node, NetEdge? way)
    {
        NetEdge[] taken = way is null ? [] : [way];
        int[] gone = way is null ? [] : [way.Place];
        if (node.Rule == Rule.All) return [new(node, taken, gone, node.Out, [])];
        if (node.Rule == Rule.Either) return node.Out.Select(edge => new Move(node, taken, gone, [edge], []));
        var free = node.Out.FindAll(edge => edge != node.Default);
        var moves = Subsets(free).Select(chosen => new Move(node, taken, gone, chosen, []));
        return node.Default is { } otherwise ? moves.Append(new(node, taken, gone, [otherwise], [])) : moves;
    }

    private IEnumerable<List<NetEdge>> Subsets(List<NetEdge> ways)
    {
        if (ways.Count <= SubsetLimit) return Enumerable.Range(1, (1 << ways.Count) - 1).Select(bits => ways.Where((_, i) => (bits & (1 << i)) != 0).ToList());
        TriesAll = false;
        return ways.Select(way => new List<NetEdge> { way }).Append(ways).Concat(ways.Select(way => ways.FindAll(other => other != way)));
    }

    private Marking Behind(IEnumerable<NetEdge> ways) => ways.Aggregate(nothing, (all, way) => all.Or(behind[way]));

    /// <summary>From where a token may come to a way of a join without passing the join.</summary>
    private Marking Behind(NetEdge way)
    {
        var seen = new HashSet<NetNode> { way.To };
        var found = new List<int>();
        var open = new Stack<NetNode>([way.From]);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node)) continue;
            foreach (var edge in node.In)
            {
                found.Add(edge.Place);
                open.Push(edge.From);
            }
        }
        return Marking.Of(places, found);
    }

    private static int[] Places(IEnumerable<NetEdge> edges) => [.. edges.Select(edge => edge.Place)];
}
