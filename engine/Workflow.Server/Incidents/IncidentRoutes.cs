using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Stats;

namespace Workflow.Server.Incidents;

/// <summary>异常: open incidents by cause and one by one, steps that failed and are tried again, and how an incident is skipped.</summary>
internal static class IncidentRoutes
{
    private const int GroupsDefault = 20;
    private const int PageDefault = 50;

    public static void Map(RouteGroupBuilder all)
    {
        var api = all.MapGroup("").WithTags("Incidents");
        api.MapGet("/incidents/groups", GroupsAsync).For(Role.Supervisor, Role.Auditor).WithSummary("Open incidents by cause, the largest group first").Produces<Page<IncidentGroupAnswer>>();
        api.MapGet("/incidents", ListAsync).For(Role.Supervisor, Role.Auditor).WithSummary("Open incidents, the oldest first").Produces<Page<IncidentLine>>();
        api.MapGet("/jobs/failed", FailedJobsAsync).For(Role.Supervisor, Role.Auditor).WithSummary("Automated steps that failed and are tried again, the newest failure first").Produces<Page<FailedJobAnswer>>();
        api.MapPost("/cases/{id}/incidents/{incident:long}/skip", SkipAsync).For(Role.Supervisor)
            .WithSummary("Says what a failed step would have given; the flow goes on behind it").Produces<CommandAnswer>();
    }

    /// <summary>Beginnings of the division codes that the caller oversees.</summary>
    internal static string[] PrefixesOf(Principal who) => CaseScopes.PrefixesOf(who, Role.Supervisor, Role.Auditor);

    private static async Task<IResult> GroupsAsync(HttpContext http, Principal who, IncidentList incidents, CaseReader cases, PlaceNames places, Documents documents)
    {
        var (query, filter) = FilterOf(http);
        var limit = query.Integer("limit", GroupsDefault, 1, IncidentList.MaxLimit);
        var cursor = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } problem) return problem;
        var (groups, next) = await incidents.GroupsAsync(PrefixesOf(who), filter, cursor, limit, http.RequestAborted);

        Dictionary<string, Text> regions = new(StringComparer.Ordinal);
        Dictionary<string, Text?> items = new(StringComparer.Ordinal);
        List<IncidentGroupAnswer> answers = new(groups.Count);
        foreach (var group in groups)
        {
            foreach (var (item, region, _) in group.Parts)
            {
                if (!regions.ContainsKey(region)) regions[region] = (await places.OfAsync(region, http.RequestAborted)).Region;
                if (!items.ContainsKey(item)) items[item] = await ItemNameAsync(documents, item, http.RequestAborted);
            }
            var example = await cases.FindAsync(group.Example.CaseId, who, http.RequestAborted);
            answers.Add(new(
                group.Cause, group.Definition, group.Element, example?.Pinned.Graph.Find(group.Element)?.Name ?? group.Element, group.Code, group.Pattern, group.Incidents, group.Cases,
                group.Oldest, group.Newest, LineOf(group.Example), [.. group.Parts.Select(p => new IncidentPart(p.JointItem, items[p.JointItem], p.Region, regions[p.Region], p.Incidents))], group.Run));
        }
        return Results.Json(new Page<IncidentGroupAnswer>(answers, next?.ToString()), Json.Options);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, IncidentList incidents)
    {
        var (query, filter) = FilterOf(http);
        var limit = query.Integer("limit", PageDefault, 1, IncidentList.MaxLimit);
        var cursor = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } problem) return problem;
        var (rows, next) = await incidents.ReadAsync(PrefixesOf(who), filter, cursor, limit, http.RequestAborted);
        return Results.Json(new Page<IncidentLine>([.. rows.Select(LineOf)], next?.ToString()), Json.Options);
    }

    private static async Task<IResult> FailedJobsAsync(HttpContext http, Principal who, WaitingJobs jobs)
    {
        var query = new Query(http.Request, "region", "type", "caseId", "cursor", "limit");
        var region = BoardRoutes.Region(query);
        var limit = query.Integer("limit", PageDefault, 1, WaitingJobs.MaxLimit);
        var cursor = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } problem) return problem;
        var (rows, next) = await jobs.ReadAsync(
            PrefixesOf(who), region is null ? null : CaseScopes.PrefixOf(region), query.Text("type"), query.Text("caseId"), cursor, limit, http.RequestAborted);
        return Results.Json(new Page<FailedJobAnswer>([.. rows.Select(AnswerOf)], next?.ToString()), Json.Options);
    }

    private static async Task<IResult> SkipAsync(HttpContext http, CaseReader cases, string id, long incident, Body<SkipIncidentRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.Access.IsSupervisor) return Problem.Forbidden();
        return await CaseCommandRoutes.SubmitAsync(http, new SkipIncident(incident, FeelJson.FromJson(body.Value.Output), body.Value.Reason)
        {
            By = who.As(Role.Supervisor, found.State.Region), CaseId = id,
        });
    }

    private static (Query Query, IncidentList.Filter Filter) FilterOf(HttpContext http)
    {
        var query = new Query(http.Request, "cause", "region", "jointItem", "definition", "element", "code", "caseId", "cursor", "limit");
        var region = BoardRoutes.Region(query);
        return (query, new(
            query.Text("cause"), region is null ? null : CaseScopes.PrefixOf(region), query.Text("jointItem"), query.Text("definition"), query.Text("element"), query.Text("code"), query.Text("caseId")));
    }

    private static async Task<Text?> ItemNameAsync(Documents documents, string code, CancellationToken ct)
    {
        if (await documents.FindAsync("jointitem", code, ct) is not { } row) return null;
        using var json = JsonDocument.Parse(row.Json);
        return json.RootElement.TryGetProperty("item", out var item) && item.TryGetProperty("name", out var name)
            ? new Text(name.GetProperty("zh").GetString() ?? code, name.GetProperty("en").GetString() ?? code) : null;
    }

    private static IncidentLine LineOf(IncidentFound of) => new(
        of.CaseId, of.Incident, of.CaseNumber, of.Title, of.Region, of.JointItem, of.Definition, of.DefinitionVersion, of.Element, of.Code, of.Detail, of.Cause, of.RaisedAt, of.Run);

    internal static FailedJobAnswer AnswerOf(WaitingJob of) => new(
        of.CaseId, of.CaseNumber, of.Region, of.JointItem, of.Activity, of.Type, of.Element, of.Retries, of.Failures, of.NextAt, of.HeldUntil, of.FailedAt!.Value, of.Code ?? "", of.Detail ?? "");
}
