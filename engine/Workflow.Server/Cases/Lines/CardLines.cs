using System.Globalization;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Flow;

namespace Workflow.Server.Cases;

/// <summary>What supervisors did: what was said of cards, how failed steps were mended.</summary>
internal static class CardLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(SupervisionEvent told) => told switch
    {
        CardContested e => ($"申诉红黄牌：{e.Reason}", $"Card contested: {e.Reason}", e.At, [("card", e.Card), ("department", e.Department), ("reason", e.Reason)]),
        CardLifted e => ($"撤牌：{e.Reason}", $"Card lifted: {e.Reason}", e.At, [("card", e.Card), ("reason", e.Reason)]),
        CardUpheld e => ($"维持红黄牌：{e.Reason}", $"Card upheld: {e.Reason}", e.At, [("card", e.Card), ("reason", e.Reason)]),
        IncidentRetried { Run: null } e => ($"督办重试：{e.Element}", $"Retried by a supervisor: {e.Element}", e.At, [("incident", Number(e.Incident)), ("element", e.Element)]),
        IncidentRetried e => ($"批量重试：{e.Element}", $"Retried with all of its cause: {e.Element}", e.At, [("incident", Number(e.Incident)), ("element", e.Element), ("run", e.Run!)]),
        IncidentSkipped e => ($"跳过异常步骤：{e.Element}，{e.Reason}", $"Failed step skipped: {e.Element}, {e.Reason}", e.At,
            [("incident", Number(e.Incident)), ("element", e.Element), ("reason", e.Reason), ("given", string.Join(", ", e.Names))]),
        _ => null,
    };

    /// <summary>A failed step (异常), for those who oversee; the flow's other steps are in the evidence.</summary>
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(FlowEvent moved) => moved switch
    {
        IncidentRaised e => ($"异常：{e.Element}，{e.Code}", $"Incident: {e.Element}, {e.Code}", null, [("incident", Number(e.Incident)), ("element", e.Element), ("code", e.Code), ("detail", e.Detail)]),
        _ => null,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
