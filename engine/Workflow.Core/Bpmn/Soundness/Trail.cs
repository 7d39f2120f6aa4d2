namespace Workflow.Core.Bpmn.Soundness;

/// <summary>The element ids that a token passes on an edge; joined in constant time, read out once.</summary>
internal sealed class Trail
{
    public static readonly Trail Empty = new(null, null, null);

    private readonly Trail? before;
    private readonly string? element;
    private readonly Trail? after;

    private Trail(Trail? before, string? element, Trail? after) => (this.before, this.element, this.after) = (before, element, after);

    public static Trail Join(Trail before, string? element, Trail after) =>
        element is null && before == Empty ? after : element is null && after == Empty ? before : new(before, element, after);

    /// <summary>Adds the ids to a list, up to <paramref name="limit"/> of them.</summary>
    public void AddTo(List<string> ids, int limit)
    {
        var open = new Stack<object>([this]);
        while (ids.Count < limit && open.TryPop(out var at))
        {
            if (at is string id) ids.Add(id);
            else if (at is Trail trail)
            {
                if (trail.after is { } last) open.Push(last);
                if (trail.element is { } own) open.Push(own);
                if (trail.before is { } first) open.Push(first);
            }
        }
    }
}
