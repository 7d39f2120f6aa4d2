using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>An automated step failed for the last time: an incident (异常) is raised, and a person is needed.</summary>
/// <param name="Code">the worker's code, kebab-case</param>
public sealed record FailJob(long Activity, string Code, string Detail) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Jobs.ContainsKey(Activity)) return Outcome.Reject("job-closed");
        return progress.Add(new JobClosed(Activity)).Advance(new Trigger.Fail(Activity, Code, Detail)).Outcome;
    }
}
