using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>The applicant rates how it was served (好差评): five levels, once per case, after it was answered.</summary>
/// <param name="Level">1 very dissatisfied … 5 very satisfied</param>
/// <param name="ByReceipt">sent with the code of the receipt, which stands for the applicant</param>
public sealed record RateCase(int Level, string? Comment, bool ByReceipt) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!ByReceipt && state.Applicant?.Account != By.Id) return Outcome.Reject("not-your-case");
        if (progress.State.Rated is not null) return Outcome.Reject("already-rated");
        if (!progress.State.MayBeRated) return Outcome.Reject("not-concluded");
        // Without the case's key nothing personal can be kept any more.
        Personal? comment = string.IsNullOrWhiteSpace(Comment) || progress.State.PersonalAnswers.IsErased ? null : new Personal(Comment);
        return progress.Add(new CaseRated(Level, comment, now)).Outcome;
    }
}
