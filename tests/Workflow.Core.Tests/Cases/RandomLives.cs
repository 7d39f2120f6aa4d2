using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Cases;

/// <summary>Cases that live at random: every command at a random instant; many are refused, as in life.</summary>
internal static class RandomLives
{
    private static readonly Actor Boss = new(ActorKind.Person, "boss", Role.Supervisor, null, Scenario.Region);

    public static Scenario Play(int seed, int steps = 40, Action<CaseState, CaseState>? compare = null)
    {
        var random = new Random(seed);
        var shop = new Scenario(seed % 3 == 0 ? Shop.WithSilenceAndAdvice : Shop.Bpmn) { Compare = compare };
        shop.Filed(random.Next(600), random.Next(2) == 0);
        for (var i = 0; i < steps; i++)
        {
            shop.Now += TimeSpan.FromMinutes(random.Next(random.Next(4) == 0 ? 6_000 : 500));
            shop.When(Any(shop, random));
        }
        return shop;
    }

    private static CaseCommand Any(Scenario shop, Random random)
    {
        var tasks = shop.State.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id).ToList();
        var clocks = shop.State.Clocks.Keys.Order(StringComparer.Ordinal).ToList();
        var clock = clocks[random.Next(clocks.Count)];
        var task = tasks.Count == 0 ? null : tasks[random.Next(tasks.Count)];
        return random.Next(16) switch
        {
            0 when task is { Kind: TaskKind.Intake } => new RequestSupplement(task.Id, [new("lease", "missing")], null) { By = Scenario.Window, CaseId = shop.CaseId },
            1 => new Supplement([new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64))]) { By = Scenario.Applicant, CaseId = shop.CaseId },
            2 => new Suspend(clock, random.Next(2) == 0 ? SuspensionReason.Inspection : SuspensionReason.Supplement, random.Next(3) == 0 ? null : "art. 45") { By = Boss, CaseId = shop.CaseId },
            13 => new Suspend("case", SuspensionReason.Supplement, "art. 45") { By = Boss, CaseId = shop.CaseId },
            3 or 4 or 14 => new Resume(clock) { By = Boss, CaseId = shop.CaseId },
            5 when random.Next(10) == 0 => new Withdraw("x") { By = Scenario.Applicant, CaseId = shop.CaseId },
            6 or 7 when task is not null => new ClaimTask(task.Id) { By = By(task), CaseId = shop.CaseId },
            8 when task is not null => new ReleaseTask(task.Id) { By = By(task), CaseId = shop.CaseId },
            9 or 10 or 11 when task is not null => Finish(shop, task, random),
            12 => new RateCase(1 + random.Next(5), null, ByReceipt: true) { By = Scenario.Applicant, CaseId = shop.CaseId },
            _ => new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId },
        };
    }

    private static CaseCommand Finish(Scenario shop, CaseTask task, Random random) => task.Kind switch
    {
        TaskKind.Intake when random.Next(12) == 0 => new Decline(task.Id, "not ours") { By = By(task), CaseId = shop.CaseId },
        TaskKind.Intake => new Accept(task.Id) { By = By(task), CaseId = shop.CaseId },
        TaskKind.Review => new RecordOpinion(task.Id, new Opinion(random.Next(5) == 0 ? OpinionKind.Negative : OpinionKind.Positive, "reason", [])) { By = By(task), CaseId = shop.CaseId },
        TaskKind.Decide => new DecideCase(task.Id, random.Next(3) == 0 ? Decision.Deny : Decision.Grant, "reason") { By = By(task), CaseId = shop.CaseId },
        TaskKind.Conclude => new Conclude(task.Id, []) { By = By(task), CaseId = shop.CaseId },
        _ => new Deliver(task.Id, "post", null) { By = By(task), CaseId = shop.CaseId },
    };

    private static Actor By(CaseTask task) => task.Department == "window" ? Scenario.Window : Scenario.Officer(task.Department);
}
