using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>
/// Issues a document (文书) for an event of the case: once for each event and kind, and puts it on the applicant's page. The
/// file is stored before; sent again it changes nothing.
/// </summary>
/// <param name="Issued">all of it but the instant, which is the command's</param>
public sealed record IssueDocument(DocumentIssued Issued) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (By.Kind != ActorKind.System) return Outcome.Reject("system-only");
        if (!state.IsFiled || Issued.ForVersion > state.Version) return Outcome.Reject("document-event-not-found");
        if (state.Papers.DocumentFor(Issued.ForVersion, Issued.Kind) is not null) return Outcome.Accept();
        // Two that were made at the same time may not carry the same number; the later one is made anew.
        if (Issued.Id != state.Papers.Documents.Length + 1) return Outcome.Reject("document-number-taken");

        var issued = Issued with { At = now };
        return IsOnPage(pinned, state)
            ? Outcome.Accept(issued, new NoticeSent(state.Papers.Notices.Length + 1, NoticeChannel.Page, issued.Id, Kept(state, state.Applicant!.Account), "", now))
            : Outcome.Accept(issued);
    }

    /// <summary>Without the case's key nothing personal can be kept any more.</summary>
    internal static Personal Kept(CaseState state, string value) => state.PersonalAnswers.IsErased ? Personal.Erased : new Personal(value);

    // An applicant without an account has no page.
    private static bool IsOnPage(Pinned pinned, CaseState state) =>
        pinned.JointItem.Papers is { } rules && rules.Channels.Contains(NoticeChannel.Page) && state.Applicant is { Account.Length: > 0 };
}
