using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Files;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What people do before and around acceptance, and with promises that outlive the grant.</summary>
internal static class IntakeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        Role[] workers = [Role.Window, Role.Officer];
        Role[] applicants = [Role.Applicant, Role.Window];
        Role[] leaders = [Role.Officer, Role.Window, Role.Supervisor];
        Add("tasks/{taskId:long}/check", CheckAsync, workers, "材料核对: a department says which of its materials are missing");
        Add("accept-deficiency", AcceptWithDeficiencyAsync, workers, "容缺受理: accepts with minor materials still to come");
        Add("hand-in-later", HandInLaterAsync, applicants, "容缺补齐: hands in what was promised");
        Add("commit", CommitAsync, applicants, "告知承诺: the applicant commits itself before acceptance");
        Add("tasks/{taskId:long}/verify", VerifyAsync, workers, "事后核查: whether a promise was kept");
        Add("terminate", TerminateAsync, leaders, "终止: handling ends without a decision, for a reason the law names");
        Add("revoke", RevokeAsync, leaders, "撤销: what was granted is taken back");
        Add("obligations/{obligation:int}/restore-credit", RestoreAsync, [Role.Supervisor], "信用修复: a broken promise no longer counts");

        void Add(string route, Delegate handler, Role[] roles, string summary) =>
            api.MapPost("/cases/{id}/" + route, handler).For(roles).WithSummary(summary).Produces<CommandAnswer>();
    }

    private static Task<IResult> CheckAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<CheckRequest> body, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new RecordCheck(
            taskId, [.. body.Value.Missing.Select(m => new MissingMaterial(m.Material, m.Reason))]) { By = by, CaseId = id });

    private static async Task<IResult> AcceptWithDeficiencyAsync(
        HttpContext http, CaseReader cases, Trust trust, string id, Body<AcceptWithDeficiencyRequest> body, Principal who)
    {
        var (taskId, materials, promise, limit) = body.Value;
        if (Words.Parse<TimeUnit>(limit.Unit) is not { } unit) return Problem.Body(Words.Unknown<TimeUnit>("$.limit.unit"));
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var (key, broken) = await trust.OfAsync(found.State.Applicant?.IdNumber.Value, http.RequestAborted);
        return await CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by =>
            new AcceptWithDeficiency(taskId, [.. materials], promise, new TimeLimit(limit.Amount, unit), key, broken) { By = by, CaseId = id });
    }

    private static async Task<IResult> HandInLaterAsync(HttpContext http, CaseReader cases, FileStore files, string id, Body<HandInLaterRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (ApplicantSide(found, who) is not { } by) return Problem.Forbidden("not-your-case");
        List<FieldError> errors = [];
        var materials = await FilingRoutes.MaterialsAsync(found.Item, body.Value.Materials, who, files, errors, http.RequestAborted);
        return errors.Count > 0 ? Problem.Body([.. errors]) : await CaseCommandRoutes.SubmitAsync(http, new HandInLater(materials) { By = by, CaseId = id });
    }

    private static async Task<IResult> CommitAsync(HttpContext http, CaseReader cases, Trust trust, string id, Body<CommitRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (ApplicantSide(found, who) is not { } by) return Problem.Forbidden("not-your-case");
        var (key, broken) = await trust.OfAsync(found.State.Applicant?.IdNumber.Value, http.RequestAborted);
        return await CaseCommandRoutes.SubmitAsync(http, new Commit(body.Value.Item, key, broken) { By = by, CaseId = id });
    }

    private static Task<IResult> VerifyAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<VerifyRequest> body, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new Verify(taskId, body.Value.Kept, body.Value.Note) { By = by, CaseId = id });

    private static async Task<IResult> TerminateAsync(HttpContext http, CaseReader cases, string id, Body<TerminateRequest> body, Principal who)
    {
        if (Words.Parse<TerminationReason>(body.Value.Reason) is not { } reason) return Problem.Body(Words.Unknown<TerminationReason>("$.reason"));
        return await AsLeadAsync(http, cases, id, who, by => new Terminate(reason, body.Value.Basis, body.Value.Note) { By = by, CaseId = id });
    }

    private static Task<IResult> RevokeAsync(HttpContext http, CaseReader cases, string id, Body<RevokeRequest> body, Principal who) =>
        AsLeadAsync(http, cases, id, who, by => new Revoke(body.Value.Reason, body.Value.Basis, body.Value.Obligation) { By = by, CaseId = id });

    private static async Task<IResult> RestoreAsync(HttpContext http, CaseReader cases, string id, int obligation, Body<RestoreCreditRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        return found.Access.IsSupervisor
            ? await CaseCommandRoutes.SubmitAsync(http, new RestoreCredit(obligation, body.Value.Reason) { By = who.As(Role.Supervisor, found.State.Region), CaseId = id })
            : Problem.Forbidden();
    }

    private static async Task<IResult> AsLeadAsync(HttpContext http, CaseReader cases, string id, Principal who, Func<Actor, CaseCommand> make)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        return IntakeView.LeadOf(who, found.State, found.Item) is { } by ? await CaseCommandRoutes.SubmitAsync(http, make(by)) : Problem.Forbidden("not-your-case");
    }

    /// <summary>In whose name the caller acts on the applicant's side: the applicant or its agent, or the window for who applied there.</summary>
    private static Actor? ApplicantSide(LoadedCase found, Principal who) =>
        found.Access.IsApplicant ? who.As(Role.Applicant, found.State.Region)
        : found.Access.IsWindow && found.State.Channel == Channels.Window ? who.As(Role.Window, found.State.Region, Departments.Window)
        : null;
}
