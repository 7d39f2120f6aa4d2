using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>A notice of a document went out by e-mail or text message, or was given up: once for each document and channel.</summary>
/// <param name="Proof">what shows that it went out; null when it was given up</param>
/// <param name="Error">what the last try ended with; null when it went out</param>
/// <param name="Attempts">tries altogether</param>
public sealed record RecordNotice(int Document, NoticeChannel Channel, string To, string? Proof, string? Error, int Attempts) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (By.Kind != ActorKind.System) return Outcome.Reject("system-only");
        if (state.Papers.Document(Document) is null) return Outcome.Reject("document-not-found");
        if (state.Papers.NoticeOf(Document, Channel) is not null) return Outcome.Accept();
        var (id, to) = (state.Papers.Notices.Length + 1, IssueDocument.Kept(state, To));
        return Outcome.Accept(Proof is not null
            ? new NoticeSent(id, Channel, Document, to, Proof, now)
            : new NoticeFailed(id, Channel, Document, to, Error ?? "", Attempts, now));
    }
}
