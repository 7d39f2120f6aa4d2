using System.Text;
using System.Text.Json;
using Workflow.Contracts.Catalog;
using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Interchange;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Process definitions: BPMN in, checked, versioned.</summary>
internal static class DefinitionRoutes
{
    private const int NoteLengthMax = 500;
    private static readonly Role[] Readers = [Role.Designer, Role.Administrator, Role.Supervisor, Role.Auditor, Role.Officer, Role.Window];

    public static void Map(RouteGroupBuilder api)
    {
        var definitions = api.MapGroup("/definitions").WithTags("Definitions");
        definitions.MapGet("", List).For(Readers).WithSummary("Lists the definitions").Produces<IReadOnlyList<DefinitionAnswer>>();
        definitions.MapGet("/{key}", Get).For(Readers).WithSummary("Shows a definition with its versions").Produces<DefinitionAnswer>();
        definitions.MapGet("/{key}/versions/{version:int}", GetVersion).For(Readers).WithSummary("Shows one version").Produces<DefinitionVersionAnswer>();
        definitions.MapGet("/{key}/versions/{version:int}/xml", GetXml).For(Readers).WithSummary("Gives one version's BPMN").Produces(200, contentType: "application/xml");
        PlayRoute.Map(definitions);
        definitions.MapPost("/{key}", Deploy).For(Role.Designer, Role.Administrator)
            .Accepts<string>("application/xml", "text/xml", "application/octet-stream")
            .WithSummary("Deploys BPMN as the next version")
            .WithDescription("UTF-8 is kept to the letter; any other encoding becomes UTF-8 with the same content. With dryRun=true it is only checked, nothing is stored, and the answer lists the findings. Errors refuse the deployment (422) and stand in errors[], each with the id of its element. A new definition belongs to the region given, or to the first in which the caller may publish; its next versions are published there. With profile=strict every broken rule of the standard refuses, not only what cannot run; the choice stays with the definition until another is given.")
            .Produces<DefinitionDeployedAnswer>();
    }

    private static async Task<IResult> List(Documents documents, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("definition", null, cancelled);
        return Results.Json(rows.Select(AnswerOf), Json.Options);
    }

    private static async Task<IResult> Get(string key, Documents documents, CancellationToken cancelled) =>
        await documents.FindAsync("definition", key, cancelled) is { } row ? Results.Json(AnswerOf(row), Json.Options) : Problem.NotFound("definition-not-found");

    private static async Task<IResult> GetVersion(string key, int version, ReadStream read, CancellationToken cancelled) =>
        await FindAsync(key, version, read, cancelled) is { } found
            ? Results.Json(new DefinitionVersionAnswer(found.Version, found.ProcessId, found.Name, found.Sha256, found.Note, found.By, found.At), Json.Options)
            : Problem.NotFound("definition-not-found");

    private static async Task<IResult> GetXml(string key, int version, ReadStream read, CancellationToken cancelled) =>
        await FindAsync(key, version, read, cancelled) is { } found
            ? Results.Text(found.Xml, "application/xml", Encoding.UTF8)
            : Problem.NotFound("definition-not-found");

    private static async Task<DefinitionDeployed?> FindAsync(string key, int version, ReadStream read, CancellationToken cancelled) =>
        Codes.IsCode(key) ? ((DefinitionState)(await read(DefinitionStreams.IdOf(key), cancelled)).State).Version(version) : null;

    private static async Task<IResult> Deploy(HttpContext http, string key, Principal who, ReadStream read, PinnedLoader published, string? note, string? region, bool? dryRun, string? profile)
    {
        if (Codes.NotACode("key", key) is { } malformed) return malformed;
        if (note?.Length > NoteLengthMax) return Problem.Parameter("note", "field-length", ("min", "0"), ("max", $"{NoteLengthMax}"));
        if (profile is not (null or "normal" or "strict")) return Problem.Parameter("profile", "field-choice", ("choices", "normal, strict"));
        var (raw, problem) = await RawBody.ReadAsync(http, XmlDoor.MaxBytes);
        if (problem is not null) return problem;
        if (raw.IsEmpty) return Problem.Of(StatusCodes.Status400BadRequest, "body-required");

        // Checked before the writer sees it, so that hostile XML costs its sender's request and no one else's.
        var known = ((DefinitionState)(await read(DefinitionStreams.IdOf(key), http.RequestAborted)).State).Latest;
        var asked = profile switch { "strict" => DeploymentProfile.Strict, "normal" => DeploymentProfile.Normal, _ => (DeploymentProfile?)null };
        var strictly = asked ?? known?.Profile ?? DeploymentProfile.Normal;
        var check = DefinitionCheck.Of(raw, strictly);
        List<Finding> calls = check.Graph is null ? [] : [.. await CallsOfAsync(key, check.Graph, published, strictly, http.RequestAborted)];
        var refusedCalls = calls.FindAll(finding => finding.Severity == FindingSeverity.Error);
        if (dryRun == true)
        {
            IEnumerable<Finding> needs = check.Graph is { } graph ? [.. DecisionNeeds.Of(graph, await published.LatestRulesAsync(graph, http.RequestAborted)), .. calls] : [];
            return Results.Json(new DefinitionFindings(check.Graph is not null && refusedCalls.Count == 0, Findings.Answers(http.Request, check.Findings.Concat(needs))), Json.Options);
        }
        if (check.Graph is null || !BpmnDocument.TryRead(raw, out var document, out _)) return Findings.Refusal(http.Request, check.Errors);
        if (refusedCalls.Count > 0) return Findings.Refusal(http.Request, refusedCalls);

        var (by, refused) = known is null ? Publisher.OfNew(who, region) : Publisher.OfNext(who, known.Region);
        if (by is null) return refused!;
        var answer = await Commands.SubmitAsync(http, new DeployDefinition(key, document.Text(), note, asked) { By = by },
            accepted => new(Results.Json(new DefinitionDeployedAnswer(accepted.StreamId, key, accepted.Version, accepted.Position), Json.Options)));
        // Calls on this node take it from the answer on; other nodes hear of it with the log.
        await published.Called.RefreshAsync(DefinitionStreams.IdOf(key), http.RequestAborted);
        return answer;
    }

    private static async Task<IEnumerable<Finding>> CallsOfAsync(string key, ProcessGraph graph, PinnedLoader published, DeploymentProfile profile, CancellationToken cancelled)
    {
        await published.Called.KnowAsync(graph, cancelled);
        return CallNeeds.Of(key, graph, published.Called.LatestOf, profile == DeploymentProfile.Strict ? FindingSeverity.Error : FindingSeverity.Warning);
    }

    private static DefinitionAnswer AnswerOf(DocumentRow row)
    {
        var document = JsonSerializer.Deserialize<DefinitionDocument>(row.Json, CatalogJson.Options)!;
        return new(document.Key, document.Name,
            [.. document.Versions.Select(v => new DefinitionVersionAnswer(v.Version, v.ProcessId, v.Name, v.Sha256, v.Note, v.By, v.At))]);
    }
}
