using Workflow.Core.Cases.Obligations;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>Opinions that come after their step was over by silence or closed early.</summary>
public static class LateOpinions
{
    /// <summary>True when the task is over without its department's word, and a late one would still be taken.</summary>
    public static bool MayCome(Pinned pinned, CaseState state, long taskId) =>
        RuleFor(pinned, state, taskId) switch { LateRule.Note => !state.IsClosed, LateRule.Reopen => !state.IsClosed && state.Decided is null, _ => false };

    /// <summary>Null when the task is closed for another reason, or its step says nothing about late opinions.</summary>
    internal static LateRule? RuleFor(Pinned pinned, CaseState state, long taskId)
    {
        var bySilence = state.Opinions.GetValueOrDefault(taskId) is { BySilence: true };
        var closedEarly = state.Reviews.ClosedEarly.Contains(taskId) && !state.Opinions.ContainsKey(taskId);
        if (!bySilence && !closedEarly) return null;
        var task = state.Tasks[taskId];
        return pinned.NodeOf(state.Flow, task.Activity, task.Element) is { } node ? GroupSettings.LateOf(node) : null;
    }

    internal static Outcome Take(Progress progress, CaseTask task, string officer, Opinion opinion, TimeLimit? limit, LateRule rule)
    {
        if (rule == LateRule.Ignore || progress.State.IsClosed) return Outcome.Reject("opinion-late");
        if (rule == LateRule.Note) return progress.Add(new LateOpinionNoted(task.Id, task.Department, officer, opinion, progress.Now)).Outcome;
        // A decided case is not opened again by an opinion.
        if (progress.State.Decided is not null) return Outcome.Reject("opinion-late");
        return progress
            .Add(new OpinionReplaced(task.Id, task.Department, officer, opinion, progress.Now))
            .TakeConditions(task, opinion, limit, progress.Now)
            .SettleReviews(progress.Now)
            .Outcome;
    }
}
