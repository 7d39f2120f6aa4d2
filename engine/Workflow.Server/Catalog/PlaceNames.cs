using System.Text.Json;
using Workflow.Contracts;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Regions;
using Workflow.Postgres.Queries;

namespace Workflow.Server.Catalog;

/// <summary>The names of a region and its departments, as pages show them instead of codes.</summary>
internal sealed record NamesOf(Text Region, IReadOnlyDictionary<string, Text> Departments)
{
    /// <summary>The department's name; its code when it was never defined.</summary>
    public Text Department(string code) => Departments.TryGetValue(code, out var name) ? name : new(code, code);
}

/// <summary>Reads those names.</summary>
internal sealed class PlaceNames(Documents documents)
{
    private static readonly Text Window = new("综合窗口", "Service window");

    public async Task<NamesOf> OfAsync(string region, CancellationToken cancelled)
    {
        var row = await documents.FindAsync("region", region, cancelled);
        var names = new Dictionary<string, Text>(StringComparer.Ordinal) { [Departments.Window] = Window };
        foreach (var one in await documents.AllAsync("department", region, cancelled))
        {
            var department = JsonSerializer.Deserialize<DepartmentDefined>(one.Json, CatalogJson.Options)!;
            names[department.Code] = department.Name.ToText();
        }
        return new(row is null ? new(region, region) : JsonSerializer.Deserialize<RegionDefined>(row.Json, CatalogJson.Options)!.Name.ToText(), names);
    }
}
