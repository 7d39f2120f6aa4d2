using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Oversight;

/// <summary>A version of a region's rules for cards and indicators (督办规则) holds from now on.</summary>
/// <param name="Region">division code; 000000 for the whole country</param>
/// <param name="Version">from 1</param>
/// <param name="AppliesFrom">what began before it is judged by the version before; null: the whole log is judged by this one</param>
public sealed record CardRulesPublished(string Region, int Version, CardRuleSet Content, DateTimeOffset? AppliesFrom, string By, DateTimeOffset At) : CatalogEvent;

/// <summary>A region's rules with all their versions.</summary>
public sealed record CardRulesState : StreamState
{
    public static readonly CardRulesState Empty = new();

    public ImmutableArray<CardRulesPublished> Versions { get; init; } = [];

    public CardRulesPublished? Latest => Versions.IsEmpty ? null : Versions[^1];

    /// <summary>The version by which something is judged that began then; null when no version reaches so far back.</summary>
    public CardRulesPublished? At(DateTimeOffset began)
    {
        for (var i = Versions.Length - 1; i >= 0; i--)
            if (Versions[i].AppliesFrom is not { } from || from <= began) return Versions[i];
        return null;
    }

    public override StreamState Evolve(Event happened) =>
        happened is CardRulesPublished published ? this with { Versions = Versions.Add(published) } : this;
}

/// <summary>The stream kind "cardrules"; ids are "cardrules-{region}".</summary>
public sealed class CardRuleStreams() : CatalogStreams<CardRulesState>("cardrules", CardRulesState.Empty)
{
    public static string IdOf(string region) => "cardrules-" + region;

    protected override DocumentRow? Document(string id, CardRulesState state) =>
        state.Latest is { } latest ? Row(id, latest.Version, id, latest) : null;
}
