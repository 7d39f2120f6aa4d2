using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// From who asks to a command, the same whichever door it came in by (a route, a message): the case is read and the
/// grants are checked.
/// </summary>
internal static class Asking
{
    /// <summary>A command about a task in the name of the task's department, if the caller works for it.</summary>
    public static async ValueTask<(CaseCommand? Command, Problem? Problem)> OnTaskAsync(
        CaseReader cases, string id, long taskId, Principal who, Func<Actor, CaseCommand> make, CancellationToken ct)
    {
        if (await cases.KnownAsync(id, who, ct) is { Access.MaySee: true } known && OnTask(known, taskId, who, make) is { Command: { } command }) return (command, null);
        var (found, problem) = await cases.ReadAsync(id, who, ct);
        return found is null ? (null, problem) : OnTask(found, taskId, who, make);
    }

    private static (CaseCommand? Command, Problem? Problem) OnTask(LoadedCase found, long taskId, Principal who, Func<Actor, CaseCommand> make)
    {
        if (!found.State.Tasks.TryGetValue(taskId, out var task) || !found.Access.Sees(task)) return (null, Problem.NotFound("task-not-found"));
        return CaseActions.ActorFor(who, found.State.Region, task.Department) is { } actor ? (make(actor), null) : (null, Problem.Forbidden("not-your-task"));
    }

    /// <summary>A command about an automated step, for integrators of the case's region.</summary>
    public static async ValueTask<(CaseCommand? Command, Problem? Problem)> OnJobAsync(
        CaseReader cases, string id, Principal who, Func<Actor, CaseCommand> make, CancellationToken ct) =>
        await cases.FindAsync(id, who, ct) is { } found && who.Has(Role.Integrator, found.State.Region)
            ? (make(who.As(Role.Integrator, found.State.Region)), null) : (null, Problem.NotFound("case-not-found"));
}
