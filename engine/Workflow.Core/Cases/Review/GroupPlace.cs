using System.Globalization;
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

    /// <summary>Keys that a group around a token can have, the innermost first.</summary>
    public static IEnumerable<string> KeysAround(FlowState flow, long scope, Split? split) => AllAround(flow, scope, split).Select(place => place.Key);

    /// <summary>The tokens inside a group, found from its own element inwards: as many steps as it holds tokens, however large the case is.</summary>
    public static IEnumerable<Token> TokensWithin(FlowState flow, ReviewGroup group)
    {
        var dash = group.Key.IndexOf('-', StringComparison.Ordinal);
        var id = long.Parse(group.Key.AsSpan(dash + 1), CultureInfo.InvariantCulture);
        return group.Key.AsSpan(0, dash) switch
        {
            "activity" => flow.Activities.TryGetValue(id, out var activity) ? Inside(flow, activity) : [],
            "split" => flow.Scopes.TryGetValue(group.Scope, out var scope) ? Inside(flow, scope, token => IsOf(token.Split, id)) : [],
            _ => [],
        };
    }

    /// <summary>The body of the multi-instance that a group is; null when it is gone or something else.</summary>
    public static Scope? BodyOf(FlowState flow, ReviewGroup group) =>
        long.TryParse(group.Key.AsSpan(group.Key.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && group.Key == OfActivity(id)
        && flow.Activities.TryGetValue(id, out var activity) && activity.Inside is { } inside && flow.Scopes.TryGetValue(inside, out var body) && body.Kind == ScopeKind.MultiInstanceBody ? body : null;

    private static IEnumerable<Token> Inside(FlowState flow, Activity activity) =>
        activity.Inside is { } id && flow.Scopes.TryGetValue(id, out var scope) && IsPart(scope) ? Inside(flow, scope, null) : [];

    private static IEnumerable<Token> Inside(FlowState flow, Scope scope, Func<Token, bool>? only)
    {
        foreach (var id in scope.OnFlows.Values.SelectMany(tokens => tokens))
            if (flow.Tokens[id] is var token && only?.Invoke(token) is null or true) yield return token;
        foreach (var id in scope.Activities)
        {
            var activity = flow.Activities[id];
            if (!flow.Tokens.TryGetValue(activity.Token, out var token) || only?.Invoke(token) is false) continue;
            yield return token;
            foreach (var inner in Inside(flow, activity)) yield return inner;
        }
        foreach (var child in scope.Children)
        {
            foreach (var inner in Inside(flow, flow.Scopes[child], null)) yield return inner;
        }
    }

    private static bool IsOf(Split? split, long token)
    {
        for (; split is not null; split = split.Outer)
            if (split.Token == token) return true;
        return false;
    }

    // A detour is no part of the group of the step that asked for it.
    private static bool IsPart(Scope scope) => scope.Kind is ScopeKind.Process or ScopeKind.SubProcess or ScopeKind.MultiInstanceBody or ScopeKind.MultiInstanceChild;

    public static bool IsWithin(FlowState flow, Token token, string key) => AllAround(flow, token.Scope, token.Split).Any(place => place.Key == key);

    /// <summary>Every fork and every activity with an inside that a token is in, from the innermost outwards.</summary>
    private static IEnumerable<GroupPlace> AllAround(FlowState flow, long scope, Split? split)
    {
        for (; ; )
        {
            for (; split is not null; split = split.Outer) yield return new(OfSplit(split.Token), split.Element, scope, split.Outer);
            if (!flow.Scopes.TryGetValue(scope, out var here)) yield break;
            if (!IsPart(here)) yield break;
            if (here.Activity is { } id)
            {
                if (!flow.Activities.TryGetValue(id, out var activity)) yield break;
                // An activity that is being cancelled may have lost its token already.
                split = flow.Tokens.GetValueOrDefault(activity.Token)?.Split;
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
