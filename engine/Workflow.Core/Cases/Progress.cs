using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>
/// What follows from one command, step by step: each event is folded at once, so that the next step sees it. It first
/// lets everything happen that was due before <c>now</c>, in the order of its due instants; so a case's history never
/// depends on how late a timer was heard.
/// </summary>
internal sealed class Progress
{
    /// <summary>Due items caught up with in one command at most; what is left follows with its own timer.</summary>
    public const int CatchUpLimit = 200;

    private readonly Pinned pinned;
    private readonly DateTimeOffset now;
    private readonly List<Event> events = [];
    private readonly Queue<long> rulesWaiting = [];
    private int rulesDecided;

    // Parts of the row of the log that the last event stands in; none when nothing may join it.
    private int partsOfRow;

    public Progress(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        (this.pinned, State, this.now) = (pinned, state, now);
        CatchUp();
    }

    public CaseState State { get; private set; }

    public Pinned Pinned => pinned;

    /// <summary>Which groups of reviews this command has touched.</summary>
    public GroupWatch Watch { get; } = new();

    /// <summary>The instant of the command, in the case's own time.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Everything that happened so far, as the command's outcome.</summary>
    public Outcome Outcome => new Outcome.Events(events) { After = State };

    public Progress Add(Event happened) => Add(happened, moved: null);

    /// <param name="moved">what a flow event makes of the flow, where that is known already</param>
    private Progress Add(Event happened, FlowState? moved)
    {
        events.Add(happened);
        var before = State;
        State = CaseEvolution.WithinRow(JoinsRow(happened) ? before : CaseEvolution.AtNextRow(before), happened, moved);
        Watch.See(before, State, happened);
        if (happened is CaseDecided decided) this.FollowDecision(decided);
        if (happened is TaskClosed closed) this.CloseWithHost(closed.TaskId, closed.At);
        return this;
    }

    /// <summary>Whether it stands in the same row as the event before it, as <see cref="CaseAdvanced.Rows"/> will lay them.</summary>
    private bool JoinsRow(Event happened)
    {
        if (!CaseAdvanced.MayHold(happened.GetType()))
        {
            partsOfRow = 0;
            return false;
        }
        partsOfRow = partsOfRow == CaseAdvanced.MostParts ? 1 : partsOfRow + 1;
        return partsOfRow > 1;
    }

    /// <summary>Moves the tokens on and lets the case react to what they did.</summary>
    public Progress Advance(Trigger trigger) => Advance(trigger, now);

    public Progress Advance(Trigger trigger, DateTimeOffset at)
    {
        foreach (var (before, happened, after) in Interpreter.AdvanceByStep(pinned.Graph, State.Flow, trigger, at, pinned.Around(at)))
        {
            // What the case did in between may have changed its flow as well.
            Add(happened, ReferenceEquals(before, State.Flow) ? after : null);
            React(happened, at);
        }
        DecideByRules(at);
        return this.SettleReviews(at);
    }

    /// <summary>The next slice of whatever is too much for one step: reviews to close, then the flow's own.</summary>
    /// <param name="pieces">children opened, or activities and scopes cancelled, at most</param>
    public Progress Continue(int pieces = Interpreter.SliceLimit)
    {
        if (!State.Reviews.Closing.IsEmpty) return this.CloseFurther(pieces, now);
        return State.Flow.HasMore ? Advance(new Trigger.Continue(pieces)) : this;
    }

    // Clocks

    public Progress StartClock(string id, TimeLimit limit, TimeLimit? statutory, DateTimeOffset at)
    {
        var times = Clocks.TimesOf(pinned.CalendarOf(State, id), limit, at, [], pinned.JointItem.Cards.YellowBeforeDays);
        return Add(new ClockStarted(id, limit, statutory, at, times.DueAt, times.YellowAt, times.Provisional));
    }

    public Progress StopClock(string id, SuspensionReason reason, string? basis) =>
        State.RunningClock(id) is null ? this : Add(new ClockStopped(id, reason, basis, now));

    public Progress ResumeClock(string id) => ResumeClock(id, now);

    public Progress ResumeClock(string id, DateTimeOffset at)
    {
        if (State.Clocks.GetValueOrDefault(id)?.Clock is not { EndedAt: null, IsRunning: false } clock) return this;
        var stops = clock.Stops.SetItem(clock.Stops.Length - 1, clock.Stops[^1] with { ResumedAt = at });
        var times = Clocks.TimesOf(pinned.CalendarOf(State, id), clock with { Stops = stops }, pinned.JointItem.Cards.YellowBeforeDays);
        return Add(new ClockResumed(id, at, times.DueAt, times.YellowAt, times.Provisional));
    }

