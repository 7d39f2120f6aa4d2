using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Joint items (一件事): what people apply for.</summary>
internal static class JointItemRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var items = api.MapGroup("/joint-items").WithTags("Joint items");
        items.MapGet("", List).ForAnyone().WithSummary("Lists what can be applied for").Produces<IReadOnlyList<JointItemSummary>>();
        items.MapGet("/{code}", Get).ForAnyone().WithSummary("Shows the latest version of a joint item, or the one asked for").Produces<JointItemAnswer>();
        items.MapPut("/{code}", Put).For(Role.Designer, Role.Administrator).WithSummary("Publishes the next version of a joint item").Produces<CommandAccepted>();
    }

    private static async Task<IResult> List(Documents documents, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("jointitem", null, cancelled);
        return Results.Json(rows.Select(r => JsonSerializer.Deserialize<JointItemDocument>(r.Json, CatalogJson.Options)!)
            .Select(d => new JointItemSummary(d.Item.Code, d.Item.Name.ToText(), d.Item.Region, d.Version, d.PublishedAt)), Json.Options);
    }

    private static async Task<IResult> Get(string code, int? version, ReadStream read, CancellationToken cancelled)
    {
        if (!Codes.IsCode(code)) return Problem.NotFound("joint-item-not-found");
        var state = (JointItemState)(await read(JointItemStreams.IdOf(code), cancelled)).State;
        return (version is { } wanted ? state.Version(wanted) : state.Latest) is { } found
            ? Results.Json(new JointItemAnswer(found.Version, found.At, JointItemMapping.ToBody(found.Item)), Json.Options)
            : Problem.NotFound("joint-item-not-found");
    }

    private static async Task<IResult> Put(HttpContext http, string code, Body<JointItemBody> body, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (Codes.NotACode("code", code) is { } malformed) return malformed;
        List<FieldError> errors = [];
        if (body.Value.Code != code) errors.Add(new FieldError("$.code", "code-differs"));
        var item = JointItemMapping.ToCore(body.Value, errors);
        if (errors.Count > 0) return Problem.Body(errors);

        var role = who.Has(Role.Designer, item.Region) ? Role.Designer : Role.Administrator;
        if (who.Lacks(role, item.Region) is { } refused) return refused;
        var known = (JointItemState)(await read(JointItemStreams.IdOf(code), cancelled)).State;
        if (known.Latest is { } latest && who.Lacks(role, latest.Item.Region) is { } notOurs) return notOurs;

        if (JointItemCheck.Faults(item) is { Count: > 0 } faults)
            return new Problem(StatusCodes.Status422UnprocessableEntity, "joint-item-invalid",
                errors: [.. faults.Take(100).Select(f => new FieldError(f.Path, f.Code, ("value", f.Value), ("valueZh", f.ValueZh ?? f.Value)))]);

        var deployed = ((DefinitionState)(await read(DefinitionStreams.IdOf(item.Definition), cancelled)).State).Latest;
        // A step that shows its department papers or fields that are not there would show it too little.
        if (deployed is not null && DefinitionCheck.Of(deployed.Xml).Graph is { } graph && StepSettings.UnknownNames(graph, item).Take(100).ToList() is { Count: > 0 } unknown)
            return new Problem(StatusCodes.Status422UnprocessableEntity, "joint-item-invalid", errors: [.. unknown.Select(name => new FieldError("$.definition", "step-names-unknown", ("name", name)))]);
        if (deployed is not null && DefinitionCheck.Of(deployed.Xml).Graph is { } ruled)
            foreach (var table in InstantStep.TablesOf(ruled))
                if (!Codes.IsCode(table) || ((RuleState)(await read(RuleStreams.IdOf(table), cancelled)).State).Latest is null)
                    return new Problem(StatusCodes.Status422UnprocessableEntity, "joint-item-invalid", errors: [new FieldError("$.definition", "rules-not-found", ("value", table))]);
        foreach (var (index, own) in item.Limits.Calendars.Index())
            if (((CalendarState)(await read(CalendarStreams.IdOf(own.Calendar), cancelled)).State).Latest is null)
                return new Problem(StatusCodes.Status422UnprocessableEntity, "joint-item-invalid", errors: [new FieldError($"$.limits.calendars[{index}].calendar", "calendar-not-found", ("calendar", own.Calendar))]);
        var definition = deployed?.Version ?? 0;
        var calendar = ((CalendarState)(await read(CalendarStreams.IdOf(item.Calendar), cancelled)).State).Latest?.Version ?? 0;
        return await Commands.SubmitAsync(http, new PublishJointItem(item, definition, calendar) { By = who.As(role, item.Region) });
    }
}
