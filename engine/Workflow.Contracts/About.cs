namespace Workflow.Contracts;

/// <param name="Status">"live", "ready" or "database-unreachable"</param>
/// <param name="Node">name of the node that answered</param>
public sealed record HealthAnswer(string Status, string? Node);

/// <summary>GET /api/about.</summary>
/// <param name="Now">the server's time, UTC</param>
/// <param name="Position">log position up to which this node has noticed the commits of all nodes</param>
public sealed record AboutAnswer(string Product, string Version, DateTimeOffset Now, long Position);

/// <summary>One message of GET /api/stream: a case that the caller may see has changed. The page then asks the API.</summary>
public sealed record CaseChanged(string CaseId, long Position);
