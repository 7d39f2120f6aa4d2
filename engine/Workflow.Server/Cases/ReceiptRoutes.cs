using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Secrets;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>The receipt (收件凭证), progress for who holds it, and the rating (好差评).</summary>
internal static class ReceiptRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/receipt", ReceiptAsync).ForSignedIn().WithSummary("收件凭证: number, code and what was handed in").Produces<ReceiptAnswer>();
        api.MapPost("/cases/{id}/rating", RateAsync).For(Role.Applicant).WithSummary("好差评: the applicant rates, once").Produces<CommandAnswer>();
        // The code in the body is the right to it; what session a browser may still have is of no account here.
        var progress = api.MapGroup("/progress").WithTags("Progress");
        progress.MapPost("", ProgressAsync).ForAnyone().WithMetadata(new NoCsrf(), new NoCommand()).WithSummary("How far a case is, for who holds its receipt").Produces<ProgressAnswer>();
        progress.MapPost("/rating", RateByReceiptAsync).ForAnyone().WithMetadata(new NoCsrf()).WithSummary("好差评 with the receipt, once").Produces<CommandAnswer>();
    }

    private static async Task<IResult> ReceiptAsync(
        HttpContext http, string id, Principal who, CaseReader cases, ReceiptCodes codes, PlaceNames places, ReadLog readings)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.Access.SeesAllAnswers) return Problem.Forbidden("not-your-case");
        var (state, item) = (found.State, found.Item);
        var code = state.PersonalAnswers.IsErased ? null : await codes.OfAsync(id, http.RequestAborted);
        if (!found.Access.IsApplicant) await readings.WriteAsync(who.Account, id, "receipt", http.RequestAborted);
        return Results.Json(new ReceiptAnswer(
            id, state.CaseNumber, code, code is null ? null : $"/apply/progress#{state.CaseNumber}.{code}", item.Name.ToText(),
            (await places.OfAsync(state.Region, http.RequestAborted)).Region, state.FiledAt, state.Applicant?.Name.Value,
            [.. CaseView.MaterialsOf(state, found.Pinned, found.Access)], LimitOf(item.Promised), LimitOf(item.Statutory)), Json.Options);
    }

    private static async Task<IResult> ProgressAsync(HttpContext http, Body<ProgressRequest> body, ReceiptDoor door, CaseReader cases, PlaceNames places)
    {
        var (found, problem) = await OpenAsync(http, body.Value.CaseNumber, body.Value.Code, door, cases);
        if (found is null) return problem!;
        var names = await places.OfAsync(found.State.Region, http.RequestAborted);
        return Results.Json(ProgressView.Of(found.State, found.Pinned, names, cases.NowIn(found.State)), Json.Options);
    }

    private static async Task<IResult> RateByReceiptAsync(HttpContext http, Body<ReceiptRatingRequest> body, ReceiptDoor door, CaseReader cases)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var given = body.Value;
        var (found, problem) = await OpenAsync(http, given.CaseNumber, given.Code, door, cases);
        if (found is null) return problem!;
        // Nobody is signed in, so the receipt stands for the sender.
        var command = new RateCase(given.Level, given.Comment, ByReceipt: true)
        {
            CaseId = found.Id, By = new Actor(ActorKind.Person, "receipt", Role.Applicant, Region: found.State.Region),
        };
        return await Commands.SubmitAsync(http, id with { Principal = "receipt/" + found.Id }, command, Answered);
    }

    private static async Task<IResult> RateAsync(HttpContext http, string id, Body<RatingRequest> body, Principal who, CaseReader cases)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        return await CaseCommandRoutes.SubmitAsync(http, new RateCase(body.Value.Level, body.Value.Comment, ByReceipt: false) { By = who.As(Role.Applicant, found.State.Region), CaseId = id });
    }

    private static ValueTask<IResult> Answered(Answer.Accepted accepted) =>
        new(Results.Json(new CommandAnswer(accepted.StreamId, accepted.Version, accepted.Position), Json.Options));

    private static async Task<(LoadedCase? Case, Problem? Problem)> OpenAsync(HttpContext http, string caseNumber, string code, ReceiptDoor door, CaseReader cases)
    {
        var (caseId, problem) = await door.OpenAsync(http, caseNumber, code);
        if (caseId is null) return (null, problem);
        return await cases.FindAsync(caseId, Principal.Nobody, http.RequestAborted) is { } found ? (found, null) : (null, Problem.NotFound("progress-not-found"));
    }

    private static LimitBody LimitOf(TimeLimit limit) => new(limit.Amount, Words.Of(limit.Unit));
}
