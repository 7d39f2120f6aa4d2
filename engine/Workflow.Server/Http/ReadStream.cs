using Workflow.Core.Runtime;

namespace Workflow.Server.Http;

/// <summary>The committed state of a stream and its version (0: it does not exist), from the primary's tables.</summary>
public delegate ValueTask<(StreamState State, long Version)> ReadStream(string streamId, CancellationToken cancelled);
