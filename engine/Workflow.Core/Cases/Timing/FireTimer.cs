using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// The case's timer was heard. Whatever is due by now happens, in its order, and a large piece of work that nobody went
/// on with goes on; a timer heard twice, or one that was moved meanwhile, brings nothing about.
/// </summary>
public sealed record FireTimer : CaseCommand
{
    /// <summary>Longer than a slice of a large fan-out or cancellation takes, so that the timer is heard only when its node died.</summary>
    public static readonly TimeSpan ContinueAfter = TimeSpan.FromSeconds(10);

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        return ContinuesAt(state) <= now ? progress.Continue().Outcome : progress.Outcome;
    }

    /// <summary>When the case has to be heard of next, in its own time; null when it waits for nothing.</summary>
    public static DateTimeOffset? NextDue(CaseState state)
    {
        DateTimeOffset? due = state.Agenda.IsEmpty ? null : state.Agenda[0].Due;
        if (ContinuesAt(state) is not { } continues) return due;
        // What was due at the last change and stands there still belongs to what is being cancelled: the next slice takes it away.
        return due > state.ChangedAt && due < continues ? due : continues;
    }

    private static DateTimeOffset? ContinuesAt(CaseState state) => state.HasMore ? state.ChangedAt + ContinueAfter : null;
}
