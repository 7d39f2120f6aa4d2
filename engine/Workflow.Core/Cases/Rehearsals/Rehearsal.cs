using System.Collections.Immutable;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Rehearsals;

/// <summary>How a rehearsal ended.</summary>
public enum RehearsalEnd
{
    /// <summary>The case came to its end.</summary>
    Concluded,

    /// <summary>Nothing is left to do, and yet the case is open; or a command was refused.</summary>
    Stuck,

    /// <summary>A person would have to look: the last step says why.</summary>
    Incident,

    /// <summary>It went on for longer than a rehearsal does, or there was nothing that could be played.</summary>
    Stopped,
}

/// <summary>One thing that happened in a rehearsal.</summary>
/// <param name="At">on the rehearsal's own clock</param>
/// <param name="Element">id of the BPMN element; null for what belongs to the whole case</param>
/// <param name="Code">stored name of the event, or the code of a refusal</param>
public sealed record RehearsalStep(DateTimeOffset At, string? Element, string Code, LocalText Text, string? Department);

/// <param name="WorkingDays">from filing to the last step, when every step of a person takes one working day</param>
/// <param name="Departments">codes, in the order in which they got something to do</param>
public sealed record RehearsalReport(RehearsalEnd End, ImmutableArray<RehearsalStep> Steps, int WorkingDays, ImmutableArray<string> Departments);

/// <summary>
/// Plays one sample case through a definition, before anybody's case depends on it. The same commands are decided and the
/// same events folded as for a real case; nothing is stored, and no clock is read. Everything goes well: the window
/// accepts, every department agrees, the lead department grants. People do what lies before them on the next working day,
/// side by side; workers finish at once; timers fire when they are due.
/// </summary>
public sealed class Rehearsal
{
    /// <summary>Commands played at most.</summary>
    public const int MaxCommands = 1_000;

    /// <summary>Events folded at most, but for those of the last command.</summary>
    public const int MaxEvents = 5_000;

    /// <summary>Steps told at most.</summary>
    public const int MaxSteps = 2_000;

    private const string CaseId = "case-00000000000000000000000000000000";
    private static readonly TimeSpan AfterOpening = TimeSpan.FromHours(1);

    private readonly Pinned pinned;
    private readonly string region;
    private readonly DateTimeOffset startsAt;
    private readonly ImmutableArray<RehearsalStep>.Builder steps = ImmutableArray.CreateBuilder<RehearsalStep>();
    private CaseState state = CaseState.Empty;
    private DateTimeOffset now;
    private int commands;
    private int events;
    private bool refused;

    private Rehearsal(Pinned pinned, string region, DateTimeOffset startsAt) => (this.pinned, this.region, this.startsAt, now) = (pinned, region, startsAt, startsAt);

    /// <param name="region">division code in which the case is filed</param>
    /// <param name="answers">what the applicant fills in; see <see cref="SampleAnswers"/></param>
    public static RehearsalReport Play(Pinned pinned, string region, Value.Context answers, DateTimeOffset startsAt)
    {
        var rehearsal = new Rehearsal(pinned, region, startsAt);
        rehearsal.File(answers);
        var end = rehearsal.Run();
        return rehearsal.ReportOf(end);
    }

    private void File(Value.Context answers)
    {
        var applicant = new Applicant("applicant", ApplicantKind.Organisation, new Personal("示例申请人"), new Personal(""), new Personal(""));
        var item = pinned.JointItem;
        Do(new FileApplication(new PinnedRef(item.Code, 1, item.Definition, 1, item.Calendar, 1), region, Channels.Online, applicant, answers, [])
        {
            By = new Actor(ActorKind.Person, "applicant", Role.Applicant, null, region), CaseId = CaseId,
        });
    }

    private RehearsalEnd Run()
    {
        while (!refused)
        {
            if (commands >= MaxCommands || events >= MaxEvents) return RehearsalEnd.Stopped;
            var people = state.Tasks.Values.Where(t => t is { IsOpen: true, IsHeld: false }).OrderBy(t => t.Id).ToList();
            if (state.IsClosed && people.Count == 0 && !state.HasMore) return RehearsalEnd.Concluded;

            if (state.HasMore) Do(new ContinueFlow { By = Actor.System("flow"), CaseId = CaseId });
            else if (state.Jobs.Values.OrderBy(j => j.Activity).FirstOrDefault() is { } job) Do(new CompleteJob(job.Activity, Value.Context.Empty) { By = Integrator, CaseId = CaseId });
            else if (people.Count > 0) Work(people);
            else if (state.Agenda.FirstOrDefault(due => due.Key.StartsWith("flow-", StringComparison.Ordinal)) is { Key: not null } timer) Wait(timer);
            else return state.Flow.Incidents.IsEmpty ? RehearsalEnd.Stuck : RehearsalEnd.Incident;
        }
        return RehearsalEnd.Stuck;
    }

