namespace Workflow.Feel.Dmn;

/// <summary>Puts parts behind what they require. A requirement that leads back to where it started is refused, its path named (DMN 1.5, 6.2.1).</summary>
internal sealed class RequirementOrder(FindingList findings)
{
    private readonly Dictionary<Part, bool> done = new(ReferenceEqualityComparer.Instance);
    private readonly List<Part> order = [];

    public List<Part> Of(IEnumerable<Part> parts)
    {
        foreach (var part in parts) Visit(part);
        return order;
    }

    // With a stack of its own: a chain of requirements may be as long as the file.
    private void Visit(Part start)
    {
        if (done.ContainsKey(start)) return;
        var path = new Stack<(Part Part, int Next)>();
        done[start] = false;
        path.Push((start, 0));
        while (path.TryPop(out var at))
        {
            if (at.Next == at.Part.Required.Count)
            {
                done[at.Part] = true;
                at.Part.Rank = order.Count;
                order.Add(at.Part);
                continue;
            }
            path.Push((at.Part, at.Next + 1));
            var next = at.Part.Required[at.Next];
            if (!done.TryGetValue(next, out var isDone))
            {
                done[next] = false;
                path.Push((next, 0));
            }
            else if (!isDone && !(next == at.Part && next is KnowledgePart))
            {
                var names = path.Reverse().Select(p => p.Part).SkipWhile(p => p != next).Append(next).Select(p => p.Name);
                findings.Refuse("requirement-cycle", at.Part.Element, string.Join(" → ", names));
            }
        }
    }
}
