namespace Workflow.Server.Http;

/// <summary>Codes of those who oversee: checks of the log.</summary>
public static class OversightMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["verification-running"] = new("正在核验整个日志", "The whole log is being checked already"),
        ["verification-not-running"] = new("没有正在进行的核验", "No check is running"),
    };
}
