using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Catalog.Templates;
using Workflow.Core.Runtime;
using Workflow.Postgres.Files;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Messages;

namespace Workflow.Server.Papers;

/// <summary>
/// Makes the document of one event of the log: template and facts to bytes, bytes to a stored file, its hash into the case.
/// Done again, it finds what it made.
/// </summary>
internal sealed class DocumentMaker(
    ReadStream read, Submit submit, EventJson json, CaseHistory history, PinnedLoader pinned, PlaceNames places, FileStore files)
{
    private const string Owner = "papers";
    private const int TriesMax = 3;

    /// <summary>Throws when the case cannot be read or written now; false when there is no document to make.</summary>
    public async Task<bool> MakeAsync(FeedEvent stored, CancellationToken ct)
    {
        var happened = json.Read(stored.StreamId, stored.Alias, stored.Data, key: null);
        for (var tries = 1; ; tries++)
        {
            if (await read(stored.StreamId, ct) is not (CaseState { Pinned: { } versions } state, _)) return false;
            var content = (Pinned)await pinned.LoadAsync(versions, ct);
            if (content.JointItem.Papers is not { } rules) return false;
            var at = await history.AfterAsync(stored.StreamId, stored.Version, ct);
            if (PaperTriggers.KindFor(happened, at) is not { } kind || !rules.Issues(kind) || state.Papers.DocumentFor(stored.Version, kind) is not null) return false;
            // Erased meanwhile: a document without a name would prove nothing.
            if (state.PersonalAnswers.IsErased || await TemplateAsync(state.Region, kind, ct) is not { } template) return false;

            var answer = await IssueAsync(stored, WithPersonal(happened, state), kind, state, at, content, template, ct);
            if (answer is Answer.Accepted) return true;
            if (answer is Answer.Rejected { Why.Code: "document-number-taken" } && tries < TriesMax) continue;
            throw new InvalidOperationException($"the document {kind} for {stored.StreamId} version {stored.Version} was refused: {answer}");
        }
    }

    private async Task<Answer> IssueAsync(
        FeedEvent stored, Event happened, string kind, CaseState state, CaseState at, Pinned content, TemplatePublished template, CancellationToken ct)
    {
        var names = await places.OfAsync(state.Region, ct);
        var id = state.Papers.Documents.Length + 1;
        var number = PaperNumber.Of(names.Region.Zh, kind, state.CaseNumber, id, content.Calendar.DayOf(stored.At).Year);
        var facts = PaperFacts.Of(kind, happened, at, content, new PaperNames(names.Region.Zh, code => names.Department(code).Zh), state.Applicant!.Name.Value, number, stored.At);
        var bytes = PaperHtml.Render(template.Content, facts, $"{state.CaseNumber} · {stored.Version} · {template.Region}-{kind}-{template.Version}");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var fileId = IdOf($"{stored.StreamId}\n{stored.Version}\n{kind}\n{sha256}");
        using (var body = new MemoryStream(bytes))
            await files.UploadAsync(Owner, $"{number}.html", PaperHtml.ContentType, body, bytes.Length, ct, fileId);

        var name = $"document-{stored.StreamId}-{stored.Version}-{kind}";
        var command = new IssueDocument(new DocumentIssued(
            id, number, kind, template.Content.Title.Zh, template.Region, template.Version, fileId, sha256, bytes.Length, stored.Version, default))
        { CaseId = stored.StreamId, By = Actor.System(Owner) };
        return await submit(SystemCommand.Of(name, command), ct);
    }

    /// <summary>The template of the nearest region above the case's; null when none was ever published.</summary>
    public async Task<TemplatePublished?> TemplateAsync(string region, string kind, CancellationToken ct)
    {
        foreach (var above in TemplateStreams.RegionsAbove(region))
            if (((TemplateState)(await read(TemplateStreams.IdOf(above, kind), ct)).State).Latest is { } latest) return latest;
        return null;
    }

    // Read without the case's key, an event lacks what is personal in it.
    private static Event WithPersonal(Event happened, CaseState state) => happened is ComplaintAnswered answered
        ? state.Papers.Complaints[answered.Id - 1].Answered ?? answered
        : happened;

    private static string IdOf(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));
}

/// <summary>Commands that the server itself sends: known again by their name, whatever else is in them.</summary>
internal static class SystemCommand
{
    public static Envelope Of(string name, Command command) =>
        new(new CommandId("system", "papers", name), command, SHA256.HashData(Encoding.UTF8.GetBytes(name)), CommandPriority.System);
}
