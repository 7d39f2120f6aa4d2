using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What people do about decisions by rules (秒批): check them, appeal, decide again.</summary>
internal static class InstantRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cases/{id}/instant-check", CheckAsync).For(Role.Officer, Role.Window).WithSummary("抽查: checks a decision by rules that was drawn for it").Produces<CommandAnswer>();
        api.MapPost("/cases/{id}/reconsider", ReconsiderAsync).For(Role.Officer).WithSummary("复核: confirms or replaces a decision by rules").Produces<CommandAnswer>();
        api.MapPost("/cases/{id}/appeal", AppealAsync).For(Role.Applicant, Role.Window).WithSummary("申诉: appeals against a decision by rules, once").Produces<CommandAnswer>();
    }

    private static Task<IResult> CheckAsync(HttpContext http, CaseReader cases, string id, Body<InstantCheckRequest> body, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new CheckInstant(body.Value.TaskId, body.Value.Right, body.Value.Note) { By = by, CaseId = id });

    private static Task<IResult> ReconsiderAsync(HttpContext http, CaseReader cases, string id, Body<ReconsiderRequest> body, Principal who)
    {
        if (Words.Parse<Decision>(body.Value.Decision) is not { } decision) return Task.FromResult<IResult>(Problem.Body(Words.Unknown<Decision>("$.decision")));
        return CaseCommandRoutes.OnTaskAsync(http, cases, id, body.Value.TaskId, who, by => new Reconsider(
            body.Value.TaskId, decision, body.Value.Reason, [.. body.Value.Results?.Select(r => new IssuedResult(r.Item, r.Name, r.Number)) ?? []]) { By = by, CaseId = id });
    }

    private static async Task<IResult> AppealAsync(HttpContext http, CaseReader cases, string id, Body<AppealRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var region = found.State.Region;
        var by = found.Access.IsApplicant || !found.Access.IsWindow ? who.As(Role.Applicant, region) : who.As(Role.Window, region, Departments.Window);
        return await CaseCommandRoutes.SubmitAsync(http, new AppealDecision(body.Value.Reason) { By = by, CaseId = id });
    }
}
