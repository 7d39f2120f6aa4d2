using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What a caller may do about the signers of a task, and about one that was over before it was spoken on.</summary>
internal static class ReviewActions
{
    public static IEnumerable<string> On(Principal who, CaseState state, Pinned pinned, CaseTask task)
    {
        if (task.Kind != TaskKind.Review || state.IsClosed) yield break;
        var own = CaseActions.ActorFor(who, state.Region, task.Department);
        if (!task.IsOpen)
        {
            if (own is not null && LateOpinions.MayCome(pinned, state, task.Id)) yield return "opinion";
            yield break;
        }
        var supervisor = who.Has(Role.Supervisor, state.Region) ? who.As(Role.Supervisor, state.Region) : null;
        if ((own ?? supervisor) is { } adder && SignerRules.WhyNotAdd(state, task.Id, adder) is null) yield return "add-signer";
        if (RemoverOf(who, state, pinned, task.Id) is not null && SignerRules.WhyNotWithout(pinned, state, task) is null) yield return "remove-signer";
    }

    /// <summary>In whose name the caller may remove the review; null when it may not.</summary>
    public static Actor? RemoverOf(Principal who, LoadedCase of, long taskId) => RemoverOf(who, of.State, of.Pinned, taskId);

    private static Actor? RemoverOf(Principal who, CaseState state, Pinned pinned, long taskId)
    {
        List<Actor?> names = [who.Has(Role.Supervisor, state.Region) ? who.As(Role.Supervisor, state.Region) : null, CaseActions.ActorFor(who, state.Region, pinned.JointItem.LeadDepartment)];
        if (state.Reviews.Signers.GetValueOrDefault(taskId) is { } signer) names.Add(CaseActions.ActorFor(who, state.Region, state.Tasks[signer.Host].Department));
        return names.Find(by => by is not null && SignerRules.WhyNotRemove(pinned, state, taskId, by) is null);
    }
}
