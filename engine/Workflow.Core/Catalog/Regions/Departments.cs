using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Regions;

/// <summary>A department of a region takes part.</summary>
/// <param name="Code">short name within the region, for instance "fire"</param>
public sealed record DepartmentDefined(string Region, string Code, LocalText Name) : CatalogEvent;

/// <summary>A department as its events fold.</summary>
public sealed record DepartmentState : StreamState
{
    public static readonly DepartmentState Empty = new();

    public DepartmentDefined? Defined { get; init; }
    public int Changes { get; init; }

    public override StreamState Evolve(Event happened) =>
        happened is DepartmentDefined defined ? this with { Defined = defined, Changes = Changes + 1 } : this;
}

/// <summary>Defines a department or renames it.</summary>
/// <param name="RegionKnown">that the region has been defined; regions are never removed, so it stays true</param>
public sealed record DefineDepartment(string Region, string Code, LocalText Name, bool RegionKnown) : Command
{
    public override string StreamId => DepartmentStreams.IdOf(Region, Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (!RegionKnown) return Outcome.Reject("region-not-found", ("region", Region));
        var defined = new DepartmentDefined(Region, Code, Name);
        return defined == ((DepartmentState)state).Defined ? Outcome.Accept() : Outcome.Accept(defined);
    }
}

/// <summary>The stream kind "department"; ids are "department-{region}.{code}".</summary>
public sealed class DepartmentStreams() : CatalogStreams<DepartmentState>("department", DepartmentState.Empty)
{
    public static string IdOf(string region, string code) => $"department-{region}.{code}";

    protected override DocumentRow? Document(string id, DepartmentState state) =>
        state.Defined is { } defined ? Row(id, state.Changes, defined.Region, defined) : null;
}
