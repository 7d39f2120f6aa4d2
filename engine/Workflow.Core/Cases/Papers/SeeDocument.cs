using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>The applicant opens a document: the first time is the proof that the notice arrived (送达); later ones change nothing.</summary>
public sealed record SeeDocument(int Document) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (state.Applicant?.Account != By.Id) return Outcome.Reject("not-your-case");
        if (state.Papers.Document(Document) is null) return Outcome.Reject("document-not-found");
        return state.Papers.NoticeOf(Document, NoticeChannel.Page) is { SeenAt: null } notice
            ? Outcome.Accept(new NoticeSeen(notice.Id, By.Id, now))
            : Outcome.Accept();
    }
}
