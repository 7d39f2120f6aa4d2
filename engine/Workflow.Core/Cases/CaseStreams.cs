using System.Globalization;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Messages;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>The stream kind "case": one application under way, and the rows that lists, inbox, timers and workers read.</summary>
public sealed class CaseStreams : StreamKind
{
    /// <summary>Most UTF-16 code units of a task's title in lists; a longer one is cut there.</summary>
    public const int TitleInListMax = 255;

    public override string Name => "case";
    public override StreamState Empty => CaseState.Empty;

    public override IReadOnlyList<Event> RowsOf(IReadOnlyList<Event> events) => CaseAdvanced.Rows(events);

    public override void Project(string streamId, StreamState before, StreamState after, IReadOnlyList<Event>? events, RowChanges rows)
    {
        var (was, now) = ((CaseState)before, (CaseState)after);
        if (!now.IsFiled) return;
        (was.IsFiled ? rows.CasesChanged : rows.Cases).Add(CaseOf(streamId, now));
        foreach (var task in TasksTouched(now, events)) (was.Tasks.ContainsKey(task.Id) ? rows.TasksChanged : rows.Tasks).Add(TaskOf(streamId, now, task));
        ProjectTimer(streamId, was, now, rows);
        ProjectJobs(streamId, was, now, events, rows);
        WaitRows.Project(streamId, was, now, events, rows);
        IncidentRows.Project(streamId, was, now, events, rows);
        CreditRows.Project(streamId, now, events, rows);
        AgencyRows.Project(streamId, was, now, events, rows);
    }

    /// <summary>A wide fan-out or cancellation goes on slice by slice, each an ordinary command.</summary>
    public override Command? NextInternal(string streamId, StreamState state) =>
        ((CaseState)state).HasMore ? new ContinueFlow { CaseId = streamId, By = Actor.System("flow") } : null;

    private static CaseRow CaseOf(string id, CaseState state)
    {
        var clock = state.Clocks.GetValueOrDefault(CaseClocks.Case) ?? state.Clocks.GetValueOrDefault(CaseClocks.Intake);
        return new CaseRow(
            id, state.CaseNumber, state.Region, state.Pinned!.JointItem, state.Title, (short)state.Status,
            state.Applicant!.Account, state.Applicant.Name.Value, state.FiledAt, state.ChangedAt,
            clock?.Clock is { IsRunning: true } running ? running.DueAt : null,
            state.IsClosed || clock is not { Clock.EndedAt: null } ? (short)0 : (short)clock.Card, [.. state.Departments], state.HasTestClock, state.Version,
            (short?)state.Rated?.Level);
    }

    private static TaskRow TaskOf(string id, CaseState state, CaseTask task)
    {
        var clock = state.Clocks.GetValueOrDefault(task.DueClock) ?? state.Clocks.GetValueOrDefault(task.ClockId);
        var status = (task.End, task.Assignee) switch
        {
            (TaskEnd.Done, _) => 2,
            (TaskEnd.Cancelled or TaskEnd.Superseded, _) => 3,
            (null, not null) => 1,
            _ => 0,
        };
        return new TaskRow(
            id, task.Id, state.CaseNumber, state.Region, task.Department, task.Kind.ToString().ToLowerInvariant(), InList(task.Title), task.Element,
            (short)status, task.ClosedBy ?? task.Assignee, task.OpenedAt, task.ClosedAt,
            task.IsOpen && clock?.Clock is { IsRunning: true } running ? running.DueAt : null,
            task.IsOpen ? (short)(clock?.Card ?? Card.None) : (short)0, state.Applicant!.Name.Value, state.Pinned!.JointItem,
            task.ServiceItem, task.Urges.IsEmpty ? null : task.Urges[^1].At);
    }

    // Lists are shown from an index, whose entries are small; the case itself has the whole title.
    private static string InList(string title) =>
        title.Length <= TitleInListMax ? title : title[..(TitleInListMax - (char.IsHighSurrogate(title[TitleInListMax - 2]) ? 2 : 1))] + "…";

    private static IEnumerable<CaseTask> TasksTouched(CaseState state, IReadOnlyList<Event>? events)
    {
        if (events is null || events.Any(e => e is PersonalDataErased)) return state.Tasks.Values.OrderBy(t => t.Id);
        var touched = new SortedSet<long>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case TaskOpened e: touched.Add(e.TaskId); break;
                case TaskClaimed e: touched.Add(e.TaskId); break;
                case TaskUrged e: touched.Add(e.TaskId); break;
                case TaskReassigned e: touched.Add(e.TaskId); break;
                case TaskReleased e: touched.Add(e.TaskId); break;
                case TaskClosed e: touched.Add(e.TaskId); break;
                default:
                    foreach (var clock in ClocksOf(happened)) touched.UnionWith(TasksOfClock(state, clock));
                    break;
            }
        }
        return touched.Select(id => state.Tasks[id]);
    }

    private static IEnumerable<long> TasksOfClock(CaseState state, string clock) =>
        clock == CaseClocks.Intake || clock.StartsWith("obligation-", StringComparison.Ordinal) ? state.Tasks.Values.Where(t => t.IsOpen && t.DueClock == clock).Select(t => t.Id)
        : clock.StartsWith("task-", StringComparison.Ordinal) && long.Parse(clock.AsSpan(5), CultureInfo.InvariantCulture) is var id && state.Tasks.ContainsKey(id) ? [id]
        : [];

    private static IEnumerable<string> ClocksOf(Event happened) => happened switch
    {
        ClockStarted e => [e.Clock],
        ClockStopped e => [e.Clock],
        ClockResumed e => [e.Clock],
        ClockEnded e => [e.Clock],
        CardShown e => [e.Clock],
        TimingEvent e => TimingFold.ClocksOf(e),
        _ => [],
    };

    /// <summary>One row: the next instant at which anything is due. Most events of a case do not move it.</summary>
    private static void ProjectTimer(string streamId, CaseState was, CaseState now, RowChanges rows)
    {
        var (before, due) = (RealDue(was), RealDue(now));
        if (due == before) return;
        if (due is { } next) rows.Timers.Add(new TimerRow(streamId, next));
        else rows.TimersGone.Add(streamId);
    }

    /// <summary>Timer rows hold real time, so the test clock's offset is taken off.</summary>
    private static DateTimeOffset? RealDue(CaseState state) => FireTimer.NextDue(state) - state.TestClock;

    private static void ProjectJobs(string streamId, CaseState was, CaseState now, IReadOnlyList<Event>? events, RowChanges rows)
    {
        if (events is null)
        {
            foreach (var job in now.Jobs.Values.OrderBy(j => j.Activity)) rows.Jobs.Add(JobOf(streamId, job));
            return;
        }
        foreach (var opened in events.OfType<JobOpened>())
            if (now.Jobs.TryGetValue(opened.Activity, out var job)) rows.Jobs.Add(JobOf(streamId, job));
        foreach (var closed in events.OfType<JobClosed>())
            if (was.Jobs.ContainsKey(closed.Activity) && !now.Jobs.ContainsKey(closed.Activity)) rows.JobsGone.Add((streamId, closed.Activity));
    }

    // Offered at once, whatever clock the case runs on; only the queue itself puts a job off, after a failure.
    private static JobRow JobOf(string streamId, Job job) => new(
        streamId, job.Activity, job.Type, job.Element, job.Retries, DateTimeOffset.UnixEpoch, PausesOf(job));

    private static TimeSpan[] PausesOf(Job job) =>
        [.. (job.Backoff is { } written && RetryPauses.TryParse(written, out var pauses) ? pauses : RetryPauses.Usual).Between(job.Retries)];
}
