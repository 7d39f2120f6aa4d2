using Workflow.Core.Bpmn;
using Workflow.Core.Flow;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// Where in the flow a group is: the innermost element around a token that sets a policy. A fork is known by the token
/// that it split, so that going through it again is another group.
/// </summary>
/// <param name="Scope">the scope that the element stands in</param>
/// <param name="Around">the fork around the element, in that scope</param>
internal sealed record GroupPlace(string Key, string Element, long Scope, Split? Around)
{
    public static string OfActivity(long activity) => $"activity-{activity}";

    public static string OfSplit(long token) => $"split-{token}";

    public static string OfStep(long activity) => $"step-{activity}";

    /// <summary>The group that a token belongs to, innermost first; null when nothing around it sets a policy.</summary>
    public static GroupPlace? Innermost(ProcessGraph graph, FlowState flow, long scope, Split? split) =>
        AllAround(flow, scope, split).FirstOrDefault(place => graph.Find(place.Element) is { } node && GroupSettings.Of(node) is not null);

    public GroupPlace? Outer(ProcessGraph graph, FlowState flow) => Innermost(graph, flow, Scope, Around);

    public static bool IsWithin(FlowState flow, Token token, string key) => AllAround(flow, token.Scope, token.Split).Any(place => place.Key == key);

    /// <summary>Every fork and every activity with an inside that a token is in, from the innermost outwards.</summary>
    private static IEnumerable<GroupPlace> AllAround(FlowState flow, long scope, Split? split)
    {
        for (; ; )
        {
            for (; split is not null; split = split.Outer) yield return new(OfSplit(split.Token), split.Element, scope, split.Outer);
            if (!flow.Scopes.TryGetValue(scope, out var here)) yield break;
            // A detour is no part of the group of the step that asked for it.
            if (here.Kind is not (ScopeKind.Process or ScopeKind.SubProcess or ScopeKind.MultiInstanceBody or ScopeKind.MultiInstanceChild)) yield break;
            if (here.Activity is { } id)
            {
                var activity = flow.Activities[id];
                split = flow.Tokens[activity.Token].Split;
                yield return new(OfActivity(id), activity.Element, activity.Scope, split);
                scope = activity.Scope;
            }
            else if (here.Parent is { } parent)
            {
                scope = parent;
            }
            else
            {
                yield break;
            }
        }
    }
}
