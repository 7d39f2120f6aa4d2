using Workflow.Core.Cases.Supervision;

namespace Workflow.Server.Cases;

/// <summary>What was said of cards, in words.</summary>
internal static class CardLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(SupervisionEvent told) => told switch
    {
        CardContested e => ($"申诉红黄牌：{e.Reason}", $"Card contested: {e.Reason}", e.At, [("card", e.Card), ("department", e.Department), ("reason", e.Reason)]),
        CardLifted e => ($"撤牌：{e.Reason}", $"Card lifted: {e.Reason}", e.At, [("card", e.Card), ("reason", e.Reason)]),
        CardUpheld e => ($"维持红黄牌：{e.Reason}", $"Card upheld: {e.Reason}", e.At, [("card", e.Card), ("reason", e.Reason)]),
        _ => null,
    };
}
