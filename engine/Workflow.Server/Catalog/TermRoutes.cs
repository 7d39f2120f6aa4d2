using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Terms;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Term tables (术语对照表): other systems' words in ours.</summary>
internal static class TermRoutes
{
    private static readonly Role[] Readers = [Role.Designer, Role.Administrator, Role.Integrator, Role.Supervisor, Role.Auditor];

    public static void Map(RouteGroupBuilder api)
    {
        var terms = api.MapGroup("/terms").WithTags("Term tables");
        terms.MapGet("", ListAsync).For(Readers).WithSummary("Lists the term tables").Produces<IReadOnlyList<TermTableAnswer>>();
        terms.MapGet("/{code}", GetAsync).For(Readers).WithSummary("Shows the latest version of a term table, or the one asked for").Produces<TermTableAnswer>();
        terms.MapPut("/{code}", PutAsync).For(Role.Designer, Role.Administrator).WithSummary("Publishes the next version of a term table")
            .WithDescription("A new table belongs to the region given, or to the first in which the caller may publish.").Produces<CommandAccepted>();
        terms.MapPost("/map", MapAsync).For(Role.Integrator, Role.Window, Role.Officer, Role.Designer, Role.Administrator).WithMetadata(new NoCommand())
            .WithSummary("Maps another system's fields to ours; nothing is stored")
            .WithDescription("What no table explains is listed under unmapped and never guessed.").Produces<MapTermsAnswer>();
    }

    private static async Task<IResult> ListAsync(Documents documents, CancellationToken cancelled) =>
        Results.Json((await AllAsync(documents, cancelled)).Select(d => TableMapping.ToAnswer(d.Code, d.Version, d.PublishedAt, d.Table)), Json.Options);

    private static async Task<IResult> GetAsync(string code, int? version, ReadStream read, CancellationToken cancelled)
    {
        if (!Codes.IsCode(code)) return Problem.NotFound("terms-not-found");
        var state = (TermState)(await read(TermStreams.IdOf(code), cancelled)).State;
        return (version is { } wanted ? state.Version(wanted) : state.Latest) is { } found
            ? Results.Json(TableMapping.ToAnswer(code, found.Version, found.At, found.Table), Json.Options)
            : Problem.NotFound("terms-not-found");
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string code, string? region, Body<TermTableRequest> body, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (Codes.NotACode("code", code) is { } malformed) return malformed;
        var known = ((TermState)(await read(TermStreams.IdOf(code), cancelled)).State).Latest;
        var (by, refused) = known is null ? Publisher.OfNew(who, region) : Publisher.OfNext(who, known.Region);
        if (by is null) return refused!;
        var table = TableMapping.ToCore(body.Value);
        if (TermTableCheck.Faults(table) is { Count: > 0 } faults)
            return new Problem(StatusCodes.Status422UnprocessableEntity, "terms-invalid", errors: [.. faults.Take(Shape.ErrorsMax).Select(f => new FieldError(f.Path, f.Code, ("value", f.Value)))]);
        return await Commands.SubmitAsync(http, new PublishTerms(code, table) { By = by });
    }

    private static async Task<IResult> MapAsync(HttpContext http, Body<MapTermsRequest> body, Documents documents, CancellationToken cancelled)
    {
        var tables = (await AllAsync(documents, cancelled)).ToDictionary(d => d.Code, d => d.Table, StringComparer.Ordinal);
        var (mapped, unmapped) = TermMapping.Of(tables, body.Value.System, body.Value.Fields);
        var english = Http.Messages.PrefersEnglish(http.Request);
        return Results.Json(
            new MapTermsAnswer(
                [.. mapped.Select(m => new MappedTermAnswer(m.Name, m.Value, m.Field, m.Ours, m.Table))],
                [.. unmapped.Select(u => new UnmappedTermAnswer(u.Name, u.Value, u.Why, Http.Messages.Title(u.Why, english), u.Field))]), Json.Options);
    }

    private static async Task<IEnumerable<TermDocument>> AllAsync(Documents documents, CancellationToken cancelled) =>
        (await documents.AllAsync("terms", null, cancelled)).Select(r => JsonSerializer.Deserialize<TermDocument>(r.Json, CatalogJson.Options)!);
}
