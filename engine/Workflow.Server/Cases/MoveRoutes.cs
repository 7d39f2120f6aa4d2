using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>How work moves while a case runs: sent back, taken back, delegated, copied.</summary>
internal static class MoveRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        Role[] workers = [Role.Window, Role.Officer];
        var task = api.MapGroup("/cases/{id}/tasks/{taskId:long}");
        task.MapGet("/send-back-targets", TargetsAsync).For(workers).WithSummary("Where the task could be sent back to, and how").Produces<IReadOnlyList<SendBackTargetAnswer>>();
        task.MapPost("/send-back", SendBackAsync).For(workers).WithSummary("退回: sends the case back to an earlier step, or to the window").Produces<CommandAnswer>();
        task.MapPost("/withdraw-opinion", WithdrawOpinionAsync).For(workers).WithSummary("撤回意见: takes the own opinion back before the case has gone on from it").Produces<CommandAnswer>();
        task.MapPost("/delegate", DelegateAsync).For(workers).WithSummary("委派: has somebody else prepare the task").Produces<CommandAnswer>();
        task.MapPost("/return", ReturnAsync).For(workers).WithSummary("委派退还: returns what was delegated, or recalls it").Produces<CommandAnswer>();
        api.MapPost("/cases/{id}/copies", CopyAsync).For(Role.Window, Role.Officer, Role.Supervisor).WithSummary("抄送: lets another department or officer read the case").Produces<CommandAnswer>();
        api.MapPost("/cases/{id}/copies/{copy:long}/read", ReadAsync).For(workers).WithSummary("Takes note of a copy").Produces<CommandAnswer>();
        api.MapGet("/copies", ListAsync).For(workers).WithSummary("Copies (抄送) sent to the caller or the caller's departments, newest first").Produces<IReadOnlyList<CopySummary>>();
    }

    private static async Task<IResult> TargetsAsync(HttpContext http, CaseReader cases, string id, long taskId, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.State.Tasks.TryGetValue(taskId, out var task) || !found.Access.Sees(task)) return Problem.NotFound("task-not-found");
        if (CaseActions.ActorFor(who, found.State.Region, task.Department) is null) return Problem.Forbidden("not-your-task");
        return Results.Json(SendBackTarget.Of(found.Pinned, found.State, task).Select(t => new SendBackTargetAnswer(t.Element, t.Title, [.. t.Modes.Select(Words.Of)])), Json.Options);
    }

    private static async Task<IResult> SendBackAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<SendBackRequest> body, Principal who)
    {
        if (Words.Parse<SendBackMode>(body.Value.Mode) is not { } mode) return Problem.Body(Words.Unknown<SendBackMode>("$.mode"));
        return await CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new SendBack(taskId, body.Value.Target, mode, body.Value.Reason) { By = by, CaseId = id });
    }

    private static Task<IResult> WithdrawOpinionAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<WithdrawOpinionRequest> body, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new WithdrawOpinion(taskId, body.Value.Reason) { By = by, CaseId = id });

    private static async Task<IResult> DelegateAsync(
        HttpContext http, CaseReader cases, Officers officers, PlaceNames places, string id, long taskId, Body<DelegateRequest> body, Principal who)
    {
        var (department, to, note) = (body.Value.Department, body.Value.To, body.Value.Note);
        var known = await cases.FindAsync(id, who, http.RequestAborted) is { } found && await IsKnownAsync(officers, places, found.State.Region, department, to, http.RequestAborted);
        var absences = to is null ? [] : await officers.AbsencesAsync([to], http.RequestAborted);
        return await CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new DelegateTask(taskId, department, to, note, known, absences) { By = by, CaseId = id });
    }

    private static Task<IResult> ReturnAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<ReturnRequest> body, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new ReturnTask(taskId, body.Value.Note) { By = by, CaseId = id });

    private static async Task<IResult> CopyAsync(HttpContext http, CaseReader cases, Officers officers, PlaceNames places, string id, Body<CopyRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var (department, to, note) = (body.Value.Department, body.Value.To, body.Value.Note);
        if (MoveActions.CopierOf(who, found.State) is not { } by) return Problem.Forbidden("not-your-case");
        var known = await IsKnownAsync(officers, places, found.State.Region, department, to, http.RequestAborted);
        return await CaseCommandRoutes.SubmitAsync(http, new SendCopy(department, to, note, known) { By = by, CaseId = id });
    }

    private static async Task<IResult> ReadAsync(HttpContext http, CaseReader cases, string id, long copy, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (found.State.Moves.Copies.GetValueOrDefault(copy) is not { } sent) return Problem.NotFound("copy-not-found");
        return CaseActions.ActorFor(who, found.State.Region, sent.Sent.Department) is { } by
            ? await CaseCommandRoutes.SubmitAsync(http, new ReadCopy(copy) { By = by, CaseId = id }) : Problem.Forbidden("not-your-copy");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Copies copies, Principal who)
    {
        var query = new Query(http.Request, "state");
        var all = query.Choice("state", "unread", "all") == 1;
        if (query.Problem is { } problem) return problem;
        var rows = await copies.ReadAsync(CaseScopes.OfTasks(who).Departments, who.Account, all, http.RequestAborted);
        return Results.Json(rows.Select(r => new CopySummary(
            r.StreamId, r.Copy, r.CaseNumber, r.Region, r.Title, r.Department, r.To, r.Note, r.By, r.SentAt, r.ReadBy, r.ReadAt)), Json.Options);
    }

    private static async ValueTask<bool> IsKnownAsync(Officers officers, PlaceNames places, string region, string department, string? to, CancellationToken ct) =>
        to is null ? (await places.OfAsync(region, ct)).Departments.ContainsKey(department) : await officers.WorksForAsync(to, region, department, ct);
}
