using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>A command about one case.</summary>
public abstract record CaseCommand : Command
{
    /// <summary>The case's stream id, "case-" and 32 hex digits.</summary>
    public required string CaseId { get; init; }

    public sealed override string StreamId => CaseId;

    public override PinnedRef? Pin(StreamState state) => ((CaseState)state).Pinned;

    public sealed override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) =>
        pinned is Pinned content ? Decide(content, (CaseState)state, now) : Outcome.Reject("case-not-found");

    public abstract Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now);
}
