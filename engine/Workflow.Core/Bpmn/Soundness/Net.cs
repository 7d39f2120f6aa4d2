namespace Workflow.Core.Bpmn.Soundness;

/// <summary>What a node of the abstract game does with tokens.</summary>
internal enum Rule
{
    /// <summary>Where the scope begins.</summary>
    Root,

    /// <summary>Every token goes on by itself, whichever way it came.</summary>
    Pass,

    /// <summary>Takes a token from every way in.</summary>
    Join,

    /// <summary>Takes what has come, once nothing more can (clause 13.4.3).</summary>
    OrJoin,

    /// <summary>As an <see cref="OrJoin"/>, but may go on sooner, and then absorbs what comes late (clause 13.4.5).</summary>
    Complex,

    /// <summary>One of the ways out.</summary>
    Either,

    /// <summary>All ways out.</summary>
    All,

    /// <summary>Any ways out but none; the default alone.</summary>
    Some,

    /// <summary>A token ends.</summary>
    End,

    /// <summary>Everything in the scope ends.</summary>
    Stop,
}

internal sealed class NetNode(int id, Rule rule, string? element)
{
    public int Id { get; } = id;
    public Rule Rule { get; set; } = rule;

    /// <summary>id of the element meant; null for what only the game has</summary>
    public string? Element { get; } = element;
    public List<NetEdge> In { get; } = [];
    public List<NetEdge> Out { get; } = [];

    /// <summary>Of <see cref="Rule.Some"/>: the way that is taken only when no other is.</summary>
    public NetEdge? Default { get; set; }

    public bool IsGone { get; set; }
}

internal sealed class NetEdge(NetNode from, NetNode to)
{
    public NetNode From { get; set; } = from;
    public NetNode To { get; set; } = to;
    public Trail Trail { get; set; } = Trail.Empty;

    /// <summary>Only tokens of an event that does not interrupt come here: they may be several.</summary>
    public bool IsSide { get; set; }

    /// <summary>Its number in markings.</summary>
    public int Place { get; set; } = -1;
}

/// <summary>
/// The abstract token game of one scope: each element is what it does with tokens. Data is not looked at, so every condition may go
/// either way; what is inside a sub-process is one step here and a net of its own.
/// </summary>
internal sealed class Net
{
    public List<NetNode> Nodes { get; } = [];
    public NetNode Root { get; }
    public NetNode End { get; }
    public NetNode Stop { get; }

    public Net()
    {
        Root = Add(Rule.Root, null);
        End = Add(Rule.End, null);
        Stop = Add(Rule.Stop, null);
    }

    public NetNode Add(Rule rule, string? element)
    {
        var node = new NetNode(Nodes.Count, rule, element);
        Nodes.Add(node);
        return node;
    }

    public static NetEdge Connect(NetNode from, NetNode to)
    {
        var edge = new NetEdge(from, to);
        from.Out.Add(edge);
        to.In.Add(edge);
        return edge;
    }

    public static void Remove(NetEdge edge)
    {
        edge.From.Out.Remove(edge);
        edge.To.In.Remove(edge);
        if (edge.From.Default == edge) edge.From.Default = null;
    }
}
