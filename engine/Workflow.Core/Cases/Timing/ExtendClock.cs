using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A clock is extended (延期) before it is over: once, by no more than the joint item allows, with the approval of an authority
/// and for a reason that the applicant is told (行政许可法 art. 42). Law and promise grow alike.
/// </summary>
/// <param name="Clock">"case" or "task-{id}"</param>
/// <param name="Added">in the clock's own unit</param>
/// <param name="Authority">who approved it: office and, where there is one, number of the approval</param>
public sealed record ExtendClock(string Clock, TimeLimit Added, string Authority, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNotMoved(progress.State, pinned, Clock, By, owners: true) is { } refusal) return refusal;
        var isReview = Clock.StartsWith("task-", StringComparison.Ordinal);
        if (Clock != CaseClocks.Case && !isReview) return Outcome.Reject("clock-not-extensible");
        var clock = progress.State.Clocks[Clock].Clock;
        if (clock.ExtendedAt is not null) return Outcome.Reject("already-extended");
        if (clock.DueAt is not { } due || due <= now) return Outcome.Reject("clock-overdue");
        if (string.IsNullOrWhiteSpace(Authority)) return Outcome.Reject("authority-required");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");

        var rule = isReview ? pinned.JointItem.Limits.ReviewExtension : pinned.JointItem.Limits.Extension;
        if (Added.Unit != clock.Limit.Unit) return Outcome.Reject("extension-unit", ("unit", clock.Limit.ToString()));
        var calendar = pinned.CalendarOf(progress.State, Clock);
        if (Added.Amount < 1 || Added.Amount > In(rule.Most, clock.Limit.Unit, calendar)) return Outcome.Reject("extension-range", ("most", rule.Most.ToString()));

        var extended = clock with { Limit = Plus(clock.Limit), Statutory = clock.Statutory?.Unit == Added.Unit ? Plus(clock.Statutory) : clock.Statutory };
        if (clock.Fixed is not null) extended = extended with { Fixed = new(now, Clocks.Later(calendar, due, Added)) };
        var times = progress.TimesOf(extended);
        return progress.Add(new ClockExtended(
            Clock, Added, extended.Limit, extended.Statutory, Authority, Reason, rule.Basis, By.Id, now, due, times.DueAt, times.YellowAt, times.Provisional,
            Moved: clock.Fixed is not null)).Outcome;
    }

    private TimeLimit Plus(TimeLimit limit) => limit with { Amount = limit.Amount + Added.Amount };

    /// <summary>So many days in a clock's unit; rules are written in days.</summary>
    private static int In(TimeLimit most, TimeUnit unit, WorkCalendar calendar) => (most.Unit, unit) switch
    {
        var (has, wanted) when has == wanted => most.Amount,
        (TimeUnit.WorkingDays, TimeUnit.HalfDays) => most.Amount * 2,
        (TimeUnit.HalfDays, TimeUnit.WorkingDays) => most.Amount / 2,
        (TimeUnit.WorkingDays, _) => most.Amount * calendar.Hours.MinutesOn(DayKind.Weekday) / 60,
        (TimeUnit.HalfDays, _) => most.Amount * calendar.Hours.MinutesOn(DayKind.Weekday) / 120,
        _ => most.Amount * 60 / calendar.Hours.MinutesOn(DayKind.Weekday) * (unit == TimeUnit.HalfDays ? 2 : 1),
    };
}
