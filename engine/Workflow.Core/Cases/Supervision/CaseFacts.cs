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
    public static CaseFact Of(ImmutableArray<CaseStep> steps, Pinned pinned) => Through(steps, pinned).Fact(steps[^1].After);

    public static ImmutableArray<StepFact> StepsOf(ImmutableArray<CaseStep> steps, Pinned pinned) => Through(steps, pinned).Steps(steps[^1].After);

    private static Tally Through(ImmutableArray<CaseStep> steps, Pinned pinned)
    {
        var tally = new Tally(pinned);
        foreach (var step in steps) tally.Take(step);
        return tally;
    }

    /// <summary>What the figures need of the steps behind a state, gone on with step by step.</summary>
    internal sealed class Tally(Pinned pinned)
    {
        private readonly Dictionary<long, DateTimeOffset> _taken = [];
        private readonly Dictionary<long, (StepInputs From, StepFact Fact)> _known = [];
        private DateTimeOffset? _accepted;
        private bool _acceptedBySilence;
        private int _supplements, _returns;

        public void Take(CaseStep step)
        {
            switch (step.Happened)
            {
                case CaseAccepted e:
                    _accepted ??= step.At;
                    _acceptedBySilence |= e.BySilence;
                    break;
                case SupplementRequested: _supplements++; break;
                case Moves.CaseSentBack: _returns++; break;
                case TaskClaimed or TaskReassigned or TaskClosed { Officer: not null }: _taken.TryAdd(TaskOf(step.Happened), step.At); break;
            }
        }

        public CaseFact Fact(CaseState state)
        {
            var clock = state.Clocks.GetValueOrDefault(CaseClocks.Case);
            var decided = state.Decided is { } decision && clock is { Clock.EndedAt: { } ended } ? (decision, clock, ended) : default((CaseDecided, CaseClock, DateTimeOffset)?);
            return new CaseFact(
                state.Region, state.Pinned!.JointItem, pinned.JointItem.LeadDepartment, state.Status, state.FiledAt,
                state.Decided?.At ?? state.Declined?.At ?? state.Withdrawn?.At ?? state.Intake.Lapsed?.At ?? state.Intake.Terminated?.At,
                decided is null ? null : decided.Value.Item2.Card != Card.Red,
                decided is null ? null : WithinStatutory(pinned.Calendar, decided.Value.Item2.Clock, decided.Value.Item3),
                decided is null ? null : DaysOf(pinned.Calendar, decided.Value.Item2.Clock, decided.Value.Item3),
                _accepted is { } known ? Minutes(pinned.Calendar.WorkingTimeBetween(state.FiledAt, known)) : null,
                _supplements, _returns, state.Decided?.Officer == InstantStep.Officer, state.Rated?.Level, state.Withdrawn is not null);
        }

        public ImmutableArray<StepFact> Steps(CaseState state) => [.. state.Tasks.Values.OrderBy(t => t.Id).Select(task => Step(state, task))];

        private StepFact Step(CaseState state, CaseTask task)
        {
            var from = new StepInputs(
                task, state.Clocks.GetValueOrDefault(task.Kind == TaskKind.Intake ? CaseClocks.Intake : task.ClockId), _taken.TryGetValue(task.Id, out var at) ? at : null,
                state.Opinions.GetValueOrDefault(task.Id)?.BySilence == true, task.Kind == TaskKind.Intake && _acceptedBySilence);
            // Most tasks are as they were: what stands in working time need not be counted again.
            if (_known.TryGetValue(task.Id, out var known) && known.From.IsSame(from)) return known.Fact;
            var fact = from.Fact(pinned.Calendar);
            _known[task.Id] = (from, fact);
            return fact;
        }
    }

    /// <summary>All that a task's figures follow from.</summary>
    private readonly record struct StepInputs(CaseTask Task, CaseClock? Clock, DateTimeOffset? TakenAt, bool BySilence, bool AcceptedBySilence)
    {
        public bool IsSame(StepInputs other) =>
            ReferenceEquals(Task, other.Task) && ReferenceEquals(Clock, other.Clock) && TakenAt == other.TakenAt && BySilence == other.BySilence && AcceptedBySilence == other.AcceptedBySilence;

        public StepFact Fact(WorkCalendar calendar)
        {
            var clock = Clock?.Clock;
            return new StepFact(
                Task.Id, Task.Kind, Task.Department, Task.ServiceItem, Task.OpenedAt, Task.ClosedAt, clock?.DueAt, Clock is { Card: Card.Red } || AcceptedBySilence,
                Task is { ClosedAt: { } closed, End: TaskEnd.Done } ? Minutes(Worked(calendar, clock, Task.OpenedAt, closed)) : null,
                TakenAt is { } taken ? Minutes(Worked(calendar, clock, Task.OpenedAt, taken)) : null, BySilence);
        }
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
