using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>A special procedure (特别程序) is over: what stood still for it runs on, as after <see cref="Resume"/>.</summary>
/// <param name="Clock">the clock that stands still for it</param>
/// <param name="Result">what came of it</param>
public sealed record EndSpecialProcedure(string Clock, string Result) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNot(progress.State, pinned, Clock, By) is { } refusal) return refusal;
        if (progress.State.Timing.OpenSpecial(Clock) is null) return Outcome.Reject("no-special-procedure");
        if (string.IsNullOrWhiteSpace(Result)) return Outcome.Reject("special-result-required");
        return Timing.Resume.RunOn(progress.EndSpecial(Clock, Result, By.Id, now), Clock).Outcome;
    }
}
