using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Drafts;

/// <summary>A definition that is being drawn (草稿) was saved. Whether it could be deployed does not matter here.</summary>
/// <param name="Revision">version of the stream with this event; from 1, and never given twice</param>
/// <param name="Name">name of the process in it, when it has one</param>
/// <param name="Note">what changed, in the designer's words</param>
/// <param name="BaseVersion">version of the definition that it was begun from; null for a new one</param>
/// <param name="Region">division code of its owner, as of a definition; null for the whole country's</param>
public sealed record DraftSaved(
    string Key, int Revision, string Xml, string? Name, string? Note, int? BaseVersion, string By, DateTimeOffset At, string? Region) : CatalogEvent;

/// <summary>A draft was thrown away; its revisions stay in the log, and a new one may begin under its key.</summary>
public sealed record DraftDiscarded(string By, DateTimeOffset At) : CatalogEvent;

/// <summary>A draft as it stands. Older revisions are named here; their XML stands only in the log.</summary>
public sealed record DraftState : StreamState
{
    /// <summary>Revisions that a page lists; a draft that is saved every minute for a week has more.</summary>
    public const int RevisionsMax = 500;

    public static readonly DraftState Empty = new();

    /// <summary>How many events the stream has.</summary>
    public int Version { get; init; }

    /// <summary>What was saved last; null when there is no draft, or none any more.</summary>
    public DraftSaved? Current { get; init; }

    /// <summary>The newest <see cref="RevisionsMax"/> of this draft, oldest first.</summary>
    public ImmutableArray<DraftRevision> Revisions { get; init; } = [];

    /// <summary>Who threw the last one away; null while there is a draft.</summary>
    public DraftDiscarded? Discarded { get; init; }

    public override StreamState Evolve(Event happened) => happened switch
    {
        DraftSaved saved => this with
        {
            Version = Version + 1, Current = saved, Discarded = null,
            Revisions = [.. Revisions.Skip(Revisions.Length + 1 - RevisionsMax), new(saved.Revision, saved.Note, saved.By, saved.At)],
        },
        DraftDiscarded discarded => this with { Version = Version + 1, Current = null, Discarded = discarded, Revisions = [] },
        _ => this,
    };
}

/// <param name="Revision">as in <see cref="DraftSaved"/></param>
public sealed record DraftRevision(int Revision, string? Note, string By, DateTimeOffset At);

/// <summary>The stream kind "draft".</summary>
public sealed class DraftStreams() : CatalogStreams<DraftState>("draft", DraftState.Empty)
{
    public static string IdOf(string key) => "draft-" + key;

    protected override DocumentRow? Document(string id, DraftState state) => state switch
    {
        { Current: { } saved } => Row(id, state.Version, saved.Region, new DraftDocument(id, saved.Name, saved.Region, saved.BaseVersion, saved.Revision, saved.At, saved.By, saved.Note)),
        // A row once written stays; this one says that there is nothing to list.
        { Discarded: { } discarded } => Row(id, state.Version, null, new DraftDocument(id, null, null, null, 0, discarded.At, discarded.By, null)),
        _ => null,
    };
}

/// <summary>A draft as lists show it.</summary>
/// <param name="Revision">0 once it was thrown away</param>
public sealed record DraftDocument(string Key, string? Name, string? Region, int? BaseVersion, int Revision, DateTimeOffset SavedAt, string By, string? Note);
