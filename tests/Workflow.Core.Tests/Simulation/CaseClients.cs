using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Cases;
using Workflow.Feel;

namespace Workflow.Core.Tests.Simulation;

/// <summary>An applicant files; then officers act on what they see in the tables, at the same time and without knowing of each other.</summary>
internal sealed class CaseClients
{
    private const int Officers = 3;
    private static readonly Actor Boss = new(ActorKind.Person, "boss", Role.Supervisor, null, Scenario.Region);

    private readonly World _world;
    private readonly string _caseId;
    private int _acts;

    private CaseClients(World world, int number) => (_world, _caseId) = (world, $"case-{number:x32}");

    public static void Make(World world, int number)
    {
        var people = new CaseClients(world, number);
        people.Send(people.Filing(), TimeSpan.FromMilliseconds(world.Dice.Next(0, 1_000)), filed =>
        {
            if (filed is not Answer.Accepted) return;
            for (int i = 0; i < Officers; i++) people.Next();
        });
    }

    private void Next()
    {
        if (_acts >= _world.Plan.ActsPerCase || _world.IsOver) return;
        var pause = TimeSpan.FromMilliseconds(_world.Dice.Next(0, 300));
        _world.After(pause, () => Send(Any((CaseState)_world.Store.StreamOf(_caseId).States[^1]), TimeSpan.Zero, _ => Next()));
    }

    private void Send(Command command, TimeSpan after, Action<Answer?> done) =>
        _world.Clients.Add(new Client(_world, new CommandId("tester", "http", $"{_caseId}/{++_acts}"), command) { Done = done }.Begin(after));

    private FileApplication Filing()
    {
        var answers = Value.Context.Empty.With("area", _world.Dice.Next(0, 600)).With("sign", _world.Dice.Chance(0.5)).With("owner", "王小明");
        return new FileApplication(
            new PinnedRef("open-a-shop", 1, "shop", 1, "cn", 1), Scenario.Region, "online",
            new Applicant("wang", ApplicantKind.Person, new("王小明"), new("110105199001010010"), new("13800000000")), answers,
            [new FiledMaterial("plan", "f1", "plan.pdf", "application/pdf", 10, new string('a', 64))]) { By = Scenario.Applicant, CaseId = _caseId };
    }

    private CaseCommand Any(CaseState state)
    {
        var dice = _world.Dice;
        var tasks = state.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id).ToList();
        string clock = dice.Any(state.Clocks.Keys.Order(StringComparer.Ordinal).ToList());
        var task = tasks.Count == 0 ? null : dice.Any(tasks);
        return dice.Next(0, 14) switch
        {
            0 when task is { Kind: TaskKind.Intake } => new RequestSupplement(task.Id, [new("lease", "missing")], null) { By = Scenario.Window, CaseId = _caseId },
            1 => new Supplement([new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64))]) { By = Scenario.Applicant, CaseId = _caseId },
            2 => new Suspend(clock, SuspensionReason.Inspection, "art. 45") { By = Boss, CaseId = _caseId },
            3 => new Resume(clock) { By = Boss, CaseId = _caseId },
            4 when dice.Chance(0.1) => new Withdraw("x") { By = Scenario.Applicant, CaseId = _caseId },
            5 when task is not null => new ClaimTask(task.Id) { By = By(task), CaseId = _caseId },
            6 when task is not null => new ReleaseTask(task.Id) { By = By(task), CaseId = _caseId },
            _ when task is not null => Finish(task),
            _ => new RateCase(1 + dice.Next(0, 5), null, ByReceipt: true) { By = Scenario.Applicant, CaseId = _caseId },
        };
    }

    private CaseCommand Finish(CaseTask task)
    {
        var (dice, by) = (_world.Dice, By(task));
        return task.Kind switch
        {
            TaskKind.Intake => new Accept(task.Id) { By = by, CaseId = _caseId },
            TaskKind.Review => new RecordOpinion(task.Id, new Opinion(dice.Chance(0.2) ? OpinionKind.Negative : OpinionKind.Positive, "reason", [])) { By = by, CaseId = _caseId },
            TaskKind.Decide => new DecideCase(task.Id, dice.Chance(0.3) ? Decision.Deny : Decision.Grant, "reason") { By = by, CaseId = _caseId },
            TaskKind.Conclude => new Conclude(task.Id, []) { By = by, CaseId = _caseId },
            _ => new Deliver(task.Id, "post", null) { By = by, CaseId = _caseId },
        };
    }

    private static Actor By(CaseTask task) => task.Department == "window" ? Scenario.Window : Scenario.Officer(task.Department);
}
