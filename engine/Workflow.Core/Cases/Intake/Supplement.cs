using System.Collections.Immutable;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The applicant hands in what was missing (补正), in one go; a new check of five working days begins with its receipt.
/// </summary>
public sealed record Supplement(ImmutableArray<FiledMaterial> Materials) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (state.Status != CaseStatus.SupplementAsked) return Outcome.Reject("no-supplement-asked");
        var missing = state.Supplement!.Missing.Select(m => m.Material).ToHashSet(StringComparer.Ordinal);
        if (Materials.FirstOrDefault(m => !missing.Contains(m.Material)) is { } extra)
            return Outcome.Reject("material-not-asked", ("material", extra.Material));
        var today = pinned.Calendar.DayOf(now);
        foreach (var filed in Materials)
            if (MaterialGrades.WhyNot(pinned.JointItem.Materials.First(m => m.Code == filed.Material), filed, today) is { } why)
                return Outcome.Reject(why, ("material", filed.Material), ("grade", filed.Grade.ToString()));
        missing.ExceptWith(Materials.Select(m => m.Material));
        if (missing.Count > 0) return Outcome.Reject("supplement-incomplete", ("materials", string.Join(", ", missing.Order(StringComparer.Ordinal))));
        return new Progress(pinned, state, now).Add(new SupplementReceived(Materials, now)).OpenIntake(now).Outcome;
    }
}
