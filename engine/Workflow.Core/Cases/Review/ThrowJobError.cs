using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>A worker came to a business error: an error event of the definition catches it, or it becomes an incident (异常).</summary>
/// <param name="Code">compared with the errorCode of the definition</param>
/// <param name="Message">for people; null when there is none</param>
public sealed record ThrowJobError(long Activity, string Code, string? Message) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Jobs.ContainsKey(Activity)) return Outcome.Reject("job-closed");
        return progress.Add(new JobClosed(Activity)).Advance(new Trigger.Throw(Activity, Code, Message)).Outcome;
    }
}
