using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Messages;

/// <summary>
/// A message (消息) reached the case that waits for it. Sent under the message's own id, so that of all cases one takes it, once.
/// Rejected with "message-not-awaited" when nothing in the case waits for this name and key (any more).
/// </summary>
/// <param name="Name">the name of the bpmn:message</param>
/// <param name="Key">correlation key; null only meets waits without one</param>
public sealed record ReceiveMessage(string Name, string? Key, Value.Context Payload) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (progress.State.IsClosed) return Outcome.Reject("message-not-awaited");
        var before = progress.State.Flow;
        progress.Advance(new Trigger.Message(Name, Key, Payload));
        return ReferenceEquals(before, progress.State.Flow) ? Outcome.Reject("message-not-awaited") : progress.Outcome;
    }
}
