using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflow.Core.Bpmn;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Definitions;

/// <summary>A version of a process definition runs from now on; cases that run keep theirs.</summary>
/// <param name="Version">from 1</param>
/// <param name="Xml">the BPMN as it was sent, as text</param>
/// <param name="Sha256">lower-case hex over the text in UTF-8</param>
/// <param name="Region">division code of its owner, who alone publishes its next versions; null for the whole country's</param>
/// <param name="Profile">how strictly it was read; null: not strictly</param>
public sealed record DefinitionDeployed(
    string Key, int Version, string ProcessId, string? Name, string Xml, string Sha256, string? Note, string By, DateTimeOffset At, string? Region,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeploymentProfile? Profile = null) : CatalogEvent;

/// <summary>A definition with all its versions.</summary>
public sealed record DefinitionState : StreamState
{
    public static readonly DefinitionState Empty = new();

    public ImmutableArray<DefinitionDeployed> Versions { get; init; } = [];

    public DefinitionDeployed? Latest => Versions.IsEmpty ? null : Versions[^1];

    public DefinitionDeployed? Version(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    public override StreamState Evolve(Event happened) =>
        happened is DefinitionDeployed deployed ? this with { Versions = Versions.Add(deployed) } : this;
}

/// <summary>The stream kind "definition".</summary>
public sealed class DefinitionStreams() : CatalogStreams<DefinitionState>("definition", DefinitionState.Empty)
{
    public static string IdOf(string key) => "definition-" + key;

    protected override DocumentRow? Document(string id, DefinitionState state) => state.Latest is { } latest
        ? Row(id, latest.Version, latest.Region, new DefinitionDocument(id, latest.Name,
            [.. state.Versions.Select(v => new DefinitionVersionDocument(v.Version, v.ProcessId, v.Name, v.Sha256, v.Note, v.By, v.At))]))
        : null;
}

/// <summary>A definition as lists show it; the XML itself stands only in the log.</summary>
public sealed record DefinitionDocument(string Key, string? Name, ImmutableArray<DefinitionVersionDocument> Versions);

public sealed record DefinitionVersionDocument(
    int Version, string ProcessId, string? Name, string Sha256, string? Note, string By, DateTimeOffset At);
