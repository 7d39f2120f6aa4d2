using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Regions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Regions and their departments.</summary>
internal static class PlaceRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var regions = api.MapGroup("/regions").WithTags("Regions");
        regions.MapGet("", ListRegions).ForAnyone().WithSummary("Lists the regions that take part").Produces<IReadOnlyList<RegionAnswer>>();
        regions.MapGet("/{code}", GetRegion).ForAnyone().WithSummary("Shows a region").Produces<RegionAnswer>();
        regions.MapPut("/{code}", PutRegion).For(Role.Administrator).WithSummary("Defines a region or renames it").Produces<CommandAccepted>();

        var departments = api.MapGroup("/departments").WithTags("Regions");
        departments.MapGet("/{region}", ListDepartments).ForAnyone().WithSummary("Lists the departments of a region").Produces<IReadOnlyList<DepartmentAnswer>>();
        departments.MapGet("/{region}/{code}", GetDepartment).ForAnyone().WithSummary("Shows a department").Produces<DepartmentAnswer>();
        departments.MapPut("/{region}/{code}", PutDepartment).For(Role.Administrator).WithSummary("Defines a department or renames it").Produces<CommandAccepted>();
    }

    private static async Task<IResult> ListRegions(Documents documents, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("region", null, cancelled);
        return Results.Json(rows.Select(r => AnswerOf(Read<RegionDefined>(r))), Json.Options);
    }

    private static async Task<IResult> GetRegion(string code, Documents documents, CancellationToken cancelled) =>
        await documents.FindAsync("region", code, cancelled) is { } row
            ? Results.Json(AnswerOf(Read<RegionDefined>(row)), Json.Options)
            : Problem.NotFound("region-not-found");

    private static async Task<IResult> PutRegion(HttpContext http, string code, Body<NamedRequest> body, Principal who)
    {
        if (Codes.NotARegion("code", code) is { } malformed) return malformed;
        if (who.Lacks(Role.Administrator, code) is { } refused) return refused;
        return await Commands.SubmitAsync(http, new DefineRegion(code, body.Value.Name.ToCore()) { By = who.As(Role.Administrator, code) });
    }

    private static async Task<IResult> ListDepartments(string region, Documents documents, CancellationToken cancelled)
    {
        if (Codes.NotARegion("region", region) is { } malformed) return malformed;
        var rows = await documents.AllAsync("department", region, cancelled);
        return Results.Json(rows.Select(r => AnswerOf(Read<DepartmentDefined>(r))), Json.Options);
    }

    private static async Task<IResult> GetDepartment(string region, string code, Documents documents, CancellationToken cancelled) =>
        await documents.FindAsync("department", $"{region}.{code}", cancelled) is { } row
            ? Results.Json(AnswerOf(Read<DepartmentDefined>(row)), Json.Options)
            : Problem.NotFound("department-not-found");

    private static async Task<IResult> PutDepartment(
        HttpContext http, string region, string code, Body<NamedRequest> body, Principal who, Documents documents, CancellationToken cancelled)
    {
        if ((Codes.NotARegion("region", region) ?? Codes.NotACode("code", code)) is { } malformed) return malformed;
        if (who.Lacks(Role.Administrator, region) is { } refused) return refused;
        var isKnown = await documents.FindAsync("region", region, cancelled) is not null;
        return await Commands.SubmitAsync(http,
            new DefineDepartment(region, code, body.Value.Name.ToCore(), isKnown) { By = who.As(Role.Administrator, region) });
    }

    private static RegionAnswer AnswerOf(RegionDefined region) => new(region.Code, region.Name.ToText());

    private static DepartmentAnswer AnswerOf(DepartmentDefined department) => new(department.Region, department.Code, department.Name.ToText());

    private static T Read<T>(DocumentRow row) => JsonSerializer.Deserialize<T>(row.Json, CatalogJson.Options)!;
}
