using System.Collections.Immutable;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The applicant hands in what was missing (补正); a new check of five working days begins with its receipt. Where the joint
/// item sets a limit it may come in parts: what comes is kept, and the rest may follow until the limit ends.
/// </summary>
public sealed record Supplement(ImmutableArray<FiledMaterial> Materials) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (progress.State.Intake.Lapsed is not null) return Outcome.Reject("supplement-lapsed");
        if (progress.State.Status != CaseStatus.SupplementAsked) return Outcome.Reject("no-supplement-asked");
        var asked = progress.State.Supplement!.Missing.Select(m => m.Material).ToHashSet(StringComparer.Ordinal);
        if (Materials.FirstOrDefault(m => !asked.Contains(m.Material)) is { } extra)
            return Outcome.Reject("material-not-asked", ("material", extra.Material));
        var today = pinned.Calendar.DayOf(now);
        foreach (var filed in Materials)
            if (MaterialGrades.WhyNot(pinned.JointItem.Materials.First(m => m.Code == filed.Material), filed, today) is { } why)
                return Outcome.Reject(why, ("material", filed.Material), ("grade", filed.Grade.ToString()));
        var left = Checking.Awaited(progress.State).Select(m => m.Material).Except(Materials.Select(m => m.Material), StringComparer.Ordinal).ToList();
        if (left.Count == 0) return progress.Add(new SupplementReceived(Materials, now)).EndClock(CaseClocks.Supplement, now).OpenIntake(now).Outcome;
        // Without a limit there would be no end to waiting for the rest.
        return pinned.JointItem.Intake.SupplementLimit is null || Materials.IsEmpty
            ? Outcome.Reject("supplement-incomplete", ("materials", Checking.Codes(left)))
            : progress.Add(new SupplementReceived(Materials, now, Complete: false)).Outcome;
    }
}
