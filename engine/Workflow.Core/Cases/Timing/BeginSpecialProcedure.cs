using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A special procedure (特别程序: hearing, inspection, test …) begins for a review or for the whole case. Its time is not counted
/// in theirs; it has a limit of its own, of which the applicant is told in writing (行政许可法 art. 45).
/// </summary>
/// <param name="Clock">"case" or "task-{id}": what stops a review stops the case, what stops the case stops every review</param>
/// <param name="Type">code of one of the joint item's kinds</param>
/// <param name="Told">what the applicant is told in writing: what is done, by whom, how long it takes</param>
public sealed record BeginSpecialProcedure(string Clock, string Type, TimeLimit Limit, string Told) : CaseCommand
{
    private const int MostDays = 1000;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNot(progress.State, pinned, Clock, By) is { } refusal) return refusal;
        if (!IsStoppable(Clock)) return Outcome.Reject("clock-not-stoppable");
        if (progress.State.RunningClock(Clock) is null) return Outcome.Reject("clock-not-running");
        if (pinned.JointItem.Limits.SpecialProcedures.FirstOrDefault(r => r.Code == Type) is not { } rule) return Outcome.Reject("special-type-unknown", ("type", Type));
        if (Limit.Amount is < 1 or > MostDays || (rule.Most is { } most && Exceeds(Limit, most))) return Outcome.Reject("special-limit-range", ("most", $"{rule.Most?.ToString() ?? $"{MostDays} d"}"));
        if (string.IsNullOrWhiteSpace(Told)) return Outcome.Reject("told-required");

        progress.Add(new SpecialProcedureBegun(Clock, Type, rule.Name, Limit, Told, rule.Basis, By.Id, now));
        if (Clock == CaseClocks.Case)
        {
            foreach (var id in progress.State.Clocks.Keys.Where(IsStoppable).Order(StringComparer.Ordinal)) progress.StopClock(id, rule.Reason, rule.Basis);
        }
        else
        {
            progress.StopClock(Clock, rule.Reason, rule.Basis).StopClock(CaseClocks.Case, rule.Reason, rule.Basis);
        }
        return progress.StartClock(CaseClocks.OfSpecial(Clock), Limit, null, now).Outcome;
    }

    private static bool IsStoppable(string clock) => clock == CaseClocks.Case || clock.StartsWith("task-", StringComparison.Ordinal);

    // Hours and days are not compared without a calendar; a rule in days bounds limits in days and half days.
    private static bool Exceeds(TimeLimit limit, TimeLimit most) => limit.Unit == most.Unit ? limit.Amount > most.Amount : limit.HalfDays > most.HalfDays;
}
