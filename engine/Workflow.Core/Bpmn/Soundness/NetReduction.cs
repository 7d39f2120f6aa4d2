namespace Workflow.Core.Bpmn.Soundness;

/// <summary>
/// Makes a net smaller without making it sounder or less sound: sequences become one edge, a fork with its join, a choice with its
/// merge and a loop with its exit become one step. A block-structured scope becomes a single edge, however wide it is; what
/// remains of others is what has to be played.
/// </summary>
internal static class NetReduction
{
    public static void Reduce(Net net)
    {
        var open = new Queue<NetNode>(net.Nodes);
        var waiting = new HashSet<NetNode>(net.Nodes);
        while (open.TryDequeue(out var node))
        {
            waiting.Remove(node);
            if (node.IsGone || node == net.Root || node == net.End || node == net.Stop) continue;
            var around = node.In.Select(edge => edge.From).Concat(node.Out.Select(edge => edge.To)).ToList();
            if (!(TrySkip(node) || TryDropWays(net, node) || TryBundle(net, node) || TryUnloop(node) || TryMelt(node))) continue;
            foreach (var other in around.Append(node))
                if (!other.IsGone && waiting.Add(other)) open.Enqueue(other);
        }
        net.Nodes.RemoveAll(node => node.IsGone);
    }

    /// <summary>One way in and one way out: the node does nothing.</summary>
    private static bool TrySkip(NetNode node)
    {
        if (node.In is not [var before] || node.Out is not [var after] || before == after) return false;
        before.Trail = Trail.Join(before.Trail, node.Element, after.Trail);
        before.IsSide |= after.IsSide;
        after.To.In[after.To.In.IndexOf(after)] = before;
        before.To = after.To;
        node.IsGone = true;
        return true;
    }

    /// <summary>A branch of its own that just ends starves nobody; and where everything may stop, it may as well not.</summary>
    private static bool TryDropWays(Net net, NetNode node)
    {
        if (node.Out.Count < 2) return false;
        var drop = node.Rule switch { Rule.All => net.End, Rule.Either => net.Stop, _ => null };
        if (drop is null || node.Out.Find(edge => edge.To == drop) is not { } way) return false;
        Net.Remove(way);
        return true;
    }

    /// <summary>Two ways from a split to where they meet in the split's own manner are one way.</summary>
    private static bool TryBundle(Net net, NetNode node)
    {
        if (node.Rule is not (Rule.Either or Rule.All or Rule.Some) || node.Out.Count < 2) return false;
        var first = new Dictionary<NetNode, NetEdge>();
        foreach (var edge in node.Out)
        {
            var fits = edge.To == net.End || edge.To == net.Stop || (node.Rule, edge.To.Rule) is (Rule.Either, Rule.Pass) or (Rule.All, Rule.Join) or (_, Rule.OrJoin);
            if (!fits || first.TryAdd(edge.To, edge)) continue;
            var kept = first[edge.To];
            if (node.Default == edge || node.Default == kept) node.Default = null;
            kept.Trail = node.Rule == Rule.All ? Trail.Join(kept.Trail, null, edge.Trail) : kept.Trail;
            kept.IsSide &= edge.IsSide;
            Net.Remove(edge);
            return true;
        }
        return false;
    }

    /// <summary>The way back of a loop that can be left.</summary>
    private static bool TryUnloop(NetNode node)
    {
        if (node is not { Rule: Rule.Either, In: [{ From.Rule: Rule.Pass } entry], Out.Count: > 1 } || entry.From.Out.Count != 1) return false;
        if (node.Out.Find(edge => edge.To == entry.From) is not { } back) return false;
        Net.Remove(back);
        return true;
    }

    /// <summary>A split right behind a split of the same manner, a join right before a join.</summary>
    private static bool TryMelt(NetNode node)
    {
        if (node is { Rule: Rule.Either or Rule.All or Rule.Some, Default: null, In: [{ } entry] } && entry.From is { } parent && parent != node && parent.Rule == node.Rule && parent.Default != entry)
        {
            parent.Out.Remove(entry);
            foreach (var edge in node.Out)
            {
                edge.From = parent;
                edge.Trail = Trail.Join(entry.Trail, node.Element, edge.Trail);
                edge.IsSide |= entry.IsSide;
                parent.Out.Add(edge);
            }
            return node.IsGone = true;
        }
        if (node is { Rule: Rule.Pass or Rule.Join, Out: [{ } exit] } && exit.To is { } next && next != node && next.Rule == node.Rule && node.In.Count > 1 && next.In.Count > 1)
        {
            next.In.Remove(exit);
            foreach (var edge in node.In)
            {
                edge.To = next;
                edge.Trail = Trail.Join(edge.Trail, node.Element, exit.Trail);
                next.In.Add(edge);
            }
            return node.IsGone = true;
        }
        return false;
    }
}
