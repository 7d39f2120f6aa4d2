using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The window tells the applicant what is missing (补正告知): once, in full, within five working days of receipt
/// (行政许可法 art. 32). The check of what comes back is a new one.
/// </summary>
public sealed record RequestSupplement(long TaskId, ImmutableArray<MissingMaterial> Missing, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Intake) is { } refusal) return refusal;
        if (state.Supplement is not null) return Outcome.Reject("supplement-already-asked");
        if (Missing.IsDefaultOrEmpty) return Outcome.Reject("missing-materials-required");
        if (Missing.FirstOrDefault(m => pinned.JointItem.Materials.All(known => known.Code != m.Material)) is { } unknown)
            return Outcome.Reject("material-unknown", ("material", unknown.Material));
        if (Missing.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Reason)) is { } mute)
            return Outcome.Reject("reason-required", ("material", mute.Material));
        return progress.CloseIntake(By.Id, now).Add(new SupplementRequested(Missing, Note, now)).Outcome;
    }
}
