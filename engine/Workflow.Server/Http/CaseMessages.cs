namespace Workflow.Server.Http;

/// <summary>Codes about cases, tasks, clocks, files and jobs.</summary>
public static class CaseMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["case-not-found"] = new("没有找到办件", "No such case"),
    };
}
