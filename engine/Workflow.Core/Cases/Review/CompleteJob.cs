using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>A worker finished an automated step; its output joins the flow's data under the step's element id.</summary>
public sealed record CompleteJob(long Activity, Value.Context Output) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Jobs.TryGetValue(Activity, out var job)) return Outcome.Reject("job-closed");
        var output = Output.IsEmpty ? null : Value.Context.Empty.With(job.Element, Output);
        return progress.Advance(new Trigger.Complete(Activity, output)).Outcome;
    }
}
