using System.Collections.Immutable;
using Workflow.Contracts;
using Workflow.Contracts.Tasks;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>督办: what a supervisor does about a task that somebody else has to do.</summary>
internal static class SupervisionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var task = api.MapGroup("/cases/{id}/tasks/{taskId:long}");
        task.MapPost("/urge", UrgeAsync).For(Role.Supervisor).WithSummary("催办: urges whoever has the task").Produces<CommandAnswer>();
        task.MapPost("/reassign", ReassignAsync).For(Role.Supervisor, Role.Officer, Role.Window).WithSummary("转办: gives the task to another officer of its department; a supervisor any, everybody else the own").Produces<CommandAnswer>();
    }

    private static Task<IResult> UrgeAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<UrgeRequest> body, Principal who) =>
        OnTaskAsync(http, cases, id, taskId, who, (by, _, _) => new(new UrgeTask(taskId, body.Value.Note) { By = by, CaseId = id }));

    private static async Task<IResult> ReassignAsync(HttpContext http, CaseReader cases, Officers officers, string id, long taskId, Body<ReassignRequest> body, Principal who)
    {
        if (await cases.FindAsync(id, who, http.RequestAborted) is not { Access.IsSupervisor: false } found) return await GiveAsync(http, cases, officers, id, taskId, body, who);
        var department = found.State.Tasks.GetValueOrDefault(taskId)?.Department ?? "";
        var isColleague = await officers.WorksForAsync(body.Value.To, found.State.Region, department, http.RequestAborted);
        var absences = await officers.AbsencesAsync([body.Value.To], http.RequestAborted);
        return await CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new PassTaskOn(taskId, body.Value.To, body.Value.Reason, isColleague, absences) { By = by, CaseId = id });
    }

    private static Task<IResult> GiveAsync(HttpContext http, CaseReader cases, Officers officers, string id, long taskId, Body<ReassignRequest> body, Principal who) =>
        OnTaskAsync(http, cases, id, taskId, who, async (by, state, task) =>
        {
            var (to, reason) = (body.Value.To, body.Value.Reason);
            var isColleague = await officers.WorksForAsync(to, state.Region, task.Department, http.RequestAborted);
            ImmutableArray<string> concerned = task.Assignee is { } holder ? [to, holder] : [to];
            return new ReassignTask(taskId, to, reason, isColleague, await officers.AbsencesAsync(concerned, http.RequestAborted)) { By = by, CaseId = id };
        });

    private static async Task<IResult> OnTaskAsync(
        HttpContext http, CaseReader cases, string id, long taskId, Principal who, Func<Actor, CaseState, CaseTask, ValueTask<CaseCommand>> make)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.State.Tasks.TryGetValue(taskId, out var task) || !found.Access.Sees(task)) return Problem.NotFound("task-not-found");
        if (!found.Access.IsSupervisor) return Problem.Forbidden();
        return await CaseCommandRoutes.SubmitAsync(http, await make(who.As(Role.Supervisor, found.State.Region), found.State, task));
    }
}
