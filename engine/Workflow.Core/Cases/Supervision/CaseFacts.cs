using System.Collections.Immutable;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>What one case adds to the indicators (效能指标).</summary>
/// <param name="Status">its last status code</param>
/// <param name="EndedAt">when it was answered: decided, declined, withdrawn; null while it is open</param>
/// <param name="InTime">decided within the promised limit; null when it was not decided</param>
/// <param name="InStatutory">decided within the statutory limit; null when it was not decided</param>
/// <param name="Days">working days from acceptance to decision, stops left out; null when it was not decided</param>
/// <param name="IntakeMinutes">working minutes from receipt to acceptance; null when it was not accepted</param>
/// <param name="ByRule">decided by a rule (秒批)</param>
/// <param name="Rating">1 to 5; null when it was not rated</param>
/// <param name="Withdrawn">its applicant took it back</param>
public sealed record CaseFact(
    string Region, string JointItem, string LeadDepartment, CaseStatus Status, DateTimeOffset FiledAt, DateTimeOffset? EndedAt,
    bool? InTime, bool? InStatutory, decimal? Days, int? IntakeMinutes, int Supplements, int Returns, bool ByRule, int? Rating, bool Withdrawn);

/// <summary>What one task adds to the indicators.</summary>
/// <param name="DueAt">due instant of its own clock; null when it has none</param>
/// <param name="IsOverdue">its time ran out before it was done</param>
/// <param name="Minutes">working minutes from opening to end, stops left out; null while it is open or when it was not done</param>
/// <param name="HandoverMinutes">working minutes until an officer took it on; null while nobody has</param>
/// <param name="BySilence">its opinion was given by silence</param>
public sealed record StepFact(
    long TaskId, TaskKind Kind, string Department, string? ServiceItem, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt,
    DateTimeOffset? DueAt, bool IsOverdue, int? Minutes, int? HandoverMinutes, bool BySilence);

/// <summary>The figures of a case. Pure: they follow from its history and its calendar.</summary>
public static class CaseFacts
{
    public static CaseFact Of(ImmutableArray<CaseStep> steps, Pinned pinned)
    {
        var state = steps[^1].After;
        var clock = state.Clocks.GetValueOrDefault(CaseClocks.Case);
        var accepted = steps.FirstOrDefault(s => s.Happened is CaseAccepted) is { Happened: CaseAccepted e } at ? (e.At, Known: at.At) : default((DateTimeOffset At, DateTimeOffset Known)?);
        var decided = state.Decided is { } decision && clock is { Clock.EndedAt: { } ended } ? (decision, clock, ended) : default((CaseDecided, CaseClock, DateTimeOffset)?);
        return new CaseFact(
            state.Region, state.Pinned!.JointItem, pinned.JointItem.LeadDepartment, state.Status, state.FiledAt,
            state.Decided?.At ?? state.Declined?.At ?? state.Withdrawn?.At ?? state.Intake.Lapsed?.At ?? state.Intake.Terminated?.At,
            decided is null ? null : decided.Value.Item2.Card != Card.Red,
            decided is null ? null : WithinStatutory(pinned.Calendar, decided.Value.Item2.Clock, decided.Value.Item3),
            decided is null ? null : DaysOf(pinned.Calendar, decided.Value.Item2.Clock, decided.Value.Item3),
            accepted is { } known ? Minutes(pinned.Calendar.WorkingTimeBetween(state.FiledAt, known.Known)) : null,
            steps.Count(s => s.Happened is SupplementRequested), steps.Count(s => s.Happened is Moves.CaseSentBack), state.Decided?.Officer == InstantStep.Officer, state.Rated?.Level, state.Withdrawn is not null);
    }

    public static ImmutableArray<StepFact> StepsOf(ImmutableArray<CaseStep> steps, Pinned pinned)
    {
        var state = steps[^1].After;
        var taken = new Dictionary<long, DateTimeOffset>();
        foreach (var step in steps)
            if (step.Happened is TaskClaimed or TaskReassigned or TaskClosed { Officer: not null } && TaskOf(step.Happened) is var id) taken.TryAdd(id, step.At);
        return
        [
            .. state.Tasks.Values.OrderBy(t => t.Id).Select(task =>
            {
                var clock = state.Clocks.GetValueOrDefault(task.Kind == TaskKind.Intake ? CaseClocks.Intake : task.ClockId);
                var silent = state.Opinions.GetValueOrDefault(task.Id)?.BySilence == true;
                var done = task is { ClosedAt: not null, End: TaskEnd.Done };
                return new StepFact(
                    task.Id, task.Kind, task.Department, task.ServiceItem, task.OpenedAt, task.ClosedAt,
                    clock?.Clock.DueAt, clock is { Card: Card.Red } || (task.Kind == TaskKind.Intake && steps.Any(s => s.Happened is CaseAccepted { BySilence: true })),
                    done ? Minutes(Worked(pinned.Calendar, clock?.Clock, task.OpenedAt, task.ClosedAt!.Value)) : null,
                    taken.TryGetValue(task.Id, out var at) ? Minutes(Worked(pinned.Calendar, clock?.Clock, task.OpenedAt, at)) : null, silent);
            }),
        ];
    }

    private static long TaskOf(Event happened) => happened switch
    {
        TaskClaimed e => e.TaskId,
        TaskReassigned e => e.TaskId,
        TaskClosed e => e.TaskId,
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static bool WithinStatutory(WorkCalendar calendar, Clock clock, DateTimeOffset ended)
    {
        ImmutableArray<ClockStop> stops = clock.Stops is [.. var over, { ResumedAt: null } last] ? [.. over, last with { ResumedAt = ended }] : clock.Stops;
        return ended < Clocks.TimesOf(calendar, clock.Statutory ?? clock.Limit, clock.StartedAt, stops, 0).DueAt;
    }

    private static decimal DaysOf(WorkCalendar calendar, Clock clock, DateTimeOffset ended)
    {
        var used = Clocks.ReadingAt(calendar, clock, ended).Used;
        return clock.Limit.Unit switch
        {
            TimeUnit.WorkingDays => used,
            TimeUnit.HalfDays => used / 2,
            _ => Math.Round(used * 60 / calendar.Hours.MinutesOn(DayKind.Weekday), 2),
        };
    }

    private static TimeSpan Worked(WorkCalendar calendar, Clock? clock, DateTimeOffset from, DateTimeOffset to)
    {
        var worked = calendar.WorkingTimeBetween(from, to);
        foreach (var stop in clock?.Stops ?? [])
        {
            var (stopped, resumed) = (stop.StoppedAt > from ? stop.StoppedAt : from, stop.ResumedAt is { } at && at < to ? at : to);
            if (stopped < resumed) worked -= calendar.WorkingTimeBetween(stopped, resumed);
        }
        return worked > TimeSpan.Zero ? worked : TimeSpan.Zero;
    }

    private static int Minutes(TimeSpan time) => (int)Math.Round(time.TotalMinutes);
}
