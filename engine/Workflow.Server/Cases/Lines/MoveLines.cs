using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>How work moved between people, in words.</summary>
internal static class MoveLines
{
    /// <summary>A department hears of what concerns its own work; copies and delegations are told to officers only.</summary>
    public static bool MaySee(MoveEvent told, CaseState state, CaseAccess access) => told switch
    {
        CaseSentBack e => Sees(e.TaskId, state, access),
        DetourEnded e => Sees(e.TaskId, state, access),
        OpinionWithdrawn e => state.Tasks.TryGetValue(e.TaskId, out var task) && access.SeesOpinion(state, task.Department),
        TaskDelegated e => access.SeesOfficers && (Sees(e.TaskId, state, access) || Sees(e.Delegate, state, access)),
        TaskReturned e => access.SeesOfficers && (Sees(e.TaskId, state, access) || Sees(e.Delegate, state, access)),
        _ => access.SeesOfficers,
    };

    private static bool Sees(long id, CaseState state, CaseAccess access) => state.Tasks.TryGetValue(id, out var task) && access.Sees(task);

    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(MoveEvent told, CaseState state) => told switch
    {
        CaseSentBack e => ($"退回:{TimelineView.Title(state, e.TaskId)},退至{TargetZh(state, e.Target)}({ModeZh(e.Mode)}),{e.Reason}", $"Sent back: {TimelineView.Title(state, e.TaskId)}, to {TargetEn(state, e.Target)} ({Words.Of(e.Mode)}): {e.Reason}", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("target", e.Target), ("mode", Words.Of(e.Mode)), ("reason", e.Reason)]),
        DetourEnded e => ($"退回事项办毕:{TimelineView.Title(state, e.TaskId)}", $"Can go on after being sent back: {TimelineView.Title(state, e.TaskId)}", e.At, [("taskId", TimelineView.Number(e.TaskId))]),
        OpinionsSuperseded e => ("原意见作废,重新征求", "Opinions no longer count and are asked for again", e.At, [("tasks", string.Join(", ", e.Tasks.Select(TimelineView.Number)))]),
        OpinionWithdrawn e => ($"撤回意见:{TimelineView.Title(state, e.TaskId)},{e.Reason}", $"Opinion withdrawn: {TimelineView.Title(state, e.TaskId)}, {e.Reason}", e.At, [("taskId", TimelineView.Number(e.TaskId)), ("reason", e.Reason)]),
        TaskDelegated e => ($"委派:{TimelineView.Title(state, e.TaskId)},委派 {e.To ?? e.Department}", $"Delegated: {TimelineView.Title(state, e.TaskId)}, to {e.To ?? e.Department}", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("delegate", TimelineView.Number(e.Delegate)), ("department", e.Department), ("to", e.To ?? ""), ("note", e.Note)]),
        TaskReturned e => (
            e.Recalled ? $"收回委派:{TimelineView.Title(state, e.TaskId)}" : $"委派退还:{TimelineView.Title(state, e.TaskId)},{e.Note}", e.Recalled ? $"Delegation recalled: {TimelineView.Title(state, e.TaskId)}" : $"Returned: {TimelineView.Title(state, e.TaskId)}, {e.Note}", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("delegate", TimelineView.Number(e.Delegate)), ("note", e.Note ?? ""), ("recalled", e.Recalled ? "true" : "false")]),
        CopySent e => ($"抄送 {e.To ?? e.Department}:{e.Note}", $"Copy to {e.To ?? e.Department}: {e.Note}", e.At, [("copy", TimelineView.Number(e.Copy)), ("department", e.Department), ("to", e.To ?? ""), ("note", e.Note)]),
        CopyRead e => ("抄送已阅", "Copy read", e.At, [("copy", TimelineView.Number(e.Copy))]),
        _ => null,
    };

    private static string TargetZh(CaseState state, string element) => element == CaseSentBack.Intake ? "窗口" : TitleOf(state, element);

    private static string TargetEn(CaseState state, string element) => element == CaseSentBack.Intake ? "the window" : TitleOf(state, element);

    private static string TitleOf(CaseState state, string element) => state.Tasks.Values.FirstOrDefault(t => t.Element == element)?.Title ?? element;

    private static string ModeZh(SendBackMode mode) => mode switch
    {
        SendBackMode.Branch => "本分支",
        SendBackMode.Cancel => "取消各分支",
        SendBackMode.Keep => "保留各分支",
        _ => "暂停各分支",
    };
}
