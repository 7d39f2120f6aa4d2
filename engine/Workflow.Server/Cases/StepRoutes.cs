using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
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
        api.MapPost("/cases/{id}/startable-steps", StartAsync).For(Role.Supervisor, Role.Officer).WithSummary("Starts a step of an ad-hoc sub-process, once or once more").Produces<CommandAnswer>();
    }

    /// <summary>What the caller may start now; null when nothing.</summary>
    public static IReadOnlyList<StartableStepAnswer>? StartableOf(CaseState state, Pinned pinned, CaseAccess access)
    {
        if (access is { IsSupervisor: false, Leads: false }) return null;
        var steps = StartStep.Of(pinned, state.Flow).Select(s => new StartableStepAnswer(s.Activity, s.SubProcess, s.Element, s.Name)).ToList();
        return steps.Count > 0 ? steps : null;
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
