using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Cases;

/// <summary>Random lives of a case: rows written step by step equal rows made anew, replay equals live, and every case ends.</summary>
public class RowTests
{
    private const int Lives = 300;
    private const int StepsPerLife = 40;

    [Fact]
    public void Rows_written_step_by_step_equal_rows_rebuilt_from_the_state()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            var random = new Random(seed);
            var shop = new Scenario(seed % 3 == 0 ? Shop.WithSilenceAndAdvice : Shop.Bpmn).Filed(area: random.Next(600), sign: random.Next(2) == 0);
            var table = new Table(shop.CaseId);
            table.Apply(CaseState.Empty, shop.State, shop.History);
            for (var step = 0; step < StepsPerLife && !shop.State.IsClosed; step++)
            {
                shop.Now += TimeSpan.FromHours(random.Next(48));
                var before = shop.State;
                if (shop.When(Any(shop, random)) is Outcome.Events { List: var events }) table.Apply(before, shop.State, events);
                Assert.Equal(Table.Rebuilt(shop.CaseId, shop.State).Dump(), table.Dump());
            }
            Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
        }
    }

    [Fact]
    public void Whatever_happened_before_playing_the_open_tasks_concludes_the_case()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            var random = new Random(seed);
            var shop = new Scenario(seed % 3 == 0 ? Shop.WithSilenceAndAdvice : Shop.Bpmn).Filed(area: random.Next(600), sign: random.Next(2) == 0);
            for (var step = 0; step < random.Next(StepsPerLife) && !shop.State.IsClosed; step++)
            {
                shop.Now += TimeSpan.FromHours(random.Next(48));
                shop.When(Any(shop, random));
            }
            for (var round = 0; round < 100 && !shop.State.IsClosed; round++)
            {
                shop.When(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });
                foreach (var clock in shop.State.Clocks.Keys.ToList()) shop.When(new Resume(clock) { By = Supervisor, CaseId = shop.CaseId });
                if (shop.State.Status == CaseStatus.SupplementAsked) shop.When(Supply(shop));
                foreach (var task in shop.State.Tasks.Values.Where(t => t.IsOpen).ToList()) shop.When(Finish(shop, task));
            }
            Assert.True(shop.State.IsClosed, $"seed {seed}: {shop.State.Status}, {shop.History.Count} events");
            Assert.Empty(shop.State.Agenda);
        }
    }

    private static Actor Supervisor => new(ActorKind.Person, "boss", Role.Supervisor, null, Scenario.Region);

    private static Command Any(Scenario shop, Random random)
    {
        var tasks = shop.State.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id).ToList();
        var clocks = shop.State.Clocks.Keys.Order(StringComparer.Ordinal).ToList();
        var clock = clocks[random.Next(clocks.Count)];
        return random.Next(16) switch
        {
            0 when tasks.Find(t => t.Kind == TaskKind.Intake) is { } intake =>
                new RequestSupplement(intake.Id, [new("lease", "missing")], null) { By = Scenario.Window, CaseId = shop.CaseId },
            1 => Supply(shop),
            2 or 3 => new Suspend(clock, SuspensionReason.Inspection, "art. 45") { By = Supervisor, CaseId = shop.CaseId },
            4 or 5 => new Resume(clock) { By = Supervisor, CaseId = shop.CaseId },
            6 when random.Next(8) == 0 => new Withdraw("x") { By = Scenario.Applicant, CaseId = shop.CaseId },
            7 when tasks.Count > 0 && tasks[random.Next(tasks.Count)] is var task => new ClaimTask(task.Id) { By = Scenario.Officer(task.Department), CaseId = shop.CaseId },
            9 when tasks.Count > 0 => new UrgeTask(tasks[random.Next(tasks.Count)].Id, "please") { By = Supervisor, CaseId = shop.CaseId },
            10 when tasks.Count > 0 && tasks[random.Next(tasks.Count)] is var task => new ReassignTask(task.Id, $"officer-{task.Department}", "ill", true, []) { By = Supervisor, CaseId = shop.CaseId },
            12 when tasks.Find(t => t.Assignee is not null) is { } held => TakeOver(shop, held),
            11 => new RateCase(1 + random.Next(5), "fine", ByReceipt: random.Next(2) == 0) { By = Scenario.Applicant, CaseId = shop.CaseId },
            8 => new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId },
            _ when tasks.Count > 0 => Finish(shop, tasks[random.Next(tasks.Count)]),
            _ => new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId },
        };
    }

    private static ClaimTask TakeOver(Scenario shop, CaseTask held)
    {
        var day = shop.Pinned.Calendar.DayOf(shop.Now);
        return new(held.Id, [new OfficerAbsence(held.Assignee!, day, day, "stand-in", "leave")]) { By = Scenario.Officer(held.Department, "stand-in"), CaseId = shop.CaseId };
    }

    private static bool IsAdvice(Scenario shop, CaseTask task) => StepSettings.Of(shop.Pinned.Graph.Node(task.Element)).Policy == ReviewPolicy.Advisory;

    private static Supplement Supply(Scenario shop) =>
        new([new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64))]) { By = Scenario.Applicant, CaseId = shop.CaseId };

    private static CaseCommand Finish(Scenario shop, CaseTask task)
    {
        var by = task.Department == "window" ? Scenario.Window with { Id = task.Assignee ?? "clerk" } : Scenario.Officer(task.Department, task.Assignee);
        return task.Kind switch
        {
            TaskKind.Intake => new Accept(task.Id) { By = by, CaseId = shop.CaseId },
            TaskKind.Review => new RecordOpinion(task.Id, new Opinion(IsAdvice(shop, task) ? OpinionKind.Advisory : OpinionKind.Positive, null, [])) { By = by, CaseId = shop.CaseId },
            TaskKind.Decide => new DecideCase(task.Id, task.Id % 2 == 0 ? Decision.Grant : Decision.Deny, "reason") { By = by, CaseId = shop.CaseId },
            TaskKind.Conclude => new Conclude(task.Id, []) { By = by, CaseId = shop.CaseId },
            _ => new Deliver(task.Id, "post", null) { By = by, CaseId = shop.CaseId },
        };
    }
}
