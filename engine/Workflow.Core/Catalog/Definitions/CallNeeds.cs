using Workflow.Core.Bpmn;

namespace Workflow.Core.Catalog.Definitions;

/// <summary>What the call activities of a definition need of other definitions.</summary>
public static class CallNeeds
{
    /// <summary>Codes of the definitions that a graph calls: what is no process or global task of its own file.</summary>
    public static IEnumerable<string> CalledBy(ProcessGraph graph) =>
        Outside(graph).Select(call => call.Called).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Calls of what is not published, and calls that come back to the definition itself.</summary>
    /// <param name="key">code of the definition that is to be deployed</param>
    /// <param name="published">the latest graph of a published definition by code; null when there is none</param>
    public static IEnumerable<Finding> Of(string key, ProcessGraph graph, Func<string, ProcessGraph?> published, FindingSeverity severity)
    {
        foreach (var call in Outside(graph))
        {
            var code = call.Called;
            if (code != key && published(code) is null)
            {
                yield return new(severity, "call-not-published", call.Id, $"“{code}”既不是本文件中的流程，也不是已发布的流程定义", $"'{code}' is neither a process of this file nor a published definition");
                continue;
            }
            if (WayBack(key, code, published) is not { } way) continue;
            var path = string.Join(" → ", way.Prepend(key));
            yield return new(FindingSeverity.Warning, "call-cycle", call.Id, $"调用成环：{path}", $"calls go round: {path}");
        }
    }

    private static IEnumerable<CallActivity> Outside(ProcessGraph graph) =>
        graph.Nodes.OfType<CallActivity>().Where(call => !graph.HasProcess(call.Called)).OrderBy(call => call.Id, StringComparer.Ordinal);

    /// <summary>The definitions on a shortest way of calls from one to another.</summary>
    private static List<string>? WayBack(string key, string from, Func<string, ProcessGraph?> published)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var code))
        {
            if (code == key)
            {
                var way = new List<string>();
                for (string? at = code; at is not null; at = before[at]) way.Add(at);
                way.Reverse();
                return way;
            }
            if (published(code) is not { } graph) continue;
            foreach (var next in CalledBy(graph))
                if (before.TryAdd(next, code)) open.Enqueue(next);
        }
        return null;
    }
}
