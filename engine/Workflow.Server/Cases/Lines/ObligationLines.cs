using Workflow.Core.Cases;
using Workflow.Core.Cases.Obligations;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What is owed to the authority, and what became of it, in words.</summary>
internal static class ObligationLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(ObligationEvent told) => told switch
    {
        ObligationTaken e => ($"承诺事项:{e.Text}", $"Obligation: {e.Text}", e.At,
            [("obligation", TimelineView.Number(e.Id)), ("kind", Words.Of(e.Kind)), ("department", e.Department), ("materials", string.Join(", ", e.Materials))]),
        ObligationClosed e => (EndZh(e.End), $"Obligation {Words.Of(e.End)}", e.At, [("obligation", TimelineView.Number(e.Id)), ("end", Words.Of(e.End)), ("note", e.Note ?? "")]),
        PromiseBroken e => ($"失信记录至 {e.Until:yyyy-MM-dd}", $"Not trusted until {e.Until:yyyy-MM-dd}", e.At, [("obligation", TimelineView.Number(e.Obligation)), ("until", $"{e.Until:yyyy-MM-dd}"), ("reason", e.Reason ?? "")]),
        CreditRestored e => ($"信用修复:{e.Reason}", $"Trust restored: {e.Reason}", e.At, [("obligation", TimelineView.Number(e.Obligation)), ("reason", e.Reason)]),
        ObligationReported e => ($"申请人报告已履行:{e.Note}", $"Reported as done: {e.Note}", e.At, [("obligation", TimelineView.Number(e.Id)), ("note", e.Note)]),
        _ => null,
    };

    /// <summary>A condition is part of an opinion, and seen by whoever may see that.</summary>
    public static bool MaySee(ObligationEvent told, CaseState state, CaseAccess access)
    {
        var id = told switch { ObligationTaken e => e.Id, ObligationClosed e => e.Id, ObligationReported e => e.Id, _ => 0 };
        return !state.Obligations.TryGetValue(id, out var owed) || owed.Kind != ObligationKind.Condition || access.SeesOpinion(state, owed.Department);
    }

    private static string EndZh(ObligationEnd end) => end switch
    {
        ObligationEnd.Fulfilled => "承诺已履行",
        ObligationEnd.Broken => "承诺未履行",
        _ => "承诺已免除",
    };
}
