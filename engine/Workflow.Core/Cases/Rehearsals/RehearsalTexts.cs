using System.Collections.Frozen;
using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Rehearsals;

/// <summary>What a designer is told of an event; what only matters to the engine is left out.</summary>
internal static class RehearsalTexts
{
    private static readonly FrozenDictionary<Type, string> Aliases = EventNames.Known.ToFrozenDictionary(known => known.Type, known => known.Alias);

    public static RehearsalStep? StepOf(Event happened, ProcessGraph graph, CaseState state, DateTimeOffset now)
    {
        return happened switch
        {
            ApplicationFiled e => Say(e.At, null, $"收件：{Applying(e)} 个事项适用", $"filed: {Applying(e)} service items apply"),
            CaseAccepted e => Say(e.At, null, "受理", "accepted"),
            ClockStarted e => Say(e.At, ElementOf(e.Clock), $"时限起算：{e.Limit.Amount} {UnitZh(e.Limit)}，{Day(e.DueAt)} 前", $"clock of {e.Limit.Amount} {UnitEn(e.Limit)} starts; due before {Day(e.DueAt)}"),
            TaskOpened e => Say(e.At, e.Activity is null ? null : e.Element, $"{e.Title}：待 {e.Department} 办理", $"{e.Title}: with {e.Department}", e.Department),
            TaskClosed { End: TaskEnd.Cancelled } e => Say(e.At, state.Tasks[e.TaskId].Element, $"{state.Tasks[e.TaskId].Title}：已取消", $"{state.Tasks[e.TaskId].Title}: cancelled", state.Tasks[e.TaskId].Department),
            OpinionRecorded { Opinion.Kind: OpinionKind.Advisory } e => Say(e.At, state.Tasks[e.TaskId].Element, $"{e.Department} 提出参考意见", $"{e.Department} advises", e.Department),
            OpinionRecorded e => Say(e.At, state.Tasks[e.TaskId].Element, $"{e.Department} 同意", $"{e.Department} agrees", e.Department),
            CaseDecided { Decision: Decision.Grant } e => Say(e.At, null, "决定：准予", "decided: granted"),
            CaseDecided e => Say(e.At, null, "决定：不予", "decided: denied"),
            InstantDecided e => Say(e.At, e.Element, $"{Name(e.Element)}：{InstantZh(e.Outcome)}", $"{Name(e.Element)}: {InstantEn(e.Outcome)}"),
            RuleEvaluated e => Say(e.At, e.Element, $"{Name(e.Element)}：得出 {e.Result}", $"{Name(e.Element)}: works out {e.Result}"),
            CaseConcluded e => Say(e.At, null, "办结", "concluded"),
            CaseDelivered e => Say(e.At, null, "送达", "delivered"),
            CardShown { Card: Card.Yellow } e => Say(e.At, ElementOf(e.Clock), "黄牌", "yellow card"),
            CardShown e => Say(e.At, ElementOf(e.Clock), "红牌", "red card"),
            JobOpened e => Say(e.At, e.Element, $"{Name(e.Element)}：等待自动处理（{e.Type}）", $"{Name(e.Element)}: waits for a worker ({e.Type})"),
            ActivityCompleted { Kind: ActivityKind.UserTask or ActivityKind.ServiceTask } e => Say(now, e.Element, $"{Name(e.Element)}：完成", $"{Name(e.Element)}: done"),
            ElementPassed e => Say(now, e.Element, $"经过 {Name(e.Element)}", $"passes {Name(e.Element)}"),
            TimerSet e => Say(now, e.Element, $"{Name(e.Element)}：定时至 {Minute(e.Due)}", $"{Name(e.Element)}: set for {Minute(e.Due)}"),
            TimerFired e => Say(e.Due, e.Element, $"{Name(e.Element)}：到时", $"{Name(e.Element)}: is due"),
            ErrorCaught e => Say(now, e.Element, $"{Name(e.Element)}：捕获错误 {e.Code}", $"{Name(e.Element)}: catches the error {e.Code}"),
            IncidentRaised e => Say(now, e.Element, $"{Name(e.Element)}：异常 {e.Code}（{e.Detail}）", $"{Name(e.Element)}: incident {e.Code} ({e.Detail})"),
            ProcessCompleted e => Say(now, e.Process, "流程结束", "the process is at its end"),
            _ => null,
        };

        RehearsalStep Say(DateTimeOffset at, string? element, string zh, string en, string? department = null) =>
            new(at, element, Aliases[happened.GetType()], new LocalText(zh, en), department);

        string Name(string element) => graph.Find(element)?.Name ?? element;

        string? ElementOf(string clock) => state.Tasks.Values.FirstOrDefault(t => t.Activity is not null && t.ClockId == clock)?.Element;
    }

    private static string InstantZh(InstantOutcome outcome) => outcome switch { InstantOutcome.Grant => "规则准予", InstantOutcome.Deny => "规则不予", _ => "转人工" };

    private static string InstantEn(InstantOutcome outcome) => outcome switch { InstantOutcome.Grant => "granted by rules", InstantOutcome.Deny => "denied by rules", _ => "left to a person" };

    private static int Applying(ApplicationFiled filed) => filed.SubCases.Count(s => s.Applies);

    private static string UnitZh(TimeLimit limit) => limit.Unit == TimeUnit.WorkingDays ? "个工作日" : "个工作小时";

    private static string UnitEn(TimeLimit limit) => limit.Unit == TimeUnit.WorkingDays ? "working days" : "working hours";

    // People read these in the time of the country, which has one offset all year.
    private static string Day(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
