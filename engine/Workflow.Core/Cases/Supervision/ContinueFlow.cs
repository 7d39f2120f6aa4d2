using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>The next slice of a large fan-out or cancellation; the engine sends it to itself.</summary>
/// <param name="Pieces">children opened, or activities and scopes cancelled, at most</param>
public sealed record ContinueFlow(int Pieces = Interpreter.SliceLimit) : CaseCommand
{
    public override Command InSlicesOf(int pieces) => this with { Pieces = Math.Clamp(pieces, 1, Interpreter.SliceLimit) };

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        return progress.Continue(Pieces).Outcome;
    }
}
