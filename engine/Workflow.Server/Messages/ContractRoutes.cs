using System.Reflection;
using Workflow.Server.Http;

namespace Workflow.Server.Messages;

/// <summary>The published contracts, as they are committed under docs/contracts. (OpenAPI: /openapi/v1.json.)</summary>
internal static class ContractRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/contracts/asyncapi.json", () => Committed("asyncapi.json", "application/json")).ForAnyone().WithTags("Contracts").WithSummary("All messages as an AsyncAPI 3 document");
        app.MapGet("/contracts/schemas/{file}", (string file) => Committed("schemas/" + file, "application/schema+json")).ForAnyone().WithTags("Contracts").WithSummary("The JSON Schema of a message's data, by its name: case.accepted.v1.json");
    }

    private static IResult Committed(string name, string mediaType) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream("contracts/" + name) is { } found ? Results.Stream(found, mediaType) : Problem.NotFound();
}
