using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>The stream kind "case": one application under way.</summary>
public sealed class CaseStreams : StreamKind
{
    public override string Name => "case";
    public override StreamState Empty => CaseState.Empty;

    public override void Project(string streamId, StreamState before, StreamState after, IReadOnlyList<Event>? events, RowChanges rows) { }
}
