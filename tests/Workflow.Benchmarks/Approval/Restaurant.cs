using System.Collections.Immutable;
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

namespace Workflow.Benchmarks.Approval;

/// <summary>The measured joint item: filed, accepted, six departments at once, join, decided, concluded. Ten commands a case.</summary>
internal static class Restaurant
{
    public const int Departments = 6;
    private const string Region = "310101";
    private static readonly PinnedRef Ref = new("open-a-restaurant", 1, "open-a-restaurant", 1, "cn", 1);

    private static readonly Actor Applicant = new(ActorKind.Person, "wang", Role.Applicant);
    private static readonly Actor Window = new(ActorKind.Person, "clerk", Role.Window, "window", Region);

    public static Pinned Pinned { get; } = new(Item(), Graph(), StateCouncilCalendar.Latest);

    public static ValueTask<object> Load(PinnedRef pin, CancellationToken ct) => ValueTask.FromResult<object>(Pinned);

    public static FileApplication File(string caseId) => new(
        Ref, Region, "window", new Applicant("wang", ApplicantKind.Person, new("王小明"), new("11010519900101001X"), new("13800000000")),
        Value.Context.Empty.With("area", 120m).With("sign", true).With("name", "老王饭店").With("owner", "王小明"), [])
    { CaseId = caseId, By = Applicant };

    public static Accept Accept(string caseId, OpenedTasks tasks) => new(tasks.Of(TaskKind.Intake, "window")) { CaseId = caseId, By = Window };

    public static RecordOpinion Opinion(string caseId, OpenedTasks tasks, int department) =>
        new(tasks.Of(TaskKind.Review, Name(department)), new Opinion(OpinionKind.Positive, "符合要求", [])) { CaseId = caseId, By = Officer(Name(department)) };

    public static DecideCase Decide(string caseId, OpenedTasks tasks) =>
        new(tasks.Of(TaskKind.Decide, "lead"), Decision.Grant, null) { CaseId = caseId, By = Officer("lead") };

    public static Conclude Conclude(string caseId, OpenedTasks tasks) =>
        new(tasks.Of(TaskKind.Conclude, "lead"), [new IssuedResult("i0", "许可证", "许-0001")]) { CaseId = caseId, By = Officer("lead") };

    private static string Name(int department) => string.Create(CultureInfo.InvariantCulture, $"d{department}");

    private static Actor Officer(string department) => new(ActorKind.Person, $"officer-{department}", Role.Officer, department, Region);

    private static JointItem Item()
    {
        var days = new TimeLimit(10, TimeUnit.WorkingDays);
        var items = Enumerable.Range(0, Departments).Select(i => new ServiceItem(
            string.Create(CultureInfo.InvariantCulture, $"i{i}"), new LocalText($"事项{i}", $"Item {i}"), null, Name(i), null, days, new(20, TimeUnit.WorkingDays), null));
        return new JointItem(
            "open-a-restaurant", new("开办餐饮店一件事", "Open a restaurant"), Region, "open-a-restaurant", "cn", "lead", new(45, TimeUnit.WorkingDays), days,
            [.. items], [], [new FormField("owner", new("经营者", "Owner"), FieldType.Text, true, true, ["i0"], [], null, null, null, null)], new CardRules(2));
    }

    private static ProcessGraph Graph() =>
        BpmnReader.Read(Encoding.UTF8.GetBytes(Bpmn())).Graph ?? throw new InvalidOperationException("the benchmark's definition does not load");

    public static string Bpmn()
    {
        var bpmn = new StringBuilder(
            """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
            <process id="p" isExecutable="true"><startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/><endEvent id="end"/>
            <userTask id="decide" name="综合决定" approval:kind="decide" approval:department="lead"/>
            <userTask id="conclude" name="办结" approval:kind="conclude" approval:department="lead"/>
            <sequenceFlow id="f0" sourceRef="start" targetRef="fork"/><sequenceFlow id="f1" sourceRef="join" targetRef="decide"/>
            <sequenceFlow id="f2" sourceRef="decide" targetRef="conclude"/><sequenceFlow id="f3" sourceRef="conclude" targetRef="end"/>
            """);
        for (int i = 0; i < Departments; i++)
            bpmn.Append(CultureInfo.InvariantCulture, $"""
                <userTask id="review{i}" name="审查{i}" approval:kind="review" approval:department="d{i}" approval:item="i{i}"/>
                <sequenceFlow id="in{i}" sourceRef="fork" targetRef="review{i}"/><sequenceFlow id="out{i}" sourceRef="review{i}" targetRef="join"/>
                """);
        return bpmn.Append("</process></definitions>").ToString();
    }
}

/// <summary>The tasks that a case's answers told of, by kind and department: all that a client needs to know of it.</summary>
internal sealed class OpenedTasks
{
    private readonly Dictionary<(TaskKind Kind, string Department), long> _ids = [];

    public void Note(Answer.Accepted answer)
    {
        foreach (var happened in answer.Events)
            if (happened is TaskOpened opened) _ids.Add((opened.Kind, opened.Department), opened.TaskId);
    }

    public long Of(TaskKind kind, string department) => _ids[(kind, department)];
}
