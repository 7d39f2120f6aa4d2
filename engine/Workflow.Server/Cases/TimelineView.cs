using System.Globalization;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>
/// What happened, in words, as far as the caller may see it. The engine's own steps (tokens, scopes, data) are left
/// out: they are in the evidence, not in the story.
/// </summary>
internal static class TimelineView
{
    /// <summary>Null for what the caller does not see.</summary>
    /// <param name="part">which event of its row it is, from 0</param>
    /// <param name="alias">the event's own stored name; its row may have another</param>
    public static TimelineEntry? Of(StoredEvent stored, int part, string alias, Event happened, LoadedCase of)
    {
        if (happened is Core.Flow.FlowEvent moved)
            return of.Access is { IsSupervisor: true } or { IsAuditor: true } && CardLines.Told(moved) is var (zhFailed, enFailed, _, about)
                ? new TimelineEntry(alias, new Text(zhFailed, enFailed), about.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal), "system", null, null, stored.At, stored.Version, stored.Position, part) : null;
        if (happened is not CaseEvent told || !MaySee(told, of) || Told(told, of.State) is not var (zh, en, at, details)) return null;
        var words = details.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal);
        // Brought about by time or by rules, whoever's command was the first to come after it.
        if (told is CardShown or CaseAccepted { BySilence: true } or OpinionRecorded { BySilence: true } or TaskClosed { End: TaskEnd.Done, Officer: null } or SupplementLapsed
            or InstantDecided or RuleEvaluated or CaseDecided { Officer: InstantStep.Officer })
            return new TimelineEntry(alias, new Text(zh, en), words, "system", null, null, at ?? stored.At, stored.Version, stored.Position, part);
        return new TimelineEntry(
            alias, new Text(zh, en), words,
            Who(stored, of.Access), stored.ActorRole is { } role && TryRole(role, out var named) ? Words.Of(named) : null, stored.ActorDepartment,
            at ?? stored.At, stored.Version, stored.Position, part);
    }

    /// <summary>An applicant deals with departments, not with persons; its own name it may read.</summary>
    private static string Who(StoredEvent stored, CaseAccess access) =>
        access.SeesOfficers || stored.ActorRole is null || (TryRole(stored.ActorRole, out var role) && role == Role.Applicant)
            ? stored.ActorId : stored.ActorDepartment ?? "";

    private static bool TryRole(string text, out Role role) => Enum.TryParse(text, ignoreCase: true, out role) && Enum.IsDefined(role);

    private static bool MaySee(CaseEvent told, LoadedCase of)
    {
        var (state, access) = (of.State, of.Access);
        return told switch
        {
            OpinionRecorded e => access.SeesOpinion(state, e.Department),
            TaskOpened e => SeesTask(e.TaskId),
            TaskClaimed e => SeesTask(e.TaskId) && access.SeesOfficers,
            TaskReleased e => SeesTask(e.TaskId) && access.SeesOfficers,
            TaskUrged e => SeesTask(e.TaskId) && access.SeesOfficers,
            TaskReassigned e => SeesTask(e.TaskId) && access.SeesOfficers,
            TaskClosed e => SeesTask(e.TaskId),
            ClockStarted e => SeesClock(e.Clock),
            ClockStopped e => SeesClock(e.Clock),
            ClockResumed e => SeesClock(e.Clock),
            ClockEnded e => SeesClock(e.Clock),
            CardShown e => SeesClock(e.Clock) && access.SeesOfficers,
            JobOpened or JobClosed => access.SeesAllWork,
            ClockExtended e => SeesClock(e.Clock),
            DueDateChanged e => SeesClock(e.Clock),
            SpecialProcedureBegun e => SeesClock(e.Clock),
            SpecialProcedureEnded e => SeesClock(e.Clock),
            IntakeEvent e => IntakeLines.MaySee(e, access),
            ReviewEvent e and not (TaskHeld or TaskFreed) => ReviewLines.MaySee(e, state, access),
            ObligationEvent e => ObligationLines.MaySee(e, state, access),
            TaskHeld e => SeesTask(e.TaskId) && access.SeesOfficers,
            TaskFreed e => SeesTask(e.TaskId) && access.SeesOfficers,
            SupervisionEvent => access.SeesOfficers,
            PaperEvent e => PaperLines.MaySee(e, access),
            RuleEvaluated => access.SeesAllAnswers || access.IsSupervisor || access.IsAuditor || access.Leads,
            InstantChecked e => SeesTask(e.TaskId) && access.SeesOfficers,
            MoveEvent e => MoveLines.MaySee(e, state, access),
            MaterialVerified e => of.Item.Materials.FirstOrDefault(m => m.Code == e.Material) is { } material && access.Sees(material, state),
            ConsentGiven => access.SeesAllAnswers || access.IsSupervisor || access.IsAuditor || access.Leads,
            _ => true,
        };

        bool SeesTask(long id) => state.Tasks.TryGetValue(id, out var task) && access.Sees(task);
        bool SeesClock(string clock) => state.Tasks.Values.FirstOrDefault(t => t.ClockId == CaseClocks.WithoutSpecial(clock)) is not { } task || access.Sees(task);
    }

    private static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(CaseEvent told, CaseState state) => told switch
    {
        ApplicationFiled e => ("申请已提交", "Application filed", e.At, [("caseNumber", e.CaseNumber), ("channel", e.Channel), ("materials", Number(e.Materials.Length))]),
        CaseAccepted { BySilence: true } e => ("逾期未告知,视为受理", "Accepted by silence", e.At, [("bySilence", "true")]),
        CaseAccepted e => ("受理", "Accepted", e.At, [("bySilence", "false")]),
        CaseDeclined e => ($"不予受理:{e.Reason}", $"Declined: {e.Reason}", e.At, [("reason", e.Reason)]),
        SupplementRequested e => ("一次性告知补正", "Told what is missing", e.At, [("missing", string.Join(", ", e.Missing.Select(m => m.Material)))]),
        SupplementReceived { Complete: false } e => ("收到部分补正材料", "Part of the supplement received", e.At, [("materials", string.Join(", ", e.Materials.Select(m => m.Material)))]),
        SupplementReceived e => ("收到补正材料", "Supplement received", e.At, [("materials", string.Join(", ", e.Materials.Select(m => m.Material)))]),
        TaskOpened e => ($"待办:{e.Title}", $"Task opened: {e.Title}", e.At, [("taskId", Number(e.TaskId)), ("kind", Words.Of(e.Kind)), ("department", e.Department), ("title", e.Title)]),
        TaskClaimed e => ($"认领:{Title(state, e.TaskId)}", $"Claimed: {Title(state, e.TaskId)}", e.At, [("taskId", Number(e.TaskId)), ("officer", e.Officer)]),
        TaskReleased e => ($"退回待办:{Title(state, e.TaskId)}", $"Released: {Title(state, e.TaskId)}", e.At, [("taskId", Number(e.TaskId))]),
        TaskUrged e => ($"催办:{Title(state, e.TaskId)}", $"Urged: {Title(state, e.TaskId)}", e.At, [("taskId", Number(e.TaskId)), ("note", e.Note)]),
        TaskReassigned e => (
            e.Reason is null ? $"代办:{Title(state, e.TaskId)},{e.Officer} 代 {e.From}" : $"转办:{Title(state, e.TaskId)},转 {e.Officer}",
            e.Reason is null ? $"Taken over: {Title(state, e.TaskId)}, {e.Officer} for {e.From}" : $"Reassigned: {Title(state, e.TaskId)}, to {e.Officer}", e.At, ReassignDetails(e)),
        TaskClosed { End: TaskEnd.Cancelled } e => ($"待办取消:{Title(state, e.TaskId)}", $"Task cancelled: {Title(state, e.TaskId)}", e.At, [("taskId", Number(e.TaskId)), ("end", "cancelled")]),
        TaskClosed { End: TaskEnd.Superseded } e => ($"待办关闭，不再需要:{Title(state, e.TaskId)}", $"Task closed, no longer needed: {Title(state, e.TaskId)}", e.At, [("taskId", Number(e.TaskId)), ("end", "superseded")]),
        TaskClosed e => ($"待办完成:{Title(state, e.TaskId)}", $"Task done: {Title(state, e.TaskId)}", e.At, [("taskId", Number(e.TaskId)), ("end", "done")]),
        JobOpened e => ($"自动步骤开始:{e.Type}", $"Automated step: {e.Type}", e.At, [("activity", Number(e.Activity)), ("type", e.Type)]),
        JobClosed e => ("自动步骤结束", "Automated step ended", null, [("activity", Number(e.Activity))]),
        OpinionRecorded { BySilence: true, Opinion.Kind: OpinionKind.Negative } e => ($"{e.Department} 逾期未提意见,视为不同意", $"{e.Department} kept silent until its time ran out: refusal", e.At, OpinionDetails(e)),
        OpinionRecorded { BySilence: true } e => ($"{e.Department} 逾期未提意见,默示同意", $"{e.Department} kept silent until its time ran out: consent", e.At, OpinionDetails(e)),
        OpinionRecorded e => ($"{e.Department} 的意见:{KindZh(e.Opinion.Kind)}", $"Opinion of {e.Department}: {Words.Of(e.Opinion.Kind)}", e.At, OpinionDetails(e)),
        CaseDecided e => (e.Decision == Decision.Grant ? "决定:准予" : "决定:不予", e.Decision == Decision.Grant ? "Decision: granted" : "Decision: denied", e.At,
            e.Reason is { } reason ? [("decision", Words.Of(e.Decision)), ("reason", reason)] : [("decision", Words.Of(e.Decision))]),
        ClockStarted e => ($"计时开始:{ClockZh(e.Clock)}", $"Clock started: {e.Clock}", e.At, [("clock", e.Clock), ("limit", e.Limit.ToString()), ("dueAt", Instant(e.DueAt)), ("provisional", e.Provisional ? "true" : "false")]),
        ClockStopped e => ($"计时停止:{ClockZh(e.Clock)}", $"Clock stopped: {e.Clock}", e.At, [("clock", e.Clock), ("reason", Words.Of(e.Reason)), ("basis", e.Basis ?? "")]),
        ClockResumed e => ($"计时恢复:{ClockZh(e.Clock)}", $"Clock resumed: {e.Clock}", e.At, [("clock", e.Clock), ("dueAt", Instant(e.DueAt))]),
        ClockEnded e => ($"计时结束:{ClockZh(e.Clock)}", $"Clock ended: {e.Clock}", e.At, [("clock", e.Clock)]),
        CardShown e => (e.Card == Card.Red ? $"红牌:{ClockZh(e.Clock)}" : $"黄牌:{ClockZh(e.Clock)}", $"{(e.Card == Card.Red ? "Red" : "Yellow")} card: {e.Clock}", e.At, [("clock", e.Clock), ("card", Words.Of(e.Card))]),
        CaseConcluded e => ("办结", "Concluded", e.At, [("results", Number(e.Results.Length))]),
        CaseDelivered e => ("送达", "Delivered", e.At, [("method", e.Method)]),
        CaseRated e => ($"好差评:{e.Level} 级", $"Rated: {e.Level} of 5", e.At, [("level", Number(e.Level))]),
        CaseWithdrawn e => ($"撤回:{e.Reason}", $"Withdrawn: {e.Reason}", e.At, [("reason", e.Reason)]),
        TestClockMoved e => ("测试时钟已调整", "Test clock moved", null, [("offsetSeconds", Number((long)e.Offset.TotalSeconds))]),
        PersonalDataErased e => ("个人信息已删除", "Personal data erased", e.At, [("basis", e.Basis)]),
        ReviewEvent e => ReviewLines.Told(e, state),
        TimingEvent e => TimingLines.Told(e),
        ObligationEvent e => ObligationLines.Told(e),
        SupervisionEvent e => CardLines.Told(e),
        PaperEvent e => PaperLines.Told(e),
        InstantEvent e => InstantLines.Told(e),
        MaterialEvent e => MaterialLines.Told(e),
        MoveEvent e => MoveLines.Told(e, state),
        IntakeEvent e => IntakeLines.Told(e),
        _ => null,
    };

    private static (string, string)[] ReassignDetails(TaskReassigned e)
    {
        List<(string, string)> details = [("taskId", Number(e.TaskId)), ("officer", e.Officer)];
        if (e.From is { } from) details.Add(("from", from));
        if (e.Reason is { } reason) details.Add(("reason", reason));
        if (e.Absence is { } absence)
            details.AddRange([("absent", absence.Officer), ("absentFrom", $"{absence.From:yyyy-MM-dd}"), ("absentTo", $"{absence.To:yyyy-MM-dd}"), ("basis", absence.Basis)]);
        return [.. details];
    }

    private static (string, string)[] OpinionDetails(OpinionRecorded e)
    {
        List<(string, string)> details = [("taskId", Number(e.TaskId)), ("department", e.Department), ("kind", Words.Of(e.Opinion.Kind))];
        if (e.BySilence) details.Add(("bySilence", "true"));
        if (e.Opinion.Reason is { } reason) details.Add(("reason", reason));
        if (!e.Opinion.Conditions.IsDefaultOrEmpty) details.Add(("conditions", string.Join("; ", e.Opinion.Conditions)));
        return [.. details];
    }

    internal static string Title(CaseState state, long taskId) => state.Tasks.GetValueOrDefault(taskId)?.Title ?? Number(taskId);

    private static string KindZh(OpinionKind kind) => kind switch
    {
        OpinionKind.Positive => "同意",
        OpinionKind.Negative => "不同意",
        OpinionKind.Conditional => "有条件同意",
        _ => "参考意见",
    };

    internal static string ClockZh(string clock) => clock switch
    {
        CaseClocks.Case => "全程",
        CaseClocks.Intake => "收件",
        CaseClocks.Delivery => "送达",
        _ when CaseClocks.IsSpecial(clock) => $"特别程序({ClockZh(CaseClocks.WithoutSpecial(clock))})",
        _ => clock,
    };

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
