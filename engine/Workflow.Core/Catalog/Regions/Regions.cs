using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Regions;

/// <summary>A division (GB/T 2260) takes part.</summary>
/// <param name="Code">six digits</param>
public sealed record RegionDefined(string Code, LocalText Name) : CatalogEvent;

/// <summary>A region as its events fold.</summary>
public sealed record RegionState : StreamState
{
    public static readonly RegionState Empty = new();

    public RegionDefined? Defined { get; init; }
    public int Changes { get; init; }

    public override StreamState Evolve(Event happened) =>
        happened is RegionDefined defined ? this with { Defined = defined, Changes = Changes + 1 } : this;
}

/// <summary>Defines a region or renames it.</summary>
public sealed record DefineRegion(string Code, LocalText Name) : Command
{
    public override string StreamId => RegionStreams.IdOf(Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        var defined = new RegionDefined(Code, Name);
        return defined == ((RegionState)state).Defined ? Outcome.Accept() : Outcome.Accept(defined);
    }
}

/// <summary>The stream kind "region".</summary>
public sealed class RegionStreams() : CatalogStreams<RegionState>("region", RegionState.Empty)
{
    public static string IdOf(string code) => "region-" + code;

    protected override DocumentRow? Document(string id, RegionState state) =>
        state.Defined is { } defined ? Row(id, state.Changes, id, defined) : null;
}
