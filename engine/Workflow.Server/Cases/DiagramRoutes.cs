using Workflow.Contracts.Cases;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>The case on its own version of the model: where it has been and where its tokens are.</summary>
internal static class DiagramRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/cases/{id}/diagram", DiagramAsync)
        .For(Role.Window, Role.Officer, Role.Supervisor, Role.Auditor).WithSummary("The case's BPMN with the state of its elements").Produces<DiagramAnswer>();

    private static async Task<IResult> DiagramAsync(HttpContext http, string id, Principal who, CaseReader cases, ReadStream read, Trace trace)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.Access.SeesOfficers) return Problem.Forbidden();
        var pin = found.State.Pinned!;
        var definition = ((DefinitionState)(await read(DefinitionStreams.IdOf(pin.Definition), http.RequestAborted)).State).Version(pin.DefinitionVersion)
            ?? throw new InvalidOperationException($"definition {pin.Definition} has no version {pin.DefinitionVersion}");
        var traced = found.Access.SeesAllWork ? await trace.ReadAsync(id, http.RequestAborted) : [];
        return Results.Json(new DiagramAnswer(
            pin.Definition, pin.DefinitionVersion, definition.Name, definition.Xml, [.. ElementsOf(found, traced)],
            [.. traced.Where(t => t.What == "taken").OrderBy(t => t.Element, StringComparer.Ordinal).Select(t => new DiagramFlow(t.Element, t.Count))]), Json.Options);
    }

    private static IEnumerable<DiagramElement> ElementsOf(LoadedCase of, IReadOnlyList<Traced> traced)
    {
        var (state, access) = (of.State, of.Access);
        var tasks = state.Tasks.Values.Where(t => t.Activity is not null && access.Sees(t)).OrderBy(t => t.Id).ToLookup(t => t.Element, StringComparer.Ordinal);
        // Who sees only its own part is told of its own tasks: a token elsewhere would tell of the others' work.
        var live = access.SeesAllWork ? LiveOf(state, of.Pinned) : [];
        var jobs = access.SeesAllWork ? state.Jobs.Values.CountBy(j => j.Element, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal) : [];
        var incidents = access is { IsSupervisor: true } or { IsAuditor: true } ? state.Flow.Incidents.Values.CountBy(i => i.Element, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal) : [];
        var past = traced.Where(t => t.What != "taken").ToDictionary(t => (t.Element, t.What), t => t.Count);

        var known = tasks.Select(t => t.Key).Concat(live.Keys).Concat(incidents.Keys).Concat(past.Keys.Select(p => p.Element));
        foreach (var element in known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var own = tasks[element].ToList();
            var active = Math.Max(live.GetValueOrDefault(element), own.Count(t => t.IsOpen));
            var done = Math.Max(past.GetValueOrDefault((element, "done")), own.Count(t => t.End == TaskEnd.Done));
            var cancelled = Math.Max(past.GetValueOrDefault((element, "cancelled")), own.Count(t => t.End == TaskEnd.Cancelled));
            var (word, count) = incidents.GetValueOrDefault(element) is > 0 and var stuck ? ("incident", stuck)
                : active > 0 ? ("active", active)
                : done > 0 ? ("done", done)
                : ("cancelled", cancelled);
            yield return new DiagramElement(element, word, count, [.. own.Select(t => t.Id)], jobs.GetValueOrDefault(element));
        }
    }

    /// <summary>Element instances that wait, by element, and branches that wait at a join. Children of a multi-instance count, not their frame.</summary>
    private static Dictionary<string, int> LiveOf(CaseState state, Pinned pinned)
    {
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var activity in state.Flow.Activities.Values.Where(a => IsDrawn(a.Scope)))
        {
            var isFrame = activity.Kind == ActivityKind.MultiInstance && state.Flow.Activities.Values.Any(a => a.Element == activity.Element && a.Index is not null);
            if (!isFrame) at[activity.Element] = at.GetValueOrDefault(activity.Element) + 1;
        }
        foreach (var token in state.Flow.Tokens.Values.Where(t => t is { Waits: true, Flow: not null } && IsDrawn(t.Scope)))
            at[pinned.Graph.Flow(token.Flow!).Target] = at.GetValueOrDefault(pinned.Graph.Flow(token.Flow!).Target) + 1;
        return at;

        // What a called definition does stands in that one's diagram.
        bool IsDrawn(long scope) => ReferenceEquals(pinned.GraphOf(state.Flow, scope), pinned.Graph);
    }
}
