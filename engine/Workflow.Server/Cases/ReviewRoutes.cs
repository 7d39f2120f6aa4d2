using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>How reviews come together: groups and their outcomes, added and removed signers, conditions.</summary>
internal static class ReviewRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/reviews", ReadAsync).ForSignedIn().WithSummary("Groups of reviews with their outcomes, added signers, late opinions").Produces<ReviewsAnswer>();
        var task = api.MapGroup("/cases/{id}/tasks/{taskId:long}");
        task.MapPost("/add-signer", AddAsync).For(Role.Officer, Role.Window, Role.Supervisor).WithSummary("加签: another department or officer signs the same step too").Produces<CommandAnswer>();
        task.MapPost("/remove-signer", RemoveAsync).For(Role.Officer, Role.Supervisor).WithSummary("减签: a signer or department need not speak any more").Produces<CommandAnswer>();
        var owed = api.MapGroup("/cases/{id}/obligations/{obligation:int}");
        owed.MapPost("/settle", SettleAsync).For(Role.Officer, Role.Window).WithSummary("The department that watches over a condition finds it fulfilled or broken, or waives it").Produces<CommandAnswer>();
        owed.MapPost("/report", ReportAsync).For(Role.Applicant).WithSummary("The applicant reports that what was owed is done").Produces<CommandAnswer>();
    }

    private static async Task<IResult> ReadAsync(HttpContext http, CaseReader cases, string id, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        return found is null ? problem! : Results.Json(ReviewView.Of(found, who), Json.Options);
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, CaseReader cases, Officers officers, PlaceNames places, string id, long taskId, Body<AddSignerRequest> body, Principal who)
    {
        var given = body.Value;
        if (Words.Parse<SignerPosition>(given.Position) is not { } position) return Problem.Body(Words.Unknown<SignerPosition>("$.position"));
        var (found, actor, problem) = await OnTaskAsync(http, cases, id, taskId, who);
        if (problem is not null) return problem;
        var region = found!.State.Region;
        var departments = (await places.OfAsync(region, http.RequestAborted)).Departments;
        if (!departments.ContainsKey(given.Department)) return Problem.Body(new FieldError("$.department", "department-not-found"));
        if (given.Officer is { } officer && !await officers.WorksForAsync(officer, region, given.Department, http.RequestAborted))
            return Problem.Body(new FieldError("$.officer", "not-an-officer-there", ("officer", officer)));
        return await CaseCommandRoutes.SubmitAsync(http, new AddSigner(taskId, given.Department, given.Officer, position, given.Weight, given.Reason) { By = actor!, CaseId = id });
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<RemoveSignerRequest> body, Principal who)
    {
        var (found, actor, problem) = await OnTaskAsync(http, cases, id, taskId, who);
        if (problem is not null) return problem;
        actor = ReviewActions.RemoverOf(who, found!, taskId) ?? actor;
        return await CaseCommandRoutes.SubmitAsync(http, new RemoveSigner(taskId, body.Value.Reason) { By = actor!, CaseId = id });
    }

    /// <summary>In the name of the task's department when the caller works there, else as a supervisor or as the lead department.</summary>
    private static async Task<(LoadedCase? Found, Actor? Actor, Problem? Problem)> OnTaskAsync(HttpContext http, CaseReader cases, string id, long taskId, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return (null, null, problem);
        if (!found.State.Tasks.TryGetValue(taskId, out var task) || !found.Access.Sees(task)) return (null, null, Problem.NotFound("task-not-found"));
        var actor = CaseActions.ActorFor(who, found.State.Region, task.Department)
            ?? (found.Access.IsSupervisor ? who.As(Role.Supervisor, found.State.Region) : null)
            ?? ReviewActions.RemoverOf(who, found, taskId);
        return actor is null ? (null, null, Problem.Forbidden("not-your-task")) : (found, actor, null);
    }

    private static async Task<IResult> SettleAsync(HttpContext http, CaseReader cases, string id, int obligation, Body<SettleObligationRequest> body, Principal who)
    {
        if (Words.Parse<ObligationEnd>(body.Value.End) is not { } end) return Problem.Body(Words.Unknown<ObligationEnd>("$.end"));
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.State.Obligations.TryGetValue(obligation, out var owed)) return Problem.NotFound("obligation-not-found");
        return CaseActions.ActorFor(who, found.State.Region, owed.Department) is { } actor
            ? await CaseCommandRoutes.SubmitAsync(http, new SettleObligation(obligation, end, body.Value.Note) { By = actor, CaseId = id })
            : Problem.Forbidden("not-your-obligation");
    }

    private static async Task<IResult> ReportAsync(HttpContext http, CaseReader cases, string id, int obligation, Body<ReportObligationRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        return await CaseCommandRoutes.SubmitAsync(http, new ReportObligation(obligation, body.Value.Note) { By = who.As(Role.Applicant, found.State.Region), CaseId = id });
    }
}
