using Workflow.Contracts.Catalog;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Rehearsals;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Playing one sample case before deployment. Stores nothing, so it takes no Idempotency-Key.</summary>
internal static class PlayRoute
{
    public static void Map(RouteGroupBuilder definitions) => definitions.MapPost("/play", PlayAsync).For(Role.Designer, Role.Administrator)
        .WithMetadata(new NoCommand()).WithSummary("Plays one sample case through BPMN, in memory")
        .WithDescription("With the joint item's latest version and calendar. Everything goes well: the window accepts, departments agree, the lead department grants.")
        .Produces<PlayAnswer>();

    private static async Task<IResult> PlayAsync(
        HttpContext http, Body<PlayRequest> body, ReadStream read, PinnedLoader published, CaseReader cases, CancellationToken cancelled)
    {
        var (xml, jointItem, region, given, startsAt) = body.Value;
        if (((JointItemState)(await read(JointItemStreams.IdOf(jointItem), cancelled)).State).Latest?.Item is not { } item)
            return Problem.Body(new FieldError("$.jointItem", "joint-item-not-found"));
        if (region is not null && !Regions.Covers(item.Region, region))
            return Problem.Body(new FieldError("$.region", "region-outside-joint-item", ("region", item.Region)));
        if (startsAt is { Year: < CalendarNotice.MinYear or >= CalendarNotice.MaxYear - 10 })
            return Problem.Body(new FieldError("$.startsAt", "field-range", ("min", $"{CalendarNotice.MinYear}"), ("max", $"{CalendarNotice.MaxYear - 11}")));
        List<FieldError> errors = [];
        var answers = given is null ? null : AnswersReader.Read(item, given, errors);
        if (errors.Count > 0) return Problem.Body([.. errors.Take(Shape.ErrorsMax)]);

        var check = DefinitionCheck.Of(XmlDoor.BytesOf(xml));
        var findings = Findings.Answers(http.Request, check.Findings);
        if (check.Graph is not { } graph) return Results.Json(new PlayAnswer(findings, Words.Of(RehearsalEnd.Stopped), [], 0, []), Json.Options);

        var calendar = ((CalendarState)(await read(CalendarStreams.IdOf(item.Calendar), cancelled)).State).Latest
            ?? throw new InvalidOperationException($"joint item {item.Code} was published without its calendar {item.Calendar}");
        await published.Called.KnowAsync(graph, cancelled);
        var pinned = new Pinned(item, graph, await published.CalendarAsync(calendar.Code, calendar.Version, cancelled)) 
        {
            Rules = await published.LatestRulesAsync(graph, cancelled), Calls = published.Called.CallsWith(new Dictionary<(string, int), ProcessGraph>()), RuleOfCalled = published.Called.RuleOf,
        };
        var from = (startsAt ?? cases.Now).ToUniversalTime();
        var report = Rehearsal.Play(pinned, region ?? item.Region, answers ?? SampleAnswers.For(pinned, from), from);
        return Results.Json(
            new PlayAnswer(
                findings, Words.Of(report.End), [.. report.Steps.Select(s => new PlayStepAnswer(s.At, s.Element, s.Code, s.Text.ToText(), s.Department))],
                report.WorkingDays, report.Departments),
            Json.Options);
    }
}
