using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>The next slice of a large fan-out or cancellation; the engine sends it to itself.</summary>
public sealed record ContinueFlow : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        return progress.State.Flow.HasMore ? progress.Advance(new Trigger.Continue()).Outcome : progress.Outcome;
    }
}
