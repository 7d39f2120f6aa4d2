using System.Collections.Immutable;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>How each event changes a case. The only place where a <see cref="CaseState"/> is made.</summary>
internal static class CaseEvolution
{
    public static CaseState Evolve(CaseState state, Event row)
    {
        var next = AtNextRow(state);
        if (row is not CaseAdvanced advanced) return WithinRow(next, row);
        foreach (var happened in advanced.Parts) next = WithinRow(next, happened);
        return next;
    }

    /// <summary>Before the first part of a further row: its version is what the parts see.</summary>
    public static CaseState AtNextRow(CaseState state) => state with { Version = state.Version + 1 };

    /// <summary>The states after each part of a row, with the row's version.</summary>
    public static IEnumerable<(Event Happened, CaseState After)> PartByPart(CaseState state, Event row)
    {
        var next = AtNextRow(state);
        foreach (var happened in CaseAdvanced.PartsOf(row))
        {
            next = WithinRow(next, happened);
            yield return (happened, next);
        }
    }

    /// <summary>Folds one part of the row whose version the state has.</summary>
    /// <param name="moved">what a flow event makes of the flow, where that is known already</param>
    public static CaseState WithinRow(CaseState state, Event happened, FlowState? moved = null)
    {
        var next = happened switch
        {
            FlowEvent e => OnFlow(state, e, moved ?? state.Flow.Evolve(e)),
            ReviewEvent e => ReviewFold.Evolve(state, e),
            IntakeEvent e => IntakeFold.Evolve(state, e),
            TimingEvent e => TimingFold.Evolve(state, e),
            SupervisionEvent e => SupervisionFold.Evolve(state, e),
            ObligationEvent e => ObligationFold.Evolve(state, e),
            InstantEvent e => InstantFold.Evolve(state, e),
            MaterialEvent e => MaterialFold.Evolve(state, e),
            PaperEvent e => PaperFold.Evolve(state, e),
            MoveEvent e => MoveFold.Evolve(state, e),
            ApplicationFiled e => OnFiled(state, e),
            CaseAccepted e => At(state, e.At) with { Status = CaseStatus.Accepted },
            CaseDeclined e => At(state, e.At) with { Status = CaseStatus.Declined, Declined = e },
            SupplementRequested e => At(state, e.At) with { Status = CaseStatus.SupplementAsked, Supplement = e },
            SupplementReceived e => At(state, e.At) with
            {
                Status = e.Complete ? CaseStatus.Supplemented : state.Status, Materials = state.Materials.AddRange(e.Materials), Intake = IntakeFold.Supplied(state.Intake, e),
            },
            TaskOpened e => OnTaskOpened(At(state, e.At), e),
            TaskClaimed e => WithTask(At(state, e.At), e.TaskId, task => task with { Assignee = e.Officer }) with { Status = state.Tasks[e.TaskId].Kind == TaskKind.Review ? Reviewing(state.Status) : state.Status },
            TaskUrged e => WithTask(At(state, e.At), e.TaskId, task => task with { Urges = task.Urges.Add(e) }),
            TaskReassigned e => WithTask(At(state, e.At), e.TaskId, task => task with { Assignee = e.Officer }) with { Status = state.Tasks[e.TaskId].Kind == TaskKind.Review ? Reviewing(state.Status) : state.Status },
            TaskReleased e => WithTask(At(state, e.At), e.TaskId, task => task with { Assignee = null }),
            TaskClosed e => WithTask(At(state, e.At), e.TaskId, task => task with { ClosedAt = e.At, End = e.End, ClosedBy = e.Officer }),
            JobOpened e => At(state, e.At) with { Jobs = state.Jobs.SetItem(e.Activity, new(e.Activity, e.Type, e.Element, e.Retries, e.At, e.Backoff)) },
            JobClosed e => state with { Jobs = state.Jobs.Remove(e.Activity) },
            OpinionRecorded e => At(state, e.At) with { Opinions = state.Opinions.SetItem(e.TaskId, e), Status = Reviewing(state.Status) },
            CaseDecided e => At(state, e.At) with { Decided = e },
            ClockStarted e => OnClockStarted(At(state, e.At), e),
            ClockStopped e => OnClockStopped(At(state, e.At), e),
            ClockResumed e => OnClockResumed(At(state, e.At), e),
            ClockEnded e => OnClockEnded(state, e),
            CardShown e => OnCard(state, e),
            CaseConcluded e => At(state, e.At) with { Concluded = e, Status = OnConcluded(state) },
            CaseDelivered e => At(state, e.At) with { Delivered = e },
            CaseRated e => At(state, e.At) with { Rated = e },
            CaseWithdrawn e => At(state, e.At) with { Withdrawn = e, Status = BeforeAcceptance(state.Status) ? CaseStatus.WithdrawnBeforeAcceptance : CaseStatus.Withdrawn },
            TestClockMoved e => state with { TestClock = e.Offset, HasTestClock = true },
            PersonalDataErased e => OnErased(At(state, e.At)),
            _ => state,
        };
        return GroupVotes.After(state, next, happened);
    }

