using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Templates;

/// <summary>A version of a document's template (文书模板) is published; documents already issued keep theirs.</summary>
/// <param name="Kind">what document it makes, see <see cref="Cases.Papers.PaperKinds"/></param>
/// <param name="Region">division code: cases there and below, unless a region between has a template of its own</param>
/// <param name="Version">from 1</param>
public sealed record TemplatePublished(string Kind, string Region, int Version, TemplateContent Content, string By, DateTimeOffset At) : CatalogEvent;

/// <summary>What a template says: text with placeholders ({{applicant}}), nothing that is executed.</summary>
/// <param name="Title">as it stands on the document (Chinese), and as lists name it in English</param>
/// <param name="Body">a line is a paragraph; a line that is one list's placeholder becomes a numbered list</param>
public sealed record TemplateContent(LocalText Title, string Body);

/// <summary>One region's template of one kind, with all its versions.</summary>
public sealed record TemplateState : StreamState
{
    public static readonly TemplateState Empty = new();

    public ImmutableArray<TemplatePublished> Versions { get; init; } = [];

    public TemplatePublished? Latest => Versions.IsEmpty ? null : Versions[^1];

    public TemplatePublished? Version(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    public override StreamState Evolve(Event happened) =>
        happened is TemplatePublished published ? this with { Versions = Versions.Add(published) } : this;
}

/// <summary>The stream kind "template"; ids are "template-{region}-{kind}".</summary>
public sealed class TemplateStreams() : CatalogStreams<TemplateState>("template", TemplateState.Empty)
{
    /// <summary>Division code of the whole country, whose templates ship with the engine.</summary>
    public const string WholeCountry = "000000";

    public static string IdOf(string region, string kind) => $"template-{region}-{kind}";

    /// <summary>The region itself and those above it, nearest first: whose template a case of that region uses.</summary>
    public static IEnumerable<string> RegionsAbove(string region) =>
        ((string[])[region, region[..4] + "00", region[..2] + "0000", WholeCountry]).Distinct(StringComparer.Ordinal);

    protected override DocumentRow? Document(string id, TemplateState state) => state.Latest is { } latest
        ? Row(id, latest.Version, latest.Region, new TemplateDocument(latest.Kind, latest.Region, latest.Version, latest.At, latest.Content))
        : null;
}

/// <summary>The latest version of a region's template.</summary>
public sealed record TemplateDocument(string Kind, string Region, int Version, DateTimeOffset PublishedAt, TemplateContent Content);
