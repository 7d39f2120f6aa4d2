using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>
/// A case played in memory: commands are decided and folded as the runtime would, at instants that the test sets.
/// The joint item has three departments (a: always, b: when `big`, c: a sign) and a lead.
/// </summary>
internal sealed class Scenario
{
    public const string Region = "110105";
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero); // 09:00 in Shanghai

    public static readonly Actor Applicant = new(ActorKind.Person, "wang", Role.Applicant);
    public static readonly Actor Window = new(ActorKind.Person, "clerk", Role.Window, Departments.Window, Region);
    public static readonly Actor Lead = Officer("lead");
    public static readonly Actor Timer = Actor.System("timer");

    private Pinned pinned;

    /// <param name="change">what is pinned otherwise than usual</param>
    /// <param name="with">what this test's joint item lays down otherwise</param>
    public Scenario(
        string bpmn, ImmutableArray<ServiceItem> items = default, PaperRules? papers = null, Func<Pinned, Pinned>? change = null, Func<JointItem, JointItem>? with = null)
    {
        var read = BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(bpmn));
        Assert.NotNull(read.Graph);
        Assert.Empty(StepSettings.Check(read.Graph));
        var item = ItemOf(items) with { Papers = papers };
        pinned = new Pinned(with is null ? item : with(item), read.Graph, StateCouncilCalendar.Latest);
        if (change is not null) pinned = change(pinned);
    }

    /// <summary>On a graph drawn in code.</summary>
    public Scenario(ProcessGraph graph) => pinned = new Pinned(ItemOf(default), graph, StateCouncilCalendar.Latest);

    /// <summary>Set to what the runtime would load when the case has come to count by other versions.</summary>
    public Pinned Pinned { get => pinned; set => pinned = value; }
    public CaseState State { get; private set; } = CaseState.Empty;
    /// <summary>What happened, one by one.</summary>
    public List<Event> History { get; private set; } = [];
    /// <summary>The same as it would stand in the log.</summary>
    public List<Event> Rows { get; private set; } = [];
    public DateTimeOffset Now { get; set; } = Monday;
    /// <summary>What the case complains of, when it is a complaint.</summary>
    public ComplaintOpened? About { get; init; }

    public string CaseId { get; } = "case-0123456789abcdef0123456789abcdef";

    public static Actor Officer(string department, string? id = null) =>
        new(ActorKind.Person, id ?? $"officer-{department}", Role.Officer, department, Region);

    public static ServiceItem Item(string code, string? when = null, int promised = 5) =>
        new(code, new LocalText($"事项{code}", $"Item {code}"), null, code, when, new(promised, TimeUnit.WorkingDays), new(20, TimeUnit.WorkingDays), null);

    public static JointItem ItemOf(ImmutableArray<ServiceItem> items) => new(
        "open-a-shop", new LocalText("开店一件事", "Open a shop"), Region, "shop", "cn", "lead",
        new(45, TimeUnit.WorkingDays), new(10, TimeUnit.WorkingDays),
        items.IsDefault ? [Item("a"), Item("b", "=application.area >= 300"), Item("c", "=application.sign")] : items,
        [new Material("plan", new("平面图", "Floor plan"), ["a", "b"], true, true, null), new Material("lease", new("租约", "Lease"), ["a"], true, false, null)],
        [
            new FormField("area", new("面积", "Area"), FieldType.Number, true, false, ["b"], [], 0, null, null, null),
            new FormField("sign", new("招牌", "Sign"), FieldType.Boolean, true, false, ["c"], [], null, null, null, null),
            new FormField("owner", new("业主", "Owner"), FieldType.Text, true, true, ["a"], [], null, null, null, null),
        ],
        new CardRules(2));

    /// <summary>Decides and, when accepted, folds; the outcome is given back.</summary>
    /// <summary>Gets the fold of every command's rows and the command's own idea of the state after it.</summary>
    public Action<CaseState, CaseState>? Compare { get; init; }

    public Outcome When(Command command)
    {
        var now = Now + State.ClockOffset;
        var outcome = command.Decide(command.Pin(State) is null ? null : pinned, State, now);
        if (outcome is not Outcome.Events accepted) return outcome;
        History.AddRange(accepted.List);
        foreach (var row in new CaseStreams().RowsOf(accepted.List))
        {
            Rows.Add(row);
            State = (CaseState)State.Evolve(row);
        }
        if (accepted.After is CaseState after) Compare?.Invoke(State, after);
        return outcome;
    }

    public IReadOnlyList<Event> Accepted(Command command)
    {
        var outcome = When(command);
        if (outcome is Outcome.Rejection no) Assert.Fail($"{command} was refused: {no.Code}");
        return Assert.IsType<Outcome.Events>(outcome).List;
    }

    public string Refused(Command command) => Assert.IsType<Outcome.Rejection>(When(command)).Code;

    public Scenario Filed(decimal area = 500, bool sign = true)
    {
        var answers = Value.Context.Empty.With("area", area).With("sign", sign).With("owner", "王小明");
        Accepted(new FileApplication(
            new PinnedRef("open-a-shop", 1, "shop", 1, "cn", 1), Region, "online",
            new Applicant("wang", ApplicantKind.Person, new("王小明"), new("110105199001010010"), new("13800000000")), answers,
            [new FiledMaterial("plan", "f1", "plan.pdf", "application/pdf", 10, new string('a', 64))])
        { By = Applicant, CaseId = CaseId, About = About });
        return this;
    }

    public Scenario AcceptedByWindow()
    {
        Accepted(new Accept(Task(TaskKind.Intake).Id) { By = Window, CaseId = CaseId });
        return this;
    }

    public CaseTask Task(TaskKind kind, string? department = null) =>
        State.Tasks.Values.Single(t => t.IsOpen && t.Kind == kind && (department is null || t.Department == department));

    public IEnumerable<CaseTask> OpenTasks(TaskKind kind) => State.Tasks.Values.Where(t => t.IsOpen && t.Kind == kind).OrderBy(t => t.Id);

    public IReadOnlyList<Event> Opinion(string department, OpinionKind kind = OpinionKind.Positive, string? reason = null) =>
        Accepted(new RecordOpinion(Task(TaskKind.Review, department).Id, new Opinion(kind, reason, [])) { By = Officer(department), CaseId = CaseId });

    /// <summary>The same case where it stands now, to be played on in another way; its history begins here.</summary>
    public Scenario Fork()
    {
        var copy = (Scenario)MemberwiseClone();
        (copy.History, copy.Rows) = ([], []);
        return copy;
    }

    /// <summary>What a rebuild would make of the state; compared with what was written event by event.</summary>
    public CaseState Replayed() => Rows.Aggregate(CaseState.Empty, (state, row) => (CaseState)state.Evolve(row));
}
