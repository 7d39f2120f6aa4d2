namespace Workflow.Contracts.Files;

/// <summary>Answer to POST /api/files (201). The body of that request is the file itself, its name in the query.</summary>
/// <param name="Sha256">lower-case hex of the bytes received</param>
/// <param name="Size">bytes</param>
public sealed record FileAnswer(string FileId, string Name, string ContentType, long Size, string Sha256);
