namespace Workflow.Core.Bpmn;

/// <summary>
/// From where a token can come to a join's incoming flows without passing the join (BPMN 2.0, clause 13.4.3). Asked of flows and
/// nodes; an activity leads also to the events on its boundary, so that a token inside it counts wherever it may leave.
/// </summary>
public sealed class Paths(ProcessGraph graph)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Dictionary<string, HashSet<string>>> known = new(StringComparer.Ordinal);

    /// <summary>By incoming flow of a join: the ids of all flows and nodes from which a token may come to that flow.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> To(string join) => known.GetOrAdd(join, Find);

    private Dictionary<string, HashSet<string>> Find(string join)
    {
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var flow in graph.Node(join).Incoming) found[flow] = Behind(flow, join);
        return found;
    }

    private HashSet<string> Behind(string flow, string join)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { flow };
        var open = new Stack<string>([flow]);
        while (open.TryPop(out var at))
        {
            var node = graph.Flow(at).Source;
            while (node.Length > 0 && node != join && seen.Add(node))
            {
                foreach (var incoming in graph.Node(node).Incoming)
                    if (seen.Add(incoming)) open.Push(incoming);
                seen.Add(ProcessGraph.EntryOf(node));
                // A token inside the host may leave by this event.
                node = graph.Node(node) is BoundaryEvent boundary ? boundary.AttachedTo : "";
            }
        }
        return seen;
    }
}