    public static bool BeforeAcceptance(CaseStatus status) => status is CaseStatus.Filed or CaseStatus.SupplementAsked or CaseStatus.Supplemented;

    public static CaseState At(CaseState state, DateTimeOffset at) => at > state.ChangedAt ? state with { ChangedAt = at } : state;

    private static CaseStatus Reviewing(CaseStatus status) => status == CaseStatus.Accepted ? CaseStatus.UnderReview : status;

    private static CaseStatus OnConcluded(CaseState state) =>
        state.Decided?.Decision == Decision.Deny ? CaseStatus.Denied
        : state.Obligations.Values.Any(o => o is { IsOpen: true, Kind: ObligationKind.Deficiency }) ? CaseStatus.GrantedWithDeficiency
        : CaseStatus.Granted;

    private static CaseState OnFiled(CaseState state, ApplicationFiled e) => At(state, e.At) with
    {
        Pinned = e.Pinned, CaseNumber = e.CaseNumber, Region = e.Region, Title = e.Title, Channel = e.Channel, Applicant = e.Applicant,
        Answers = e.Answers, PersonalAnswers = e.PersonalAnswers, SubCases = e.SubCases, Materials = e.Materials,
        Departments = state.Departments.Union(e.SubCases.Where(s => s.Applies).Select(s => s.Department)),
        TestClock = e.ClockOffset, HasTestClock = e.ClockOffset != TimeSpan.Zero, FiledAt = e.At, Status = CaseStatus.Filed,
    };

    /// <summary>A task of the flow has its activity's id; the intake task takes one of the same series, so no id means two things.</summary>
    private static CaseState OnTaskOpened(CaseState state, TaskOpened e) => state with
    {
        Tasks = state.Tasks.SetItem(e.TaskId, MoveFold.Placed(state, new(e.TaskId, e.Activity, e.Kind, e.Department, e.Title, e.Element, e.ServiceItem, null, e.At, null, null, null))),
        Departments = state.Departments.Add(e.Department),
        Flow = e.TaskId > state.Flow.LastId ? state.Flow with { LastId = e.TaskId } : state.Flow,
        Reviews = e.Activity is { } activity && activity != e.TaskId
            ? state.Reviews with { Beside = state.Reviews.Beside.SetItem(activity, state.Reviews.Beside.GetValueOrDefault(activity, []).Add(e.TaskId)) } : state.Reviews,
    };

    /// <summary>The flow's timers stand on the case's agenda beside its clocks.</summary>
    private static CaseState OnFlow(CaseState state, FlowEvent e, FlowState flow)
    {
        var agenda = state.Agenda;
        if (!ReferenceEquals(flow.Timers, state.Flow.Timers))
        {
            foreach (var id in TimersTouched(e))
            {
                if (state.Flow.Timers.TryGetValue(id, out var old)) agenda = agenda.Remove(DueItem.Flow(old));
                if (flow.Timers.TryGetValue(id, out var armed)) agenda = agenda.Add(DueItem.Flow(armed));
            }
        }
        if (e is ScopeOpened { Called: { Definition: { } code, Version: { } version } }) state = state with { Pinned = state.Pinned?.WithCalled(code, version) };
        return state with { Flow = flow, Agenda = agenda, WaitsSince = SinceOf(state, flow, e), IncidentVersions = VersionsOf(state, flow, e) };
    }

    private static ImmutableDictionary<long, long> VersionsOf(CaseState state, FlowState flow, FlowEvent e)
    {
        if (ReferenceEquals(flow.Incidents, state.Flow.Incidents)) return state.IncidentVersions;
        if (e is IncidentRaised raised) return state.IncidentVersions.SetItem(raised.Incident, state.Version);
        var named = e switch
        {
            IncidentResolved resolved => resolved.Incident,
            ActivityCompleted done => state.Flow.Activities.GetValueOrDefault(done.Activity)?.Incident,
            ActivityCancelled gone => state.Flow.Activities.GetValueOrDefault(gone.Activity)?.Incident,
            _ => null,
        };
        if (named is { } id) return state.IncidentVersions.Remove(id);
        // What else took incidents away (a scope with all that stood still in it) is found by looking.
        return flow.Incidents.Count == state.IncidentVersions.Count ? state.IncidentVersions : state.IncidentVersions.RemoveRange(state.IncidentVersions.Keys.Where(open => !flow.Incidents.ContainsKey(open)));
    }

    /// <summary>Of every wait for something from outside, the version at which it began: who waits first is asked of the log's order.</summary>
    private static ImmutableDictionary<long, long> SinceOf(CaseState state, FlowState flow, FlowEvent e) => e switch
    {
        Subscribed { Kind: SubscriptionKind.Message or SubscriptionKind.Signal } began => state.WaitsSince.SetItem(began.Subscription, state.Version),
        _ when ReferenceEquals(flow.Subscriptions, state.Flow.Subscriptions) => state.WaitsSince,
        _ when flow.Subscriptions.IsEmpty => ImmutableDictionary<long, long>.Empty,
        _ => state.WaitsSince.RemoveRange(TimersTouched(e).Where(id => !flow.Subscriptions.ContainsKey(id))),
    };

