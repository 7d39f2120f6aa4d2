using System.Collections.Immutable;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Messages;

/// <summary>
/// A signal (信号) thrown elsewhere reached a case that waited for it then. Rejected with "signal-not-awaited" when none of
/// those waits stands any more: what a case began to wait for after the throw is none of the signal's business.
/// </summary>
/// <param name="Waits">subscriptions of the case that were there when the signal was thrown</param>
public sealed record ReceiveSignal(string Name, Value.Context Payload, ImmutableArray<long> Waits) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (progress.State.IsClosed || !Waits.Any(progress.State.Flow.Subscriptions.ContainsKey)) return Outcome.Reject("signal-not-awaited");
        var before = progress.State.Flow;
        progress.Advance(new Trigger.Signal(Name, Payload));
        return ReferenceEquals(before, progress.State.Flow) ? Outcome.Reject("signal-not-awaited") : progress.Outcome;
    }
}
