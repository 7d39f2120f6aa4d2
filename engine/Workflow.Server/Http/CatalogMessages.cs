namespace Workflow.Server.Http;

/// <summary>Codes about published things and accounts.</summary>
public static class CatalogMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
    };
}
