using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Benchmarks.FanOut;

/// <summary>Who does a child: a person, a worker, or a department whose opinion counts in a group in which all must agree.</summary>
internal enum ChildKind { User, Service, Review }

/// <summary>The measured case: filed, accepted, a parallel multi-instance of so many children, each decided by a command of its own, then the end.</summary>
internal sealed class FanOutCase(ChildKind kind)
{
    private const string Region = "310101";
    private const string Department = "d0";

    private readonly PinnedRef _ref = new($"fan-out-{kind}", 1, $"fan-out-{kind}", 1, "cn", 1);

    private static readonly Actor Applicant = new(ActorKind.Person, "wang", Role.Applicant);
    private static readonly Actor Window = new(ActorKind.Person, "clerk", Role.Window, "window", Region);
    private static readonly Actor Officer = new(ActorKind.Person, "officer", Role.Officer, Department, Region);

    public static FrozenDictionary<string, Pinned> Contents { get; } =
        Enum.GetValues<ChildKind>().ToFrozenDictionary(kind => $"fan-out-{kind}", kind => new Pinned(Item(kind), Graph(kind), StateCouncilCalendar.Latest), StringComparer.Ordinal);

    public Pinned Pinned => Contents[_ref.Definition];

    public CaseCommand File(string caseId, int children) => new FileApplication(
        _ref, Region, "window", new Applicant("wang", ApplicantKind.Person, new("王小明"), new("11010519900101001X"), new("13800000000")),
        Value.Context.Empty.With("children", (decimal)children), [])
    { CaseId = caseId, By = Applicant };

    public static CaseCommand Accept(string caseId, CaseState state) =>
        new Accept(state.Tasks.Values.Single(t => t is { IsOpen: true, Kind: TaskKind.Intake }).Id) { CaseId = caseId, By = Window };

    public static CaseCommand Withdraw(string caseId) => new Withdraw("不再需要") { CaseId = caseId, By = Applicant };

    /// <summary>What is to be done for each open child, in the order in which they were opened.</summary>
    public IEnumerable<CaseCommand> Decisions(string caseId, CaseState state) => kind == ChildKind.Service
        ? state.Jobs.Keys.Order().Select(activity => new CompleteJob(activity, Value.Context.Empty) { CaseId = caseId, By = Officer })
        : state.Tasks.Values.Where(t => t.IsOpen).Select(t => t.Id).Order().Select(task => kind == ChildKind.Review
            ? (CaseCommand)new RecordOpinion(task, new Opinion(OpinionKind.Positive, "符合要求", [])) { CaseId = caseId, By = Officer }
            : new CompleteTask(task, Value.Context.Empty) { CaseId = caseId, By = Officer });

    private static JointItem Item(ChildKind kind)
    {
        var days = new TimeLimit(10, TimeUnit.WorkingDays);
        return new JointItem(
            $"fan-out-{kind}", new("逐户办理", "House by house"), Region, $"fan-out-{kind}", "cn", Department, new(45, TimeUnit.WorkingDays), days,
            [new ServiceItem("i0", new LocalText("事项", "Item"), null, Department, null, days, new(20, TimeUnit.WorkingDays), null)],
            [], [], new CardRules(2));
    }

    private static ProcessGraph Graph(ChildKind kind)
    {
        string step = kind switch
        {
            ChildKind.User => """userTask id="child" name="逐户办理" approval:kind="work" approval:department="d0" """,
            ChildKind.Service => """serviceTask id="child" name="逐户核对" approval:jobType="check" """,
            _ => """userTask id="child" name="逐户审查" approval:kind="review" approval:department="d0" approval:policy="all" """,
        };
        string end = kind == ChildKind.Service ? "serviceTask" : "userTask";
        string bpmn = string.Create(CultureInfo.InvariantCulture, $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
            <process id="p" isExecutable="true"><startEvent id="start"/><endEvent id="end"/>
            <{step}><multiInstanceLoopCharacteristics><loopCardinality>application.children</loopCardinality></multiInstanceLoopCharacteristics></{end}>
            <sequenceFlow id="f0" sourceRef="start" targetRef="child"/><sequenceFlow id="f1" sourceRef="child" targetRef="end"/>
            </process></definitions>
            """);
        return BpmnReader.Read(Encoding.UTF8.GetBytes(bpmn)) is { Graph: { } graph } ? graph : throw new InvalidOperationException("the benchmark's definition does not load");
    }
}
