using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.JointItems;

/// <summary>A version of a joint item (一件事) is offered from now on; cases that run keep theirs.</summary>
/// <param name="Version">from 1</param>
public sealed record JointItemPublished(int Version, JointItem Item, string By, DateTimeOffset At) : CatalogEvent;

/// <summary>A joint item with all its versions.</summary>
public sealed record JointItemState : StreamState
{
    public static readonly JointItemState Empty = new();

    public ImmutableArray<JointItemPublished> Versions { get; init; } = [];

    public JointItemPublished? Latest => Versions.IsEmpty ? null : Versions[^1];

    public JointItemPublished? Version(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    public override StreamState Evolve(Event happened) =>
        happened is JointItemPublished published ? this with { Versions = Versions.Add(published) } : this;
}

/// <summary>The stream kind "jointitem".</summary>
public sealed class JointItemStreams() : CatalogStreams<JointItemState>("jointitem", JointItemState.Empty)
{
    public static string IdOf(string code) => "jointitem-" + code;

    protected override DocumentRow? Document(string id, JointItemState state) => state.Latest is { } latest
        ? Row(id, latest.Version, latest.Item.Region, new JointItemDocument(latest.Version, latest.At, latest.Item))
        : null;
}

/// <summary>The latest version of a joint item.</summary>
public sealed record JointItemDocument(int Version, DateTimeOffset PublishedAt, JointItem Item);
