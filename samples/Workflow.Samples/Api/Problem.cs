using Workflow.Contracts;

namespace Workflow.Samples.Api;

/// <summary>The server refused a request, or could not be reached for longer than the caller had patience.</summary>
/// <param name="code">stable code of the problem response; "unreachable" or "http" where there was none</param>
internal sealed class ProblemException(string what, int status, string code, string detail) : Exception($"{what}: {code}, {detail}")
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    public static ProblemException From(string what, int status, ProblemBody? body)
    {
        if (body is null) return new(what, status, "http", $"HTTP {status} without a problem body");
        var fields = body.Errors is { Count: > 0 } errors ? ": " + string.Join("; ", errors.Select(e => $"{e.Field} {e.Message}")) : "";
        return new(what, status, body.Code ?? "http", $"{body.Title}{(body.Detail is null ? "" : " " + body.Detail)}{fields} (HTTP {status})");
    }
}

/// <summary>The story itself did not go as it must: what was awaited did not come.</summary>
internal sealed class StoryException(string message) : Exception(message);
