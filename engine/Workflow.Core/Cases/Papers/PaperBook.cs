using System.Collections.Immutable;

namespace Workflow.Core.Cases.Papers;

/// <summary>A case's documents, notices and complaints as its events fold.</summary>
public sealed record PaperBook
{
    public static readonly PaperBook Empty = new();

    /// <summary>In the order of their numbers.</summary>
    public ImmutableArray<DocumentIssued> Documents { get; init; } = [];

    public ImmutableArray<Notice> Notices { get; init; } = [];

    public ImmutableArray<Complaint> Complaints { get; init; } = [];

    /// <summary>What this case complains of; null for every other case.</summary>
    public ComplaintOpened? About { get; init; }

    public DocumentIssued? Document(int id) => id >= 1 && id <= Documents.Length ? Documents[id - 1] : null;

    public DocumentIssued? DocumentFor(long version, string kind) => Documents.FirstOrDefault(d => d.ForVersion == version && d.Kind == kind);

    public Notice? NoticeOf(int document, NoticeChannel channel) => Notices.FirstOrDefault(n => n.Document == document && n.Channel == channel);

    /// <summary>The complaint that has not been answered; there is one at a time.</summary>
    public Complaint? OpenComplaint => Complaints.FirstOrDefault(c => c.Answered is null);

    /// <summary>Without what is personal; hashes, numbers and instants stay.</summary>
    public PaperBook Erased() => this with
    {
        Notices = [.. Notices.Select(n => n with { To = Personal.Erased })],
        Complaints = [.. Complaints.Select(c => c with { Text = Personal.Erased, Answered = c.Answered is { } a ? a with { Answer = Personal.Erased } : null })],
    };
}

/// <summary>One channel's notice of one document.</summary>
/// <param name="At">when it went out or was given up</param>
/// <param name="Error">null when it went out</param>
/// <param name="SeenAt">first opening of the document; for the page only</param>
public sealed record Notice(int Id, NoticeChannel Channel, int Document, Personal To, DateTimeOffset At, string Proof, string? Error, int Attempts, DateTimeOffset? SeenAt);

/// <param name="Case">stream id of the complaint's own case</param>
/// <param name="Answered">null while it is open</param>
public sealed record Complaint(int Id, string Case, Personal Text, DateTimeOffset At, ComplaintAnswered? Answered);

internal static class PaperFold
{
    public static CaseState Evolve(CaseState state, PaperEvent happened)
    {
        var book = state.Papers;
        return happened switch
        {
            DocumentIssued e => At(e.At, book with { Documents = book.Documents.Add(e) }),
            NoticeSent e => At(e.At, book with { Notices = book.Notices.Add(new(e.Id, e.Channel, e.Document, e.To, e.At, e.Proof, null, 1, null)) }),
            NoticeFailed e => At(e.At, book with { Notices = book.Notices.Add(new(e.Id, e.Channel, e.Document, e.To, e.At, "", e.Error, e.Attempts, null)) }),
            NoticeSeen e => At(e.At, book with { Notices = book.Notices.SetItem(e.Id - 1, book.Notices[e.Id - 1] with { SeenAt = e.At }) }),
            ComplaintFiled e => At(e.At, book with { Complaints = book.Complaints.Add(new(e.Id, e.Complaint, e.Text, e.At, null)) }),
            ComplaintAnswered e => At(e.At, book with { Complaints = book.Complaints.SetItem(e.Id - 1, book.Complaints[e.Id - 1] with { Answered = e }) }),
            ComplaintOpened e => At(e.At, book with { About = e }),
            _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
        };

        CaseState At(DateTimeOffset at, PaperBook next) => CaseEvolution.At(state, at) with { Papers = next };
    }
}
