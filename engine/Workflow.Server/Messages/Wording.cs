using Workflow.Contracts;
using Workflow.Contracts.Messages;
using Workflow.Server.Http;

namespace Workflow.Server.Messages;

/// <summary>Refusals in both languages at once: whoever reads an answer or a letter later may prefer either.</summary>
internal static class Wording
{
    public static Text Of(Problem problem) => Of(problem.Code, problem.Values);

    public static MessageError Of(FieldError error) => new(error.Path, error.Code, error.Text is { } text ? new Text(text, text) : Of(error.Code, error.Values));

    public static Text Of(string code, IReadOnlyDictionary<string, string>? values = null) => new(One(code, english: false, values), One(code, english: true, values));

    private static string One(string code, bool english, IReadOnlyDictionary<string, string>? values)
    {
        var title = Http.Messages.Title(code, english);
        return Http.Messages.Detail(code, english, values) is { } detail && !detail.Contains('{', StringComparison.Ordinal) ? $"{title}: {detail}" : title;
    }
}
