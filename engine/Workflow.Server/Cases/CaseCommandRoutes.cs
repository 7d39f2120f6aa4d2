using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Files;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What people do with a case, from acceptance to delivery: one route a command.</summary>
internal static class CaseCommandRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        Role[] workers = [Role.Window, Role.Officer];
        Add("accept", AcceptAsync, workers, "受理: accepts; every department begins");
        Add("decline", DeclineAsync, workers, "不予受理: declines, with a reason");
        Add("supplement-request", RequestSupplementAsync, workers, "补正告知: tells once, in full, what is missing");
        Add("supplement", SupplementAsync, [Role.Applicant, Role.Window], "补正: hands in what was missing");
        Add("withdraw", WithdrawAsync, [Role.Applicant, Role.Window], "撤回: the applicant withdraws, or the window for one who applied there");
        Add("suspend", SuspendAsync, [Role.Officer, Role.Window, Role.Supervisor], "挂起: stops a clock for a reason the law names");
        Add("resume", ResumeAsync, [Role.Officer, Role.Window, Role.Supervisor], "恢复: a stopped clock runs on");
        Add("decide", DecideAsync, workers, "决定: the lead department decides");
        Add("conclude", ConcludeAsync, workers, "办结: work ends, results are issued");
        Add("deliver", DeliverAsync, workers, "送达: the result is handed over");
        Add("erase", EraseAsync, [Role.Administrator, Role.Supervisor], "Erases the personal data of a closed case");
        Add("incidents/{incident:long}/retry", RetryAsync, [Role.Supervisor], "Tries the failed step of an incident again");
        api.MapPost("/cases/{id}/test-clock", MoveTestClockAsync).ForSignedIn().WithSummary("Moves the case's test clock; needs X-Control-Key").Produces<CommandAnswer>();

        void Add(string route, Delegate handler, Role[] roles, string summary) =>
            api.MapPost("/cases/{id}/" + route, handler).For(roles).WithSummary(summary).Produces<CommandAnswer>();
    }

    /// <summary>Submits a command about a case and answers with version and position.</summary>
    internal static Task<IResult> SubmitAsync(HttpContext http, CaseCommand command) => Commands.SubmitAsync(http, command, accepted =>
        new(Results.Json(new CommandAnswer(accepted.StreamId, accepted.Version, accepted.Position), Json.Options)));

    /// <summary>Sends a command about a task in the name of the task's department, if the caller works for it.</summary>
    internal static async Task<IResult> OnTaskAsync(HttpContext http, CaseReader cases, string id, long taskId, Principal who, Func<Actor, CaseCommand> make)
    {
        var (command, problem) = await Asking.OnTaskAsync(cases, id, taskId, who, make, http.RequestAborted);
        return command is null ? problem! : await SubmitAsync(http, command);
    }

    private static Task<IResult> AcceptAsync(HttpContext http, CaseReader cases, string id, Body<AcceptRequest> body, Principal who) =>
        OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new Accept(body.Value.TaskId) { By = by, CaseId = id });

    private static Task<IResult> DeclineAsync(HttpContext http, CaseReader cases, string id, Body<DeclineRequest> body, Principal who) =>
        OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new Decline(body.Value.TaskId, body.Value.Reason) { By = by, CaseId = id });

    private static Task<IResult> RequestSupplementAsync(HttpContext http, CaseReader cases, string id, Body<SupplementRequestRequest> body, Principal who) =>
        OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new RequestSupplement(
            body.Value.TaskId, [.. body.Value.Missing.Select(m => new MissingMaterial(m.Material, m.Reason))], body.Value.Note) { By = by, CaseId = id });

    private static Task<IResult> DecideAsync(HttpContext http, CaseReader cases, string id, Body<DecideRequest> body, Principal who)
    {
        if (Words.Parse<Decision>(body.Value.Decision) is not { } decision) return NotAChoice<Decision>("$.decision");
        return OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new DecideCase(body.Value.TaskId, decision, body.Value.Reason) { By = by, CaseId = id });
    }

    private static Task<IResult> ConcludeAsync(HttpContext http, CaseReader cases, string id, Body<ConcludeRequest> body, Principal who) =>
        OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new Conclude(
            body.Value.TaskId, [.. body.Value.Results?.Select(r => new IssuedResult(r.Item, r.Name, r.Number)) ?? []]) { By = by, CaseId = id });

    private static Task<IResult> DeliverAsync(HttpContext http, CaseReader cases, string id, Body<DeliverRequest> body, Principal who)
    {
        if (body.Value.Method is not ("online" or "window" or "post"))
            return Task.FromResult<IResult>(Problem.Body(new FieldError("$.method", "field-choice", ("choices", "online, window, post"))));
        return OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new Deliver(body.Value.TaskId, body.Value.Method, body.Value.Receipt) { By = by, CaseId = id });
    }

    private static async Task<IResult> SupplementAsync(
        HttpContext http, CaseReader cases, FileStore files, string id, Body<SupplementReceiptRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var (access, region) = (found.Access, found.State.Region);
        if (!access.IsApplicant && !access.IsWindow) return Problem.Forbidden("not-your-case");
        List<FieldError> errors = [];
        var materials = await FilingRoutes.MaterialsAsync(found.Item, body.Value.Materials, who, files, errors, http.RequestAborted);
        if (errors.Count > 0) return Problem.Body([.. errors]);
        var by = access.IsApplicant ? who.As(Role.Applicant, region) : who.As(Role.Window, region, Core.Catalog.Departments.Window);
        return await SubmitAsync(http, new Supplement(materials) { By = by, CaseId = id });
    }

    private static async Task<IResult> WithdrawAsync(HttpContext http, CaseReader cases, string id, Body<WithdrawRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var region = found.State.Region;
        var by = found.Access.IsApplicant || !found.Access.IsWindow ? who.As(Role.Applicant, region) : who.As(Role.Window, region, Core.Catalog.Departments.Window);
        return await SubmitAsync(http, new Withdraw(body.Value.Reason) { By = by, CaseId = id });
    }

    private static async Task<IResult> SuspendAsync(HttpContext http, CaseReader cases, string id, Body<SuspendRequest> body, Principal who)
    {
        if (Words.Parse<SuspensionReason>(body.Value.Reason) is not { } reason) return await NotAChoice<SuspensionReason>("$.reason");
        return await OnClockAsync(http, cases, id, body.Value.Clock, who, by => new Suspend(body.Value.Clock, reason, body.Value.Basis) { By = by, CaseId = id });
    }

    private static Task<IResult> ResumeAsync(HttpContext http, CaseReader cases, string id, Body<ResumeRequest> body, Principal who) =>
        OnClockAsync(http, cases, id, body.Value.Clock, who, by => new Resume(body.Value.Clock) { By = by, CaseId = id });

    private static async Task<IResult> OnClockAsync(HttpContext http, CaseReader cases, string id, string clock, Principal who, Func<Actor, CaseCommand> make)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.State.Clocks.ContainsKey(clock)) return Problem.NotFound("clock-not-found");
        return CaseActions.ActorForClock(who, found.State, found.Item, clock) is { } actor
            ? await SubmitAsync(http, make(actor)) : Problem.Forbidden("not-your-clock");
    }

    private static async Task<IResult> EraseAsync(HttpContext http, CaseReader cases, string id, Body<EraseRequest> body, Principal who)
    {
        // An administrator sees no case, and may erase one.
        if (await cases.FindAsync(id, who, http.RequestAborted) is not { } found || !CaseActions.MayErase(who, found.State)) return Problem.NotFound("case-not-found");
        var role = who.Has(Role.Administrator, found.State.Region) ? Role.Administrator : Role.Supervisor;
        return await SubmitAsync(http, new ErasePersonalData(body.Value.Basis) { By = who.As(role, found.State.Region), CaseId = id });
    }

    private static async Task<IResult> RetryAsync(HttpContext http, CaseReader cases, string id, long incident, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.Access.IsSupervisor) return Problem.Forbidden();
        return await SubmitAsync(http, new RetryIncident(incident) { By = who.As(Role.Supervisor, found.State.Region), CaseId = id });
    }

    private static async Task<IResult> MoveTestClockAsync(
        HttpContext http, CaseReader cases, ControlKey controlKey, string id, Body<MoveTestClockRequest> body, Principal who)
    {
        if (!controlKey.IsIn(http.Request)) return Problem.Forbidden("control-key-required");
        var (seconds, to) = (body.Value.ForwardSeconds, body.Value.To);
        if (seconds is null == to is null) return Problem.Body(new FieldError("$.forwardSeconds", "one-of-two", ("other", "to")));
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var forward = seconds is { } s ? TimeSpan.FromSeconds(s) : to!.Value - cases.NowIn(found.State);
        var role = who.Grants.Count > 0 ? who.Grants[0].Role : Role.Applicant;
        return await SubmitAsync(http, new MoveTestClock(forward) { By = who.As(role, found.State.Region), CaseId = id });
    }

    private static Task<IResult> NotAChoice<TEnum>(string path) where TEnum : struct, Enum =>
        Task.FromResult<IResult>(Problem.Body(Words.Unknown<TEnum>(path)));
}
