using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Workflow.Contracts.Catalog;
using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.Drafts;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Definitions that are being drawn. Seen and changed by designers and administrators of their region or above.</summary>
internal static class DraftRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var drafts = api.MapGroup("/drafts").WithTags("Drafts");
        drafts.MapGet("", List).For(Role.Designer, Role.Administrator).WithSummary("Lists the drafts that the caller may change").Produces<IReadOnlyList<DraftSummary>>();
        drafts.MapGet("/{key}", Get).For(Role.Designer, Role.Administrator).WithSummary("Shows a draft with its BPMN").Produces<DraftAnswer>();
        drafts.MapPut("/{key}", Put).For(Role.Designer, Role.Administrator)
            .WithSummary("Saves a draft")
            .WithDescription("Any well-formed BPMN is saved, whatever its findings. When somebody else saved or discarded it since the given revision, 409 draft-moved or draft-discarded says who and when.")
            .Produces<DraftSavedAnswer>();
        drafts.MapDelete("/{key}", Delete).For(Role.Designer, Role.Administrator)
            .WithSummary("Discards a draft").WithDescription("With ?revision= only when it is still at that revision.").Produces<Contracts.CommandAccepted>();
        drafts.MapGet("/{key}/revisions", Revisions).For(Role.Designer, Role.Administrator)
            .WithSummary("Lists the revisions of a draft, newest first").Produces<IReadOnlyList<DraftRevisionAnswer>>();
        drafts.MapGet("/{key}/revisions/{revision:int}/xml", RevisionXml).For(Role.Designer, Role.Administrator)
            .WithSummary("Gives one revision's BPMN").Produces(200, contentType: "application/xml");
    }

    private static async Task<IResult> List(Documents documents, Principal who, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("draft", null, cancelled);
        return Results.Json(
            rows.Select(r => JsonSerializer.Deserialize<DraftDocument>(r.Json, CatalogJson.Options)!)
                .Where(d => d.Revision > 0 && MayEdit(who, d.Region))
                .Select(d => new DraftSummary(d.Key, d.Name, d.Region, d.BaseVersion, d.Revision, d.SavedAt, d.By, d.Note)),
            Json.Options);
    }

    private static async Task<IResult> Get(string key, Principal who, ReadStream read, CancellationToken cancelled) =>
        await FindAsync(key, who, read, cancelled) is { Current: { } d }
            ? Results.Json(new DraftAnswer(d.Key, d.Name, d.Region, d.BaseVersion, d.Revision, d.At, d.By, d.Note, d.Xml), Json.Options)
            : Problem.NotFound("draft-not-found");

    private static async Task<IResult> Revisions(string key, Principal who, ReadStream read, CancellationToken cancelled) =>
        await FindAsync(key, who, read, cancelled) is { Current: not null } draft
            ? Results.Json(draft.Revisions.Reverse().Select(r => new DraftRevisionAnswer(r.Revision, r.At, r.By, r.Note)), Json.Options)
            : Problem.NotFound("draft-not-found");

    private static async Task<IResult> RevisionXml(string key, int revision, Principal who, ReadStream read, DraftTexts texts, CancellationToken cancelled) =>
        await FindAsync(key, who, read, cancelled) is { } draft && draft.Revisions.Any(r => r.Revision == revision)
        && await texts.FindAsync(DraftStreams.IdOf(key), revision, cancelled) is { } xml
            ? Results.Text(xml, "application/xml", Encoding.UTF8)
            : Problem.NotFound("draft-not-found");

    private static async Task<IResult> Put(HttpContext http, string key, Body<DraftRequest> body, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (Codes.NotACode("key", key) is { } malformed) return malformed;
        var (xml, revision, note, baseVersion, region) = body.Value;
        if (!XmlDoor.TryRead(XmlDoor.BytesOf(xml), out var document, out _) || document.Root!.Name != BpmnReader.Model + "definitions")
            return Findings.Refusal(http.Request, DefinitionCheck.Of(xml).Errors);

        var draft = (DraftState)(await read(DraftStreams.IdOf(key), cancelled)).State;
        var deployed = ((DefinitionState)(await read(DefinitionStreams.IdOf(key), cancelled)).State).Latest;
        var (by, refused) = draft.Current is { } current ? Publisher.OfNext(who, current.Region)
            : deployed is not null ? Publisher.OfNext(who, deployed.Region) : Publisher.OfNew(who, region);
        if (by is null) return refused!;
        return await Commands.SubmitAsync(http, new SaveDraft(key, xml, NameIn(document), note, baseVersion, revision) { By = by },
            accepted => new(Results.Json(new DraftSavedAnswer(key, (int)accepted.Version, accepted.Position), Json.Options)));
    }

    private static async Task<IResult> Delete(HttpContext http, string key, int? revision, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (!Codes.IsCode(key)) return Problem.NotFound("draft-not-found");
        var draft = (DraftState)(await read(DraftStreams.IdOf(key), cancelled)).State;
        if (draft.Current is { } current && !MayEdit(who, current.Region)) return Problem.NotFound("draft-not-found");
        var (by, refused) = draft.Current is { } known ? Publisher.OfNext(who, known.Region) : Publisher.OfNew(who, null);
        return by is null ? refused! : await Commands.SubmitAsync(http, new DiscardDraft(key, revision) { By = by });
    }

    /// <summary>Null for a draft that there is not, and for one of a region that is not the caller's.</summary>
    private static async Task<DraftState?> FindAsync(string key, Principal who, ReadStream read, CancellationToken cancelled) =>
        Codes.IsCode(key) && (DraftState)(await read(DraftStreams.IdOf(key), cancelled)).State is { Current: { } current } draft && MayEdit(who, current.Region) ? draft : null;

    private static bool MayEdit(Principal who, string? region) =>
        who.Has(Role.Designer, region ?? Regions.WholeCountry) || who.Has(Role.Administrator, region ?? Regions.WholeCountry);

    /// <summary>What people call it: the name of the process that would run, else of the first that has one.</summary>
    private static string? NameIn(XDocument document)
    {
        var processes = document.Root!.Elements(BpmnReader.Model + "process").Where(p => p.Attribute("name")?.Value is { Length: > 0 }).ToList();
        var name = (processes.Find(p => p.Attribute("isExecutable")?.Value is "true" or "1") ?? processes.FirstOrDefault())?.Attribute("name")!.Value;
        return name?.Length > 200 ? name[..200] : name;
    }
}