    /// <summary>Ids of the flow's timers that an event armed, fired or took away, and of subscriptions, which share their numbers.</summary>
    public static IEnumerable<long> TimersTouched(FlowEvent e) => e switch
    {
        TimerSet set => [set.Timer],
        TimerFired fired => [fired.Timer],
        ActivityCompleted done => done.TimersGone,
        ActivityCancelled gone => gone.TimersGone,
        ScopeClosed closed => closed.TimersGone.OrNone(),
        ScopeInterrupted taken => taken.TimersGone,
        ProcessCompleted ended => ended.TimersGone.OrNone(),
        ProcessCancelled ended => ended.TimersGone.OrNone(),
        Subscribed begun => [begun.Subscription],
        SubscriptionHit hit => [hit.Subscription],
        _ => [],
    };

    public static CaseState WithTask(CaseState state, long id, Func<CaseTask, CaseTask> change) =>
        state with { Tasks = state.Tasks.SetItem(id, change(state.Tasks[id])) };

    private static CaseState OnClockStarted(CaseState state, ClockStarted e)
    {
        var clock = new Clock(e.Clock, e.Limit, e.Statutory, e.At, [], e.DueAt, e.Provisional, null);
        return WithClock(state, new CaseClock(clock, e.YellowAt, Card.None));
    }

    private static CaseState OnClockStopped(CaseState state, ClockStopped e)
    {
        var (clock, _, card) = state.Clocks[e.Clock];
        clock = clock with { DueAt = null, Stops = clock.Stops.Add(new(e.At, null, e.Reason, e.Basis)) };
        return WithClock(state, new CaseClock(clock, null, card)) with { Status = IsSpecial(e.Reason) && state.Concluded is null ? CaseStatus.SpecialProcedure : state.Status };
    }

    private static CaseState OnClockResumed(CaseState state, ClockResumed e)
    {
        var (clock, _, card) = state.Clocks[e.Clock];
        var stops = clock.Stops.SetItem(clock.Stops.Length - 1, clock.Stops[^1] with { ResumedAt = e.At });
        clock = clock with { DueAt = e.DueAt, Provisional = e.Provisional, Stops = stops };
        var next = WithClock(state, new CaseClock(clock, e.YellowAt, card));
        var ended = state.Status == CaseStatus.SpecialProcedure && !next.Clocks.Values.Any(c => c.Clock is { EndedAt: null, Stops: [.., { ResumedAt: null } stop] } && IsSpecial(stop.Reason));
        return ended ? next with { Status = CaseStatus.SpecialProcedureEnded } : next;
    }

    private static CaseState OnClockEnded(CaseState state, ClockEnded e)
    {
        var (clock, _, card) = state.Clocks[e.Clock];
        return WithClock(state, new CaseClock(clock with { EndedAt = e.At }, null, card));
    }

    private static CaseState OnCard(CaseState state, CardShown e)
    {
        var clock = state.Clocks[e.Clock];
        return WithClock(state, clock with { Card = e.Card });
    }

    /// <summary>Puts a clock in its place, and what it will bring about on the agenda.</summary>
    public static CaseState WithClock(CaseState state, CaseClock clock)
    {
        var agenda = state.Agenda;
        if (state.Clocks.TryGetValue(clock.Clock.Id, out var old))
            foreach (var item in AgendaOf(old)) agenda = agenda.Remove(item);
        foreach (var item in AgendaOf(clock)) agenda = agenda.Add(item);
        return state with { Clocks = state.Clocks.SetItem(clock.Clock.Id, clock), Agenda = agenda };
    }

    public static IEnumerable<DueItem> AgendaOf(CaseClock clock)
    {
        if (!clock.Clock.IsRunning) yield break;
        // The applicant's own time: no card is shown to an authority for it.
        if (clock.Clock is { Id: CaseClocks.Supplement, DueAt: { } last })
        {
            yield return new(last, $"lapse-{clock.Clock.Id}");
            yield break;
        }
        if (clock.Card == Card.None && clock.YellowAt is { } yellow) yield return new(yellow, $"yellow-{clock.Clock.Id}");
        if (clock.Clock.DueAt is not { } due) yield break;
        if (clock.Clock.Id == CaseClocks.Intake) yield return new(due, "silence");
        else if (clock.Card != Card.Red) yield return new(due, $"red-{clock.Clock.Id}");
    }

    private static bool IsSpecial(SuspensionReason reason) => reason is not (SuspensionReason.Supplement or SuspensionReason.ForceMajeure);

    private static CaseState OnErased(CaseState state) => state with
    {
        PersonalAnswers = Personal.Erased,
        Papers = state.Papers.Erased(),
        Rated = state.Rated is { } rated ? rated with { Comment = null } : null,
        Applicant = state.Applicant is { } a ? a with { Name = Personal.Erased, IdNumber = Personal.Erased, Phone = Personal.Erased } : null,
    };
}
