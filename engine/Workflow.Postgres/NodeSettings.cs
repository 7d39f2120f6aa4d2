using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Postgres;

/// <summary>What a node needs to know.</summary>
/// <param name="ConnectionString">leads to a migrated database, as the role that owns its tables</param>
/// <param name="Kinds">the kinds of stream that it can decide on</param>
/// <param name="Pinned">loads what a case was started with; immutable, so it is kept</param>
/// <param name="Name">unique among the nodes that live at the same time; shown in leases and connections</param>
public sealed record NodeSettings(
    string ConnectionString, IReadOnlyList<StreamKind> Kinds, Func<PinnedRef, CancellationToken, ValueTask<object>> Pinned, string Name)
{
    /// <summary>The stored names of events; all of the product's by default.</summary>
    public EventJson Events { get; init; } = new();

    public BatchLimits Limits { get; init; } = BatchLimits.Default;

    /// <summary>Only its monotonic counter and its delays are used.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told when a command of the engine's own failed: nobody else waits for its answer.</summary>
    public Action<Envelope, Answer>? InternalFailed { get; init; }
}
