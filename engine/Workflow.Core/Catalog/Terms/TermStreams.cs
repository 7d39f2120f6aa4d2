using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Terms;

/// <summary>A version of a term table maps from now on.</summary>
/// <param name="Version">from 1</param>
/// <param name="Region">division code of its owner, who alone publishes its next versions; null for the whole country's</param>
public sealed record TermsPublished(string Code, int Version, TermTable Table, string By, DateTimeOffset At, string? Region) : CatalogEvent;

/// <summary>A term table with all its versions.</summary>
public sealed record TermState : StreamState
{
    public static readonly TermState Empty = new();

    public ImmutableArray<TermsPublished> Versions { get; init; } = [];

    public TermsPublished? Latest => Versions.IsEmpty ? null : Versions[^1];

    public TermsPublished? Version(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    public override StreamState Evolve(Event happened) =>
        happened is TermsPublished published ? this with { Versions = Versions.Add(published) } : this;
}

/// <summary>The stream kind "terms".</summary>
public sealed class TermStreams() : CatalogStreams<TermState>("terms", TermState.Empty)
{
    public static string IdOf(string code) => "terms-" + code;

    protected override DocumentRow? Document(string id, TermState state) => state.Latest is { } latest
        ? Row(id, latest.Version, latest.Region, new TermDocument(id, latest.Version, latest.At, latest.Table))
        : null;
}

/// <summary>The latest version of a term table.</summary>
public sealed record TermDocument(string Code, int Version, DateTimeOffset PublishedAt, TermTable Table);
