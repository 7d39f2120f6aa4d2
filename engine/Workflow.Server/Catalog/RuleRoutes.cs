using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Decision tables (秒批规则): what business-rule steps decide by. Not for applicants, who are told the rule that fired.</summary>
internal static class RuleRoutes
{
    private static readonly Role[] Readers = [Role.Designer, Role.Administrator, Role.Supervisor, Role.Auditor];

    public static void Map(RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/rules").WithTags("Decision tables");
        rules.MapGet("", ListAsync).For(Readers).WithSummary("Lists the decision tables").Produces<IReadOnlyList<DecisionTableAnswer>>();
        rules.MapGet("/{code}", GetAsync).For(Readers).WithSummary("Shows the latest version of a decision table, or the one asked for").Produces<DecisionTableAnswer>();
        rules.MapPut("/{code}", PutAsync).For(Role.Designer, Role.Administrator).WithSummary("Publishes the next version of a decision table")
            .WithDescription("Cases keep the version that was the latest when they were filed. A new table belongs to the region given, or to the first in which the caller may publish.").Produces<CommandAccepted>();
        rules.MapPost("/try", Try).For(Role.Designer, Role.Administrator).WithMetadata(new NoCommand()).WithSummary("Tries rules on given inputs; nothing is stored").Produces<DecisionTrialAnswer>();
    }

    private static async Task<IResult> ListAsync(Documents documents, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("rules", null, cancelled);
        return Results.Json(rows.Select(r => JsonSerializer.Deserialize<RuleDocument>(r.Json, CatalogJson.Options)!).Select(d => TableMapping.ToAnswer(d.Code, d.Version, d.PublishedAt, d.Table)), Json.Options);
    }

    private static async Task<IResult> GetAsync(string code, int? version, ReadStream read, CancellationToken cancelled)
    {
        if (!Codes.IsCode(code)) return Problem.NotFound("rules-not-found");
        var state = (RuleState)(await read(RuleStreams.IdOf(code), cancelled)).State;
        return (version is { } wanted ? state.Version(wanted) : state.Latest) is { } found
            ? Results.Json(TableMapping.ToAnswer(code, found.Version, found.At, found.Table), Json.Options)
            : Problem.NotFound("rules-not-found");
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string code, string? region, Body<DecisionTableRequest> body, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (Codes.NotACode("code", code) is { } malformed) return malformed;
        var known = ((RuleState)(await read(RuleStreams.IdOf(code), cancelled)).State).Latest;
        var (by, refused) = known is null ? Publisher.OfNew(who, region) : Publisher.OfNext(who, known.Region);
        if (by is null) return refused!;
        var table = TableMapping.ToCore(body.Value);
        if (FaultsOf(table) is { } wrong) return wrong;
        return await Commands.SubmitAsync(http, new PublishRules(code, table) { By = by });
    }

    private static IResult Try(Body<DecisionTrialRequest> body)
    {
        var table = new DecisionTable(new("", ""), [.. body.Value.Rules.Select(TableMapping.ToCore)]);
        if (FaultsOf(table) is { } wrong) return wrong;
        var result = RuleDecision.Of(table, FeelJson.FromJson(body.Value.Inputs));
        return Results.Json(new DecisionTrialAnswer(result.Rule, Words.Of(result.Outcome), result.Words?.ToText(), FeelJson.ToJson(result.Used)), Json.Options);
    }

    private static Problem? FaultsOf(DecisionTable table) => DecisionTableCheck.Faults(table) is { Count: > 0 } faults
        ? new Problem(StatusCodes.Status422UnprocessableEntity, "rules-invalid", errors: [.. faults.Take(Shape.ErrorsMax).Select(f => new FieldError(f.Path, f.Code, ("value", f.Value)))])
        : null;
}
