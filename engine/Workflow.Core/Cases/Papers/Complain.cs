using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>
/// The applicant complains (投诉) of how the case is or was handled, at any time, one complaint after another. It becomes a
/// case of its own, which the supervising department handles.
/// </summary>
/// <param name="Complaint">stream id of the case that the complaint becomes</param>
/// <param name="ByReceipt">sent with the code of the receipt, which stands for the applicant</param>
public sealed record Complain(string Complaint, string Text, bool ByReceipt) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (!ByReceipt && state.Applicant?.Account != By.Id) return Outcome.Reject("not-your-case");
        if (state.Papers.About is not null) return Outcome.Reject("complaint-of-complaint");
        if (state.PersonalAnswers.IsErased) return Outcome.Reject("personal-data-erased");
        if (string.IsNullOrWhiteSpace(Text)) return Outcome.Reject("reason-required");
        if (state.Papers.OpenComplaint is not null) return Outcome.Reject("complaint-open");
        return Outcome.Accept(new ComplaintFiled(state.Papers.Complaints.Length + 1, Complaint, new Personal(Text), ByReceipt, now));
    }
}
