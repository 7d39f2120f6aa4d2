using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Timing;

/// <summary>A timer of the case is due: a flow timer, a card, silence at intake.</summary>
public sealed record FireTimer(string Key) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
