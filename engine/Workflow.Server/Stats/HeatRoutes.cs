using Workflow.Contracts.Cases;
using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Stats;

/// <summary>The heat map (热力图): how much each step was, and how much working time it took.</summary>
internal static class HeatRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/heat/{jointItem}", HeatAsync)
        .For(Role.Supervisor, Role.Designer, Role.Auditor).WithSummary("Count and working time of each step of a joint item")
        .WithDescription("Of the newest cases filed on the days from and to or between, in the regions that the caller oversees or draws for.").Produces<HeatAnswer>();

    private static async Task<IResult> HeatAsync(
        HttpContext http, string jointItem, Principal who, Heat heat, ReadStream read, PinnedLoader published, CancellationToken cancelled)
    {
        var query = new Query(http.Request, "version", "from", "to");
        var version = query.Integer("version", 0, 1, int.MaxValue) is > 0 and var wanted ? wanted : default(int?);
        var (from, before) = CaseReadRoutes.FiledBetween(query);
        if (query.Problem is { } problem) return problem;
        if (!Codes.IsCode(jointItem) || ((JointItemState)(await read(JointItemStreams.IdOf(jointItem), cancelled)).State).Latest?.Item is not { } item)
            return Problem.NotFound("joint-item-not-found");

        var cases = await heat.FindAsync(CaseScopes.PrefixesOf(who, Role.Supervisor, Role.Designer, Role.Auditor), jointItem, version, from, before, cancelled);
        var definition = (DefinitionState)(await read(DefinitionStreams.IdOf(cases?.Definition ?? item.Definition), cancelled)).State;
        if (((cases?.Version ?? version) is { } number ? definition.Version(number) : definition.Latest) is not { } deployed) return Problem.NotFound("definition-not-found");
        if (DefinitionCheck.Of(deployed.Xml).Graph is not { } graph) return Problem.NotFound("definition-not-found");

        var steps = cases is null ? [] : await heat.StepsAsync(cases.StreamIds, graph.Nodes.Any(n => n is ServiceTask), cancelled);
        var calendar = await CalendarOfAsync(item, read, published, cancelled);
        return Results.Json(
            new HeatAnswer(deployed.Key, deployed.Version, deployed.Xml, cases?.StreamIds.Length ?? 0, cases?.HasMore ?? false, ElementsOf(graph, deployed.Xml, steps, calendar)), Json.Options);
    }

    private static async Task<WorkCalendar> CalendarOfAsync(JointItem item, ReadStream read, PinnedLoader published, CancellationToken cancelled)
    {
        var calendar = ((CalendarState)(await read(CalendarStreams.IdOf(item.Calendar), cancelled)).State).Latest
            ?? throw new InvalidOperationException($"joint item {item.Code} was published without its calendar {item.Calendar}");
        return await published.CalendarAsync(calendar.Code, calendar.Version, cancelled);
    }

    private static List<HeatElement> ElementsOf(ProcessGraph graph, string xml, List<WorkedStep> steps, WorkCalendar calendar)
    {
        var worked = steps.ToLookup(s => s.Element, StringComparer.Ordinal);
        return [.. graph.Nodes.Where(n => n is UserTask or ServiceTask)
            .OrderBy(n => xml.IndexOf($"\"{n.Id}\"", StringComparison.Ordinal)).ThenBy(n => n.Id, StringComparer.Ordinal)
            .Select(n => ElementOf(n, [.. worked[n.Id]], calendar))];
    }

    private static HeatElement ElementOf(FlowNode node, List<WorkedStep> steps, WorkCalendar calendar)
    {
        var minutes = steps.Where(s => s is { ClosedAt: not null, Cancelled: false })
            .Select(s => (int)Math.Round(calendar.WorkingTimeBetween(s.OpenedAt, s.ClosedAt!.Value).TotalMinutes)).Order().ToList();
        var departments = steps.Select(s => s.Department).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return new(
            node.Id, node.Name ?? node.Id, departments is [var only] ? only : null, minutes.Count, steps.Count(s => s.ClosedAt is null),
            minutes.Count == 0 ? null : (int)Math.Round(minutes.Average()), RankOf(minutes, 50), RankOf(minutes, 90));
    }

    /// <summary>The smallest value that so many per cent of all do not exceed (nearest rank).</summary>
    private static int? RankOf(List<int> inOrder, int percent) =>
        inOrder.Count == 0 ? null : inOrder[((inOrder.Count * percent) + 99) / 100 - 1];
}
