namespace Workflow.Feel.Language;

/// <summary>
/// One node of a bound expression. All names were resolved to places ("slots") of one flat frame when it was parsed; a frame is
/// made for each evaluation and for each call of a function of the expression's own.
/// </summary>
internal abstract class Node(int at, params ReadOnlySpan<Node> children)
{
    /// <summary>Index of its first character in the source.</summary>
    public int At { get; } = at;

    /// <summary>Levels of the tree below and with this node.</summary>
    public int Height { get; protected init; } = 1 + HighestOf(children);

    /// <summary>As far as it is known before anything is evaluated.</summary>
    public virtual FeelType Type => FeelType.Any;

    /// <summary>Never throws but for the budget: what cannot be computed is null, noted in the evaluation.</summary>
    public abstract Value Evaluate(Value[] frame, Evaluation run);

    private static int HighestOf(ReadOnlySpan<Node> children)
    {
        var highest = 0;
        foreach (var child in children) highest = Math.Max(highest, child.Height);
        return highest;
    }
}

/// <summary>The places of one frame: what a body takes from outside, and what it names itself.</summary>
internal sealed class Layout
{
    public int Size { get; private set; }

    public int Add() => Size++;
}
