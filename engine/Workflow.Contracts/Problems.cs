namespace Workflow.Contracts;

/// <summary>A refusal as problem details (RFC 9457).</summary>
/// <param name="Title">what is wrong, in the language asked for (Accept-Language: zh, en)</param>
/// <param name="Code">stable, kebab-case; programs go by this and never by the texts</param>
/// <param name="TraceId">finds the request in the server's logs and traces</param>
/// <param name="Errors">the fields that are wrong; empty when it is not about fields</param>
public sealed record ProblemBody(
    string Type, string Title, int Status, string? Detail, string Code, string TraceId, IReadOnlyList<ProblemField> Errors);

/// <summary>One field that is wrong.</summary>
/// <param name="Field">its path in the body ("$.applicant.name", "$.materials[2].fileId", "$" for the whole body), or "?name" for a parameter</param>
public sealed record ProblemField(string Field, string Code, string Message);

/// <summary>An accepted command. The same Idempotency-Key with the same request answers with the same values, for ever.</summary>
/// <param name="Id">id of the stream it was about</param>
/// <param name="Version">version of that stream after the command</param>
/// <param name="Position">position in the log; asynchronous views take it as <c>after</c></param>
public sealed record CommandAccepted(string Id, long Version, long Position);
