using System.Text.Json;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Plays a case on by its open tasks, whatever was done to it before.</summary>
internal static class Walks
{
    public static readonly Actor Supervisor = new(ActorKind.Person, "chief", Role.Supervisor, null, Scenario.Region);
    private const int StepLimit = 20_000;

    /// <summary>Everybody does the work that is open, agrees, and what falls due does; the case must come to its end.</summary>
    public static void PlayToTheEnd(Scenario scenario)
    {
        for (var steps = 0; !scenario.State.IsClosed; steps++)
        {
            Assert.True(steps < StepLimit, $"still open after the step limit: {Open(scenario.State)}");
            Assert.True(Play(scenario), $"nothing can be done and the case is not closed: {Open(scenario.State)}");
        }
    }

    private static string Open(CaseState state) =>
        string.Join("; ", state.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id).Select(t => $"task {t.Id} {t.Element} of {t.Department}, held {string.Join('+', t.Holds)}, activity {t.Activity}"))
        + $" | tokens {string.Join(", ", state.Flow.Tokens.Values.OrderBy(t => t.Id).Select(t => $"{t.Id} on {t.Flow ?? $"activity {t.Activity}"}{(t.Waits ? " waits" : "")}"))}";

    /// <summary>One thing that brings the case on; false when there is none.</summary>
    public static bool Play(Scenario scenario)
    {
        var state = scenario.State;
        if (state.Flow.HasMore)
        {
            scenario.Accepted(new ContinueFlow { By = Scenario.Timer, CaseId = scenario.CaseId });
            return true;
        }
        if (!state.Flow.Incidents.IsEmpty)
        {
            scenario.Accepted(new RetryIncident(state.Flow.Incidents.Keys.Min()) { By = Supervisor, CaseId = scenario.CaseId });
            return true;
        }
        if (state.Jobs.Keys.Order().FirstOrDefault() is > 0 and var job)
        {
            scenario.Accepted(new CompleteJob(job, Value.Context.Empty) { By = Actor.System("worker"), CaseId = scenario.CaseId });
            return true;
        }
        if (state.Tasks.Values.Where(t => t is { IsOpen: true, IsHeld: false }).MinBy(t => t.Id) is { } task)
        {
            scenario.Accepted(Done(scenario, task, OpinionKind.Positive));
            return true;
        }
        if (state.Agenda.IsEmpty) return false;
        FallDue(scenario);
        return true;
    }

    public static void FallDue(Scenario scenario)
    {
        var next = scenario.State.Agenda[0];
        if (next.Due > scenario.Now) scenario.Now = next.Due;
        scenario.Accepted(new FireTimer { By = Scenario.Timer, CaseId = scenario.CaseId });
    }

    /// <summary>The command by which whoever has the task finishes it.</summary>
    public static CaseCommand Done(Scenario scenario, CaseTask task, OpinionKind kind) => task.Kind switch
    {
        TaskKind.Review => new RecordOpinion(task.Id, new Opinion(kind, "because", ["keep the exit free"])) { By = HolderOf(task), CaseId = scenario.CaseId },
        TaskKind.Decide => new DecideCase(task.Id, Decision.Grant, "because") { By = HolderOf(task), CaseId = scenario.CaseId },
        TaskKind.Conclude => new Conclude(task.Id, []) { By = HolderOf(task), CaseId = scenario.CaseId },
        TaskKind.Deliver => new Deliver(task.Id, "window", null) { By = HolderOf(task), CaseId = scenario.CaseId },
        _ when scenario.State.Moves.DelegationOf(task.Id) is not null => new ReturnTask(task.Id, "looked at") { By = HolderOf(task), CaseId = scenario.CaseId },
        _ => new CompleteTask(task.Id, Value.Context.Empty) { By = HolderOf(task), CaseId = scenario.CaseId },
    };

    public static Actor HolderOf(CaseTask task) =>
        task.Department == Scenario.Window.Department ? Scenario.Window with { Id = task.Assignee ?? Scenario.Window.Id } : Scenario.Officer(task.Department, task.Assignee);

    public static void AssertReplays(Scenario scenario)
    {
        var replayed = scenario.Replayed();
        Assert.Equal(scenario.State.Dump(), replayed.Dump());
        Assert.Equal(MovesOf(scenario.State), MovesOf(replayed));
    }

    private static string MovesOf(CaseState state) => JsonSerializer.Serialize(new
    {
        Rounds = state.Moves.Rounds.OrderBy(r => r.Key, StringComparer.Ordinal), state.Moves.Detours, state.Moves.Delegations, state.Moves.Copies,
        Tokens = state.Flow.Tokens.Values.OrderBy(t => t.Id), Scopes = state.Flow.Scopes.Values.OrderBy(s => s.Id).Select(s => (s.Id, s.Kind, s.Opened)),
    });
}