    public Progress EndClock(string id, DateTimeOffset at) =>
        State.Clocks.GetValueOrDefault(id) is { Clock.EndedAt: null } ? Add(new ClockEnded(id, at)).AfterClock(id, at) : this;

    // Intake

    public Progress OpenIntake(DateTimeOffset at)
    {
        this.OpenChecks(at);
        var task = State.Flow.LastId + 1;
        Add(new TaskOpened(task, null, TaskKind.Intake, Departments.Window, pinned.JointItem.Name.Zh, "intake", null, at));
        return StartClock(CaseClocks.Intake, CaseClocks.IntakeLimit, null, at);
    }

    public Progress CloseIntake(string? officer, DateTimeOffset at)
    {
        foreach (var task in State.Tasks.Values.Where(t => t is { IsOpen: true, Kind: TaskKind.Intake or TaskKind.Check }).OrderBy(t => t.Id))
        {
            var closer = task.Kind == TaskKind.Intake ? officer : null;
            Add(new TaskClosed(task.Id, closer is null ? TaskEnd.Cancelled : TaskEnd.Done, closer, at));
        }
        return EndClock(CaseClocks.Intake, at);
    }

    /// <summary>
    /// Accepts as of an instant and starts the flow. Silence accepts as of receipt, so the clock may start before now.
    /// </summary>
    public Progress Accept(DateTimeOffset asOf, bool bySilence, DateTimeOffset at)
    {
        Add(new CaseAccepted(bySilence, asOf));
        StartClock(CaseClocks.Case, pinned.JointItem.Promised, pinned.JointItem.Statutory, asOf);
        return Advance(new Trigger.Begin(FlowData.AtStart(State)), at);
    }

    // Tasks

    /// <summary>A person finished a task of the flow: task and clock end, the token moves on.</summary>
    public Progress Finish(CaseTask task, string officer, Value.Context? output = null) => Finish(task, officer, output, now);

    private Progress Finish(CaseTask task, string? officer, Value.Context? output, DateTimeOffset at)
    {
        Add(new TaskClosed(task.Id, TaskEnd.Done, officer, at));
        EndClock(task.ClockId, at);
        return Advance(new Trigger.Complete(task.Activity!.Value, output), at);
    }

    /// <summary>Ends everything that still runs: intake, clocks, tokens (withdrawn, declined).</summary>
    public Progress EndAll()
    {
        CloseIntake(null, now);
        EndClock(CaseClocks.Case, now);
        EndClock(CaseClocks.Delivery, now);
        this.EndBeside(now);
        return State.Flow is { IsStarted: true, IsCompleted: false } ? Advance(new Trigger.Cancel()) : this;
    }

    /// <summary>A failed step is offered to workers again.</summary>
    /// <param name="tries">tries in all; null for as many as the definition says</param>
    public Progress ReopenJob(Activity activity, int? tries = null)
    {
        OpenJob(activity.Id, activity.Element, now, tries);
        return this;
    }

    private void CatchUp()
    {
        // What brings nothing about now (a timer inside a scope that is being cancelled) is passed by, not asked again.
        var passedBy = 0;
        for (var i = 0; i < CatchUpLimit && passedBy < State.Agenda.Count && State.Agenda[passedBy] is var item && item.Due <= now; i++)
        {
            var before = State;
            FallDue(item);
            if (ReferenceEquals(before, State)) passedBy++;
        }
    }

    private void FallDue(DueItem item)
    {
        var dash = item.Key.IndexOf('-', StringComparison.Ordinal);
        var (what, of) = dash < 0 ? (item.Key, "") : (item.Key[..dash], item.Key[(dash + 1)..]);
        switch (what)
        {
            case "yellow": Add(new CardShown(of, Card.Yellow, item.Due)); break;
            case "red":
                Add(new CardShown(of, Card.Red, item.Due));
                Expire(of, item.Due);
                break;
            case "silence":
                var receipt = State.Clocks[CaseClocks.Intake].Clock.StartedAt;
                CloseIntake(null, item.Due).Accept(receipt, bySilence: true, item.Due);
                break;
            case "lapse": Expire(of, item.Due); break;
            case "flow": Advance(new Trigger.FireTimer(long.Parse(of, System.Globalization.CultureInfo.InvariantCulture)), item.Due); break;
            default: throw new InvalidOperationException($"nothing falls due by the key '{item.Key}'");
        }
    }

