using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog.Rules;
using Workflow.Feel.Dmn.Testing;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What rules decided, and what people made of it afterwards, in words.</summary>
internal static class InstantLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(InstantEvent told) => told switch
    {
        InstantDecided e => ($"秒批规则:{OutcomeZh(e.Outcome)}{(e.Words is { } zh ? $",{zh.Zh}" : "")}", $"Decided by rules: {Words.Of(e.Outcome)}{(e.Words is { } en ? $", {en.En}" : "")}", e.At,
            [("element", e.Element), ("table", e.Table), ("version", TimelineView.Number(e.Version)), ("rule", e.Rule ?? ""), ("outcome", Words.Of(e.Outcome))]),
        RuleEvaluated e when e.Explanation.Words() is var words => ($"规则得出 {e.Result}：{words.Zh}", $"Worked out by rules, {e.Result}: {words.En}", e.At,
            [("element", e.Element), ("table", e.Table), ("version", TimelineView.Number(e.Version)), ("result", e.Result), ("value", e.Explanation.Decisions.IsEmpty ? "null" : FeelText.Of(e.Explanation.Decisions[^1].Value))]),
        InstantChecked e => (e.Right ? "抽查:规则判定无误" : $"抽查:规则判定有误,{e.Note}", e.Right ? "Later check: the rules were right" : $"Later check: the rules were wrong, {e.Note}", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("right", e.Right ? "true" : "false"), ("note", e.Note ?? "")]),
        InstantAppealed e => ($"申请人提出申诉:{e.Reason}", $"Appeal: {e.Reason}", e.At, [("reason", e.Reason)]),
        DecisionReconsidered e => (
            e.Replaced ? $"复核:改为{DecisionZh(e.Decision)},{e.Reason}" : $"复核:维持{DecisionZh(e.Decision)},{e.Reason}",
            e.Replaced ? $"Reconsidered, replaced by {Words.Of(e.Decision)}: {e.Reason}" : $"Reconsidered, confirmed {Words.Of(e.Decision)}: {e.Reason}", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("decision", Words.Of(e.Decision)), ("replaced", e.Replaced ? "true" : "false"), ("reason", e.Reason)]),
        _ => null,
    };

    private static string OutcomeZh(InstantOutcome outcome) => outcome switch { InstantOutcome.Grant => "准予", InstantOutcome.Deny => "不予", _ => "转人工办理" };

    private static string DecisionZh(Decision decision) => decision == Decision.Grant ? "准予" : "不予";
}
