using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Cases;
using Workflow.Feel;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

/// <summary>Real cases on a real node: filed, and led through random lives.</summary>
internal static class ShopCases
{
    private const string Region = "110105";
    private static readonly Actor Applicant = new(ActorKind.Person, "wang", Role.Applicant);
    private static readonly Actor Supervisor = new(ActorKind.Person, "boss", Role.Supervisor, null, Region);
    private static readonly PinnedRef Ref = new("open-a-shop", 1, "shop", 1, "cn", 1);

    public static Task<Node> StartAsync(string connectionString, string name = "a") =>
        Node.StartAsync(
            new NodeSettings(connectionString, [new CaseStreams(), .. CatalogKinds.All], (_, _) => ValueTask.FromResult<object>(Pinned), name),
            CancellationToken.None);

    public static Pinned Content => Pinned;

    private static Pinned Pinned { get; } = new(
        new JointItem(
            "open-a-shop", new LocalText("开店一件事", "Open a shop"), Region, "shop", "cn", "lead",
            new TimeLimit(45, TimeUnit.WorkingDays), new TimeLimit(10, TimeUnit.WorkingDays),
            [Item("a"), Item("b", "=application.area >= 300"), Item("c", "=application.sign")],
            [new Material("lease", new LocalText("租约", "Lease"), ["a"], true, false, null)],
            [new FormField("owner", new LocalText("业主", "Owner"), FieldType.Text, true, true, ["a"], [], null, null, null, null)],
            new CardRules(2)),
        BpmnReader.Read(Encoding.UTF8.GetBytes(Shop.Bpmn)).Graph!,
        StateCouncilCalendar.Latest);

    private static ServiceItem Item(string code, string? when = null) =>
        new(code, new LocalText($"事项{code}", $"Item {code}"), null, code, when, new TimeLimit(5, TimeUnit.WorkingDays), new TimeLimit(20, TimeUnit.WorkingDays), null);

    /// <summary>Files a case and does random things with it; its id.</summary>
    public static async Task<string> LiveAsync(Node node, int seed)
    {
        var random = new Random(seed);
        string id = $"case-{Guid.NewGuid():N}";
        var answers = Value.Context.Empty.With("area", random.Next(600)).With("sign", random.Next(2) == 0).With("owner", "王小明");
        var applicant = new Applicant("wang", ApplicantKind.Person, new Personal("王小明"), new Personal("110105199001010010"), new Personal("13800000000"));
        Assert.IsType<Answer.Accepted>(await SendAsync(node, new FileApplication(Ref, Region, "online", applicant, answers, []) { By = Applicant, CaseId = id }));
        for (int steps = random.Next(18); steps > 0; steps--)
        {
            var (state, _) = await node.ReadAsync(id, CancellationToken.None);
            await SendAsync(node, Any(id, (CaseState)state, random));
        }

        return id;
    }

    private static Command Any(string id, CaseState state, Random random)
    {
        var tasks = state.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id).ToList();
        string clock = state.Clocks.Keys.Order(StringComparer.Ordinal).First();
        return random.Next(17) switch
        {
            0 when tasks.Find(t => t.Kind == TaskKind.Intake) is { } intake =>
                new RequestSupplement(intake.Id, [new("lease", "missing")], null) { By = Window(intake), CaseId = id },
            1 => new Supplement([new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64))]) { By = Applicant, CaseId = id },
            2 => new Suspend(clock, SuspensionReason.Inspection, "art. 45") { By = Supervisor, CaseId = id },
            3 => new Resume(clock) { By = Supervisor, CaseId = id },
            4 when random.Next(8) == 0 => new Withdraw("x") { By = Applicant, CaseId = id },
            5 when tasks.Count > 0 => new ClaimTask(tasks[0].Id) { By = Officer(tasks[0]), CaseId = id },
            6 or 7 when tasks.Count > 0 => new UrgeTask(tasks[^1].Id, "please") { By = Supervisor, CaseId = id },
            8 when tasks.Count > 0 => new ReassignTask(tasks[^1].Id, Officer(tasks[^1]).Id, "ill", true, []) { By = Supervisor, CaseId = id },
            _ when state.MayBeRated => new RateCase(1 + random.Next(5), "fine", ByReceipt: true) { By = Applicant, CaseId = id },
            _ when state.IsClosed => new ErasePersonalData("asked for") { By = Supervisor, CaseId = id },
            _ when tasks.Count > 0 => Finish(id, tasks[random.Next(tasks.Count)]),
            _ => new FireTimer { By = Actor.System("timer"), CaseId = id },
        };
    }

    private static CaseCommand Finish(string id, CaseTask task) => task.Kind switch
    {
        TaskKind.Intake => new Accept(task.Id) { By = Window(task), CaseId = id },
        TaskKind.Review => new RecordOpinion(task.Id, new Opinion(OpinionKind.Positive, null, [])) { By = Officer(task), CaseId = id },
        TaskKind.Decide => new DecideCase(task.Id, task.Id % 2 == 0 ? Decision.Grant : Decision.Deny, "reason") { By = Officer(task), CaseId = id },
        TaskKind.Conclude => new Conclude(task.Id, []) { By = Officer(task), CaseId = id },
        _ => new Deliver(task.Id, "post", null) { By = Window(task), CaseId = id },
    };

    private static Actor Window(CaseTask task) => new(ActorKind.Person, task.Assignee ?? "clerk", Role.Window, "window", Region);

    private static Actor Officer(CaseTask task) => task.Department == "window" ? Window(task)
        : new(ActorKind.Person, task.Assignee ?? $"officer-{task.Department}", Role.Officer, task.Department, Region);

    public static Task<Answer> SendAsync(Node node, Command command)
    {
        string id = Guid.NewGuid().ToString("N");
        return node.SubmitAsync(new Envelope(new CommandId("test", "http", id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id))), CancellationToken.None);
    }
}
