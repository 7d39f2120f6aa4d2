using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Obligations;

/// <summary>The conditions of conditional opinions as obligations that the department watches over.</summary>
internal static class Conditions
{
    public static Progress TakeConditions(this Progress progress, CaseTask task, Opinion opinion, TimeLimit? limit, DateTimeOffset at)
    {
        if (opinion.Kind != OpinionKind.Conditional) return progress;
        foreach (var condition in opinion.Conditions)
            progress.TakeObligation(ObligationKind.Condition, condition, task.Department, task.ServiceItem, [], task.Id, limit, at);
        return progress;
    }
}
