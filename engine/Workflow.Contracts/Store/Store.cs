using System.Text.Json;

namespace Workflow.Contracts.Store;

/// <summary>A key of one's personal store: GET /api/my.</summary>
/// <param name="Key">"inbox.filters", "phrases", "draft.application.&lt;jointItem&gt;" …</param>
/// <param name="Version">grows with every saving; never given twice</param>
public sealed record StoredKeyAnswer(string Key, long Version, DateTimeOffset SavedAt);

/// <summary>What is stored under a key: GET /api/my/{key}.</summary>
public sealed record StoredValueAnswer(JsonElement Value, long Version, DateTimeOffset SavedAt);

/// <summary>Saves a value: PUT /api/my/{key}.</summary>
/// <param name="Value">any JSON of at most 256 KiB</param>
/// <param name="Version">the version that it replaces, 0 for none yet; left out it replaces whatever is there</param>
public sealed record StoreRequest(JsonElement Value, long? Version = null);
