using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A timer of the case was heard. Whatever is due by now happens, in its order; a timer heard twice, or one that was
/// taken back meanwhile, brings nothing about.
/// </summary>
/// <param name="Key">key of the timer row: "flow-{id}", "yellow-{clock}", "red-{clock}", "silence", "continue"</param>
public sealed record FireTimer(string Key) : CaseCommand
{
    /// <summary>Stands behind a large fan-out or cancellation under way; see <see cref="CaseStreams"/>.</summary>
    public const string Continue = "continue";

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        return Key == Continue ? progress.Continue().Outcome : progress.Outcome;
    }
}
