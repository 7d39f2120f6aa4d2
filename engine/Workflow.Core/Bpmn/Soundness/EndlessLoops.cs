namespace Workflow.Core.Bpmn.Soundness;

/// <summary>Finds where tokens go round for ever because no way leads out.</summary>
internal static class EndlessLoops
{
    public static SoundnessProblem? Find(Net net, string scope)
    {
        // Where something can end everything at once, a loop beside it may well be meant.
        if (net.Stop.In.Count > 0) return null;
        var ends = Ending(net);
        var before = new Dictionary<NetNode, NetNode?> { [net.Root] = null };
        var open = new Queue<NetNode>([net.Root]);
        while (open.TryDequeue(out var node))
        {
            if (!ends.Contains(node) && node is { Element: not null, Rule: not Rule.All } && Loops(node)) return Problem(node, before, ends, scope);
            foreach (var edge in node.Out)
                if (before.TryAdd(edge.To, node)) open.Enqueue(edge.To);
        }
        return null;
    }

    /// <summary>The nodes from which every token can come to an end.</summary>
    private static HashSet<NetNode> Ending(Net net)
    {
        var found = new HashSet<NetNode> { net.End };
        var open = new Queue<NetNode>([net.End]);
        while (open.TryDequeue(out var node))
            foreach (var from in node.In.Select(edge => edge.From))
                if ((from.Rule != Rule.All || from.Out.TrueForAll(edge => found.Contains(edge.To))) && found.Add(from)) open.Enqueue(from);
        return found;
    }

    private static bool Loops(NetNode node)
    {
        var seen = new HashSet<NetNode>();
        var open = new Stack<NetNode>([node]);
        while (open.TryPop(out var at))
            foreach (var edge in at.Out)
            {
                if (edge.To == node) return true;
                if (seen.Add(edge.To)) open.Push(edge.To);
            }
        return false;
    }

    private static SoundnessProblem Problem(NetNode node, Dictionary<NetNode, NetNode?> before, HashSet<NetNode> ends, string scope)
    {
        var path = new List<NetNode>();
        for (NetNode? at = node; at is not null; at = before[at]) path.Add(at);
        path.Reverse();
        // Once round, so that the reader sees the loop.
        var seen = new HashSet<NetNode>();
        for (var at = node; at.Out.Find(edge => !ends.Contains(edge.To) && seen.Add(edge.To)) is { } edge && at != edge.To; at = edge.To) path.Add(edge.To);
        return new(SoundnessKind.EndlessLoop, scope, node.Element!, [.. path.Where(at => at.Element is not null).Select(at => at.Element!).Take(60)]);
    }
}
