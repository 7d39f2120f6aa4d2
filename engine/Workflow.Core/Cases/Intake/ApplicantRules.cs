using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>Who acts for the applicant.</summary>
internal static class ApplicantRules
{
    /// <summary>
    /// The applicant, its agent while the mandate lasts, or the window where the application was filed there: its applicant
    /// need not have an account. Whether a mandate was revoked meanwhile is known where the mandates are.
    /// </summary>
    public static bool MayAct(CaseState state, Pinned pinned, Actor by, DateTimeOffset now) =>
        state.Applicant?.Account == by.Id
        || (state.Intake.Agent is { } agent && agent.Account == by.Id && OfficerAbsence.DayOf(pinned, state, now) <= agent.Until)
        || (by.Role == Role.Window && by.Region == state.Region && state.Channel == Channels.Window);
}
