using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>Steps whose order the model leaves open (即席子流程): what may be started, and starting it. For supervisors and the lead department.</summary>
internal static class StepRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/startable-steps", ListAsync).For(Role.Supervisor, Role.Officer).WithSummary("Steps of ad-hoc sub-processes that may be started now").Produces<IReadOnlyList<StartableStepAnswer>>();
        api.MapPost("/cases/{id}/startable-steps", StartAsync).For(Role.Supervisor, Role.Officer).WithSummary("Starts a step of an ad-hoc sub-process, once or once more").Produces<CommandAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, CaseReader cases, string id, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (found.Access is { IsSupervisor: false, Leads: false }) return Problem.Forbidden();
        return Results.Json(StartStep.Of(found.Pinned, found.State.Flow).Select(s => new StartableStepAnswer(s.Activity, s.SubProcess, s.Element, s.Name)).ToList(), Json.Options);
    }

    private static async Task<IResult> StartAsync(HttpContext http, CaseReader cases, string id, Body<StartStepRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (found.Access is { IsSupervisor: false, Leads: false }) return Problem.Forbidden();
        var by = found.Access.IsSupervisor ? who.As(Role.Supervisor, found.State.Region) : who.As(Role.Officer, found.State.Region, found.Pinned.JointItem.LeadDepartment);
        return await CaseCommandRoutes.SubmitAsync(http, new StartStep(body.Value.Activity, body.Value.Element) { By = by, CaseId = id });
    }
}