    /// <summary>What follows when a clock's time is over, beside its red card.</summary>
    private void Expire(string clock, DateTimeOffset due)
    {
        if (clock == CaseClocks.Supplement) this.LapseSupplement(due);
        if (clock.StartsWith("task-", StringComparison.Ordinal)) this.Deem(clock, due);
    }

    /// <summary>Business-rule steps that tokens came to: each decides and lets its token go, which may bring the next.</summary>
    private void DecideByRules(DateTimeOffset at)
    {
        while (rulesWaiting.TryDequeue(out var id))
        {
            if (!State.Flow.Activities.TryGetValue(id, out var activity) || activity.IsCancelling) continue;
            if (rulesDecided++ >= InstantStep.StepLimit) Advance(new Trigger.Fail(id, "rule-limit", $"more than {InstantStep.StepLimit} rules in one step"), at);
            else Advance(InstantStep.Decide(this, activity, at), at);
        }
    }

    /// <summary>A business-rule step with an incident is tried again.</summary>
    public Progress DecideAgain(long activity)
    {
        rulesWaiting.Enqueue(activity);
        DecideByRules(now);
        return this;
    }

    /// <summary>The case's side of what tokens did.</summary>
    private void React(FlowEvent moved, DateTimeOffset at)
    {
        switch (moved)
        {
            case ActivityStarted { Kind: ActivityKind.UserTask } started: OpenTask(started, at); break;
            case ActivityStarted { Kind: ActivityKind.ServiceTask } started: OpenJob(started.Activity, started.Element, at); break;
            case ActivityStarted { Kind: ActivityKind.BusinessRule } started: rulesWaiting.Enqueue(started.Activity); break;
            case ActivityCompleted done when State.Jobs.ContainsKey(done.Activity): Add(new JobClosed(done.Activity)); break;
            case ActivityCancelled gone: Cancel(gone.Activity, at); break;
            case ScopeClosed { Kind: ScopeKind.Detour }: this.EndDetours(at); break;
            case ProcessCompleted when State.Flow.IsCompleted: Complete(at); break;
        }
    }

    private void OpenTask(ActivityStarted started, DateTimeOffset at)
    {
        var node = pinned.GraphOf(State.Flow, started.Scope).Node(started.Element);
        var step = StepSettings.Of(node);
        var item = step.Item is null ? null : pinned.JointItem.Items.FirstOrDefault(i => i.Code == step.Item);
        var department = step.DepartmentIn(State.Flow.DataOf(started.Scope), pinned.Around(at)) ?? item?.Department ?? pinned.JointItem.LeadDepartment;
        Add(new TaskOpened(started.Activity, started.Activity, step.Kind, department, node.Name ?? node.Id, node.Id, step.Item, at));
        var waitsForItsTurn = step.Kind == TaskKind.Review && this.TakeSeat(State.Flow.Activities[started.Activity], at);
        if (!waitsForItsTurn) this.StartStepClock(State.Tasks[started.Activity], at);
    }

    private void OpenJob(long activity, string element, DateTimeOffset at, int? tries = null)
    {
        var step = StepSettings.Of(pinned.NodeOf(State.Flow, activity, element)!);
        Add(new JobOpened(activity, step.JobType ?? element, element, tries ?? step.Retries, at, step.Pauses == RetryPauses.Usual ? null : step.Pauses.Text));
    }

    private void Cancel(long activity, DateTimeOffset at)
    {
        if (State.Jobs.ContainsKey(activity)) Add(new JobClosed(activity));
        foreach (var task in State.TasksOf(activity).Where(t => t.IsOpen).ToList())
        {
            Add(new TaskClosed(task.Id, TaskEnd.Cancelled, null, at));
            EndClock(task.ClockId, at);
        }
    }

    /// <summary>
    /// The flow has ended by itself. A definition without a deciding or concluding step decides by its opinions:
    /// granted when no refusal stands.
    /// </summary>
    private void Complete(DateTimeOffset at)
    {
        if (State.IsClosed) return;
        if (State.Decided is null)
        {
            Add(new CaseDecided(Groups.AnyRefusal(State) ? Decision.Deny : Decision.Grant, null, "opinions", at));
        }
        EndClock(CaseClocks.Case, at);
        EndClock(CaseClocks.Delivery, at);
        if (State.Concluded is null) Add(new CaseConcluded(State.ResultsByRule(), at)).SampleInstant(at);
    }
}
