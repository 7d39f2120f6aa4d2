using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Templates;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Papers;

/// <summary>文书模板: what documents say, by kind and region; a region without its own uses that of the next one above.</summary>
internal static class TemplateRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/templates").WithTags("Templates");
        group.MapGet("", ListAsync).ForSignedIn().WithSummary("Kinds of documents, their placeholders, and who has a template of each").Produces<IReadOnlyList<TemplateKindAnswer>>();
        group.MapGet("/{kind}", GetAsync).ForSignedIn().WithSummary("A region's template, the latest version or the one asked for").Produces<TemplateAnswer>();
        group.MapPut("/{kind}", PutAsync).For(Role.Designer, Role.Administrator).WithSummary("Publishes the next version of a region's template").Produces<CommandAccepted>();
        group.MapPost("/{kind}/preview", Preview).For(Role.Designer, Role.Administrator).WithMetadata(new NoCommand())
            .WithSummary("Shows a template as a document with made-up values; nothing is kept").Produces<string>(contentType: "text/html");
    }

    private static async Task<IResult> ListAsync(Documents documents, CancellationToken cancelled)
    {
        var known = (await documents.AllAsync("template", null, cancelled)).Select(r => JsonSerializer.Deserialize<TemplateDocument>(r.Json, CatalogJson.Options)!)
            .ToLookup(t => t.Kind, StringComparer.Ordinal);
        return Results.Json(PaperKinds.All.Select(k => new TemplateKindAnswer(k.Code, k.Word, [.. PaperKinds.Common, .. k.Own],
            [.. known[k.Code].OrderBy(t => t.Region, StringComparer.Ordinal).Select(t => new TemplateSummary(t.Region, t.Version, t.Content.Title.ToText(), t.PublishedAt))])), Json.Options);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string kind, ReadStream read, CancellationToken cancelled)
    {
        var query = new Query(http.Request, "region", "version");
        var region = query.Text("region") ?? TemplateStreams.WholeCountry;
        var version = query.Integer("version", 0, 0, int.MaxValue);
        if (query.Problem is { } wrong) return wrong;
        if (PaperKinds.Find(kind) is null || !Codes.IsRegion(region)) return Problem.NotFound("template-not-found");
        var state = (TemplateState)(await read(TemplateStreams.IdOf(region, kind), cancelled)).State;
        return (version == 0 ? state.Latest : state.Version(version)) is { } found
            ? Results.Json(new TemplateAnswer(found.Kind, found.Region, found.Version, state.Versions.Length, found.Content.Title.ToText(), found.Content.Body, found.At, found.By), Json.Options)
            : Problem.NotFound("template-not-found");
    }

    private static async Task<IResult> PutAsync(HttpContext http, string kind, Body<TemplateRequest> body, Principal who)
    {
        var (given, region) = (body.Value, body.Value.Region);
        var role = who.Has(Role.Designer, region) ? Role.Designer : Role.Administrator;
        if (who.Lacks(role, region) is { } refused) return refused;
        var content = ContentOf(given);
        if (Faults(kind, content) is { } faults) return faults;
        return await Commands.SubmitAsync(http, new PublishTemplate(kind, region, content) { By = who.As(role, region) });
    }

    private static IResult Preview(HttpContext http, string kind, Body<TemplateRequest> body)
    {
        var content = ContentOf(body.Value);
        if (Faults(kind, content) is { } faults) return faults;
        var known = PaperKinds.Find(kind)!;
        var facts = SampleFacts.Of(known);
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        return Results.Bytes(PaperHtml.Render(content, facts, "样例 · sample"), PaperHtml.ContentType);
    }

    private static TemplateContent ContentOf(TemplateRequest given) => new(given.Title.ToCore(), given.Body.ReplaceLineEndings("\n"));

    private static Problem? Faults(string kind, TemplateContent content) => TemplateText.Faults(kind, content) is { Count: > 0 } faults
        ? new Problem(StatusCodes.Status422UnprocessableEntity, "template-invalid", errors: [.. faults.Take(Shape.ErrorsMax).Select(f => new FieldError(
            f.Line == 0 ? f.Code == "template-title" ? "$.title" : "$.body" : $"$.body[{f.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)}]", f.Code,
            ("value", f.Value), ("line", f.Line.ToString(System.Globalization.CultureInfo.InvariantCulture))))])
        : null;
}