    /// <summary>What is due before the next working day has begun comes first; then everybody does what lies before them.</summary>
    private void Work(List<CaseTask> people)
    {
        var day = pinned.Calendar.AddWorkingDays(pinned.Calendar.DayOf(now), 1);
        var at = pinned.Calendar.AddWorkingTime(pinned.Calendar.StartOf(day), AfterOpening).ToUniversalTime();
        if (!state.Agenda.IsEmpty && state.Agenda[0] is var due && due.Due <= at)
        {
            Wait(due);
            return;
        }
        now = at;
        foreach (var task in people)
            if (state.OpenTask(task.Id) is not null && !refused) Finish(task);
    }

    private void Wait(DueItem due)
    {
        now = due.Due > now ? due.Due : now;
        var before = state;
        Do(new FireTimer { By = Actor.System("timer"), CaseId = CaseId });
        // A timer that brings nothing about would be waited for again and again.
        if (ReferenceEquals(before, state)) Refuse("timer-not-due", due.Key);
    }

    private void Finish(CaseTask task)
    {
        var by = task.Kind == TaskKind.Intake || task.Department == Departments.Window
            ? new Actor(ActorKind.Person, "window", Role.Window, task.Department, region)
            : new Actor(ActorKind.Person, $"officer-{task.Department}", Role.Officer, task.Department, region);
        Do(task.Kind switch
        {
            TaskKind.Intake => [new Accept(task.Id) { By = by, CaseId = CaseId }],
            TaskKind.Check => [new RecordCheck(task.Id, []) { By = by, CaseId = CaseId }],
            // A step that only advises takes no other opinion.
            TaskKind.Review => [Opinion(OpinionKind.Positive), Opinion(OpinionKind.Advisory)],
            TaskKind.Decide => [new DecideCase(task.Id, Decision.Grant, null) { By = by, CaseId = CaseId }],
            TaskKind.Conclude => [new Conclude(task.Id, []) { By = by, CaseId = CaseId }],
            TaskKind.Deliver => [new Deliver(task.Id, "online", null) { By = by, CaseId = CaseId }],
            TaskKind.Verify => [new CheckInstant(task.Id, Right: true, null) { By = by, CaseId = CaseId }, new Verify(task.Id, true, null) { By = by, CaseId = CaseId }],
            _ => [new CompleteTask(task.Id, Value.Context.Empty) { By = by, CaseId = CaseId }],
        });

        RecordOpinion Opinion(OpinionKind kind) => new(task.Id, new Opinion(kind, null, [])) { By = by, CaseId = CaseId };
    }

    private Actor Integrator => new(ActorKind.Integrator, "worker", Role.Integrator, null, region);

    /// <summary>Decides and folds the first of these that is accepted.</summary>
    private void Do(params ReadOnlySpan<CaseCommand> ways)
    {
        commands++;
        Outcome.Rejection? first = null;
        foreach (var way in ways)
        {
            switch (way.Decide(pinned, state, now))
            {
                case Outcome.Rejection why:
                    first ??= why;
                    continue;
                case Outcome.Events { List: var happened }:
                    foreach (var one in happened) Fold(one);
                    return;
            }
        }
        Refuse(first!.Code, ways[0].GetType().Name);
    }

    private void Fold(Event happened)
    {
        state = (CaseState)state.Evolve(happened);
        events++;
        if (steps.Count < MaxSteps && RehearsalTexts.StepOf(happened, pinned.Graph, state, now) is { } step) steps.Add(step);
    }

    private void Refuse(string code, string what)
    {
        refused = true;
        steps.Add(new(now, null, code, new($"引擎拒绝了 {what}：{code}", $"the engine refused {what}: {code}"), null));
    }

    private RehearsalReport ReportOf(RehearsalEnd end) => new(
        end, steps.ToImmutable(), Math.Max(0, pinned.Calendar.WorkingDaysBetween(pinned.Calendar.DayOf(startsAt), pinned.Calendar.DayOf(now))),
        [.. state.Tasks.Values.OrderBy(t => t.Id).Select(t => t.Department).Distinct(StringComparer.Ordinal)]);
}
