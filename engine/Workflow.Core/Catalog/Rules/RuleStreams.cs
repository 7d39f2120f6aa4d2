using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Rules;

/// <summary>A version of a decision decides from now on; cases that run keep theirs.</summary>
/// <param name="Version">from 1</param>
/// <param name="Table">what was published as rules; null when a model was</param>
/// <param name="Model">what was published as a model; null when rules were</param>
/// <param name="Region">division code of its owner, who alone publishes its next versions; null for the whole country's</param>
public sealed record RulesPublished(string Code, int Version, DecisionTable? Table, string By, DateTimeOffset At, string? Region, RuleModel? Model = null) : CatalogEvent
{
    [JsonIgnore]
    public LocalText Name => Model?.Name ?? Table!.Name;

    /// <summary>The decision that steps ask.</summary>
    [JsonIgnore]
    public string Decision => Model?.Decision ?? TableModel.Decision;
}

/// <summary>A decision with all its versions.</summary>
public sealed record RuleState : StreamState
{
    public static readonly RuleState Empty = new();

    public ImmutableArray<RulesPublished> Versions { get; init; } = [];

    public RulesPublished? Latest => Versions.IsEmpty ? null : Versions[^1];

    public RulesPublished? Version(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    public override StreamState Evolve(Event happened) =>
        happened is RulesPublished published ? this with { Versions = Versions.Add(published) } : this;
}

/// <summary>The stream kind "rules".</summary>
public sealed class RuleStreams() : CatalogStreams<RuleState>("rules", RuleState.Empty)
{
    public static string IdOf(string code) => "rules-" + code;

    protected override DocumentRow? Document(string id, RuleState state) => state.Latest is { } latest
        ? Row(id, latest.Version, latest.Region, new RuleDocument(id, latest.Version, latest.At, latest.Name, latest.Decision))
        : null;
}

/// <summary>The latest version of a decision.</summary>
/// <param name="Name">null in a row from before decisions were models: then it is in the table</param>
public sealed record RuleDocument(string Code, int Version, DateTimeOffset PublishedAt, LocalText? Name, string? Decision, DecisionTable? Table = null);
