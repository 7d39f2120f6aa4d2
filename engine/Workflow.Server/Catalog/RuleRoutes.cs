using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Decisions (秒批规则、决策模型): what business-rule steps ask. Not for applicants, who are told the rule that fired.</summary>
internal static class RuleRoutes
{
    private static readonly Role[] Readers = [Role.Designer, Role.Administrator, Role.Supervisor, Role.Auditor];

    public static void Map(RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/rules").WithTags("Decision tables");
        rules.MapGet("", ListAsync).For(Readers).WithSummary("Lists the decisions").Produces<IReadOnlyList<DecisionTableAnswer>>();
        rules.MapGet("/{code}", GetAsync).For(Readers).WithSummary("Shows the latest version of a decision, or the one asked for").Produces<DecisionTableAnswer>();
        rules.MapPut("/{code}", PutAsync).For(Role.Designer, Role.Administrator).WithSummary("Publishes the next version of a decision: a DMN model with its tests, or rules in the short form")
            .WithDescription("Cases keep the version that was the latest when they were filed. A model's tests are run: one that fails refuses the publication. A new decision belongs to the region given, or to the first in which the caller may publish.").Produces<DecisionPublishedAnswer>();
        rules.MapPost("/check", CheckAsync).For(Role.Designer, Role.Administrator).WithMetadata(new NoCommand()).WithSummary("Checks a model as a publication would: findings, tests, gaps and overlaps; nothing is stored").Produces<DecisionCheckAnswer>();
        rules.MapPost("/try", TryAsync).For(Role.Designer, Role.Administrator).WithMetadata(new NoCommand()).WithSummary("Tries a decision on given inputs; nothing is stored").Produces<DecisionTrialAnswer>();
    }

    private static async Task<IResult> ListAsync(Documents documents, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("rules", null, cancelled);
        return Results.Json(rows.Select(r => TableMapping.ToAnswer(JsonSerializer.Deserialize<RuleDocument>(r.Json, CatalogJson.Options)!)), Json.Options);
    }

    private static async Task<IResult> GetAsync(string code, int? version, ReadStream read, CancellationToken cancelled)
    {
        if (!Codes.IsCode(code)) return Problem.Of(StatusCodes.Status404NotFound, "rules-not-found", ("value", code));
        var state = (RuleState)(await read(RuleStreams.IdOf(code), cancelled)).State;
        return (version is { } wanted ? state.Version(wanted) : state.Latest) is { } found
            ? Results.Json(TableMapping.ToAnswer(found), Json.Options)
            : Problem.Of(StatusCodes.Status404NotFound, "rules-not-found", ("value", code));
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string code, string? region, Body<DecisionTableRequest> body, Principal who, ReadStream read, DecisionSurroundings world, CancellationToken cancelled)
    {
        if (Codes.NotACode("code", code) is { } malformed) return malformed;
        var known = ((RuleState)(await read(RuleStreams.IdOf(code), cancelled)).State).Latest;
        var (by, refused) = known is null ? Publisher.OfNew(who, region) : Publisher.OfNext(who, known.Region);
        if (by is null) return refused!;
        var (name, english) = (body.Value.Name.ToCore(), Http.Messages.PrefersEnglish(http.Request));
        if (NotOne(body.Value.Rules, body.Value.Model) is { } unclear) return unclear;
        if (body.Value.Rules is { } rules)
        {
            var table = TableMapping.ToCore(rules, name);
            return FaultsOf(table) ?? await SubmitAsync(http, new PublishRules(code, table, null, body.Value.BaseVersion) { By = by }, []);
        }

        // Checked before the writer sees it, so that a hostile model costs its sender's request and no one else's.
        var model = TableMapping.ToCore(body.Value.Model!, name);
        var check = RuleModelCheck.Of(model, await world.NowAsync(cancelled));
        if (DecisionAnswers.Refusal(check, english) is { } wrong) return wrong;
        return await SubmitAsync(http, new PublishRules(code, null, model, body.Value.BaseVersion) { By = by }, DecisionAnswers.Warnings(check, english));
    }

    private static Task<IResult> SubmitAsync(HttpContext http, PublishRules command, IReadOnlyList<DecisionFindingAnswer> warnings) =>
        Commands.SubmitAsync(http, command, accepted => new(Results.Json(new DecisionPublishedAnswer(accepted.StreamId, accepted.Version, accepted.Position, warnings), Json.Options)));

    private static async Task<IResult> CheckAsync(HttpContext http, Body<DecisionCheckRequest> body, DecisionSurroundings world, CancellationToken cancelled)
    {
        var check = RuleModelCheck.Of(TableMapping.ToCore(body.Value.Model, new("", "")), await world.NowAsync(cancelled));
        return Results.Json(DecisionAnswers.Of(check, Http.Messages.PrefersEnglish(http.Request)), Json.Options);
    }

    private static async Task<IResult> TryAsync(HttpContext http, Body<DecisionTrialRequest> body, DecisionSurroundings world, CancellationToken cancelled)
    {
        var english = Http.Messages.PrefersEnglish(http.Request);
        if (NotOne(body.Value.Rules, body.Value.Model) is { } unclear) return unclear;
        PinnedDecision decision;
        if (body.Value.Rules is { } rules)
        {
            var table = TableMapping.ToCore(rules, new("rules", "rules"));
            if (FaultsOf(table) is { } wrong) return wrong;
            decision = PinnedDecision.Of(0, table);
        }
        else
        {
            // A trial is there to find out why a test fails, so the tests are left alone.
            var model = TableMapping.ToCore(body.Value.Model! with { Tests = [] }, new("", ""));
            if (DecisionAnswers.Refusal(RuleModelCheck.Of(model, Surroundings.None), english) is { } wrong) return wrong;
            decision = PinnedDecision.Of(0, model);
        }
        var around = await world.NowAsync(cancelled);
        List<FieldError> errors = [];
        var inputs = FeelJson.FromTrial(body.Value.Inputs, around, errors);
        return errors.Count > 0 ? Problem.Body([.. errors.Take(Shape.ErrorsMax)])
            : Results.Json(DecisionAnswers.Of(RuleDecision.Of(decision, inputs, around), english), Json.Options);
    }

    private static Problem? NotOne(object? rules, object? model) => rules is null == model is null ? Problem.Body(new FieldError("$", "rules-or-model")) : null;

    private static Problem? FaultsOf(DecisionTable table) => DecisionTableCheck.Faults(table) is { Count: > 0 } faults
        ? new Problem(StatusCodes.Status422UnprocessableEntity, "rules-invalid", errors: [.. faults.Take(Shape.ErrorsMax).Select(f => new FieldError(f.Path, f.Code, ("value", f.Value), ("valueZh", f.ValueZh ?? f.Value)))])
        : null;
}
