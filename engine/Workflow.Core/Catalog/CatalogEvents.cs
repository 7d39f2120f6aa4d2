using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog;

/// <summary>What happened to published things: regions, departments, accounts, calendars, definitions, joint items.</summary>
public abstract record CatalogEvent : Event;

public static class CatalogEventNames
{
    public static readonly (string, Type)[] All = [];
}
