using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What happened before and around acceptance, in words.</summary>
internal static class IntakeLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(IntakeEvent told) => told switch
    {
        AgentNamed e => ($"代办人:{e.Account}", $"Agent: {e.Account}", e.At, [("agent", e.Account), ("mandate", e.Mandate), ("until", $"{e.Until:yyyy-MM-dd}")]),
        CheckRecorded { Missing.IsEmpty: true } e => ($"{e.Department} 核对材料:齐全", $"{e.Department} checked the materials: in order", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("department", e.Department), ("missing", "")]),
        CheckRecorded e => ($"{e.Department} 核对材料:缺 {e.Missing.Length} 项", $"{e.Department} checked the materials: {e.Missing.Length} missing", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("department", e.Department), ("missing", string.Join("; ", e.Missing.Select(m => $"{m.Material}: {m.Reason}")))]),
        CommitmentMade e => ($"告知承诺:{e.Text}", $"Commitment: {e.Text}", e.At, [("item", e.Item), ("replaces", string.Join(", ", e.Replaces))]),
        DeficiencyAccepted e => ($"容缺受理:{e.Promise}", $"Accepted with a deficiency: {e.Promise}", e.At, [("materials", string.Join(", ", e.Materials)), ("limit", e.Limit.ToString())]),
        HandedInLater e => ("收到容缺补交材料", "Promised materials received", e.At, [("materials", string.Join(", ", e.Materials.Select(m => m.Material)))]),
        SupplementLapsed e => ("逾期未补正,不受理", "The supplement did not come in time: not accepted", e.At, [("awaited", string.Join(", ", e.Awaited))]),
        CaseTerminated e => ($"终止办理:{ReasonZh(e.Reason)}", $"Terminated: {Words.Of(e.Reason)}", e.At, [("reason", Words.Of(e.Reason)), ("basis", e.Basis), ("note", e.Note ?? "")]),
        GrantRevoked e => ($"撤销许可:{e.Reason}", $"Grant revoked: {e.Reason}", e.At,
            [("reason", e.Reason), ("basis", e.Basis), ("obligation", e.Obligation is { } id ? TimelineView.Number(id) : "")]),
        _ => null,
    };

    /// <summary>Departments are named to those who see the work; the applicant hears from the window, once.</summary>
    public static bool MaySee(IntakeEvent told, CaseAccess access) => told switch
    {
        CheckRecorded e => access.SeesAllWork || access.Departments.Contains(e.Department),
        _ => true,
    };

    public static string ReasonZh(TerminationReason reason) => reason switch
    {
        TerminationReason.ApplicantGone => "申请人死亡或者终止",
        TerminationReason.SubjectGone => "事项所涉标的灭失",
        TerminationReason.LawChanged => "依据修改、废止或者客观情况重大变化",
        TerminationReason.ForceMajeure => "不可抗力",
        _ => "申请人拒不配合",
    };
}
