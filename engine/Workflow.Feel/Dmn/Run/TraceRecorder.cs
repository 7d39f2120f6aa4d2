using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>Takes down what decisions and tables came to, while they are evaluated.</summary>
internal sealed class TraceRecorder
{
    /// <summary>Decisions and calls recorded at most: a recursion must not make an event of any length.</summary>
    private const int Most = 1_000;

    private readonly Stack<(Part Part, ImmutableArray<TableTrace>.Builder Tables)> open = new();
    private readonly ImmutableArray<DecisionTrace>.Builder done = ImmutableArray.CreateBuilder<DecisionTrace>();

    public ImmutableArray<DecisionTrace> Done => done.ToImmutable();

    public void Begin(Part part) => open.Push((part, ImmutableArray.CreateBuilder<TableTrace>()));

    public void Add(TableTrace table)
    {
        if (open.TryPeek(out var top) && top.Tables.Count < Most) top.Tables.Add(table);
    }

    public void End(Value value)
    {
        var (part, tables) = open.Pop();
        if (done.Count < Most) done.Add(new(part.Id, part.Name, value, tables.ToImmutable()));
    }
}
