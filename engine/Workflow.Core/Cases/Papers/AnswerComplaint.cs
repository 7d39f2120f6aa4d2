using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>The end of a complaint's own case comes back to the case complained of, once.</summary>
/// <param name="Complaint">stream id of the complaint's own case</param>
/// <param name="ComplaintNumber">its case number</param>
public sealed record AnswerComplaint(string Complaint, string ComplaintNumber, ComplaintEnd End, string Answer) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (By.Kind != ActorKind.System) return Outcome.Reject("system-only");
        if (state.Papers.Complaints.FirstOrDefault(c => c.Case == Complaint) is not { } complaint) return Outcome.Reject("complaint-not-found");
        return complaint.Answered is not null ? Outcome.Accept()
            : Outcome.Accept(new ComplaintAnswered(complaint.Id, ComplaintNumber, End, IssueDocument.Kept(state, Answer), now));
    }
}
