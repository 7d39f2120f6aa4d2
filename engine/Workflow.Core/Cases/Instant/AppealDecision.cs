using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Instant;

/// <summary>
/// The applicant appeals against a decision by rules (申诉): the case is opened again, and a person of the lead department
/// decides. Once, within the time that the joint item gives; at the window for one who applied there.
/// </summary>
public sealed record AppealDecision(string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        var atWindow = By.Role == Role.Window && By.Region == state.Region && state.Channel == Channels.Window;
        if (state.Applicant?.Account != By.Id && !atWindow) return Outcome.Reject("not-your-case");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (progress.State.WhyNoAppeal(pinned, now) is { } why) return Outcome.Reject(why);
        progress.Add(new InstantAppealed(Reason, now));
        // Already with a person after a check: that person has the appeal before it too.
        return (progress.State.OpenReconsideration() is null ? progress.OpenReconsider() : progress).Outcome;
    }
}

public static class InstantQuestions
{
    /// <summary>Null when the decision can be appealed against; otherwise the code that says why not.</summary>
    public static string? WhyNoAppeal(this CaseState state, Pinned pinned, DateTimeOffset now)
    {
        if (state.Instant.Deciding is not { } deciding) return "no-instant-decision";
        if (state.Concluded is null) return "not-concluded";
        if (state.Instant.Appeal is not null || state.Instant.Outcome is not null) return "already-appealed";
        var until = Clocks.TimesOf(pinned.Calendar, pinned.JointItem.Instant.AppealWithin, deciding.At, [], 0).DueAt;
        return now < until ? null : "appeal-too-late";
    }

    internal static CaseTask? OpenReconsideration(this CaseState state) => state.Tasks.Values.FirstOrDefault(t => t is { IsOpen: true, Kind: TaskKind.Reconsider });
}
