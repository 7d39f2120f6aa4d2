using System.Collections.Immutable;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>The applicant hands in what it had promised (容缺补齐), also after its time as long as nobody has closed the matter.</summary>
public sealed record HandInLater(ImmutableArray<FiledMaterial> Materials) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!ApplicantRules.MayAct(progress.State, pinned, By, now)) return Outcome.Reject("not-your-case");
        var owed = progress.State.Obligations.Values.Where(o => o is { IsOpen: true, Kind: ObligationKind.Deficiency }).ToList();
        if (owed.Count == 0) return Outcome.Reject("nothing-owed");
        if (Materials.IsDefaultOrEmpty) return Outcome.Reject("missing-materials-required");
        if (Materials.FirstOrDefault(m => !owed.Exists(o => o.Materials.Contains(m.Material, StringComparer.Ordinal))) is { } stray)
            return Outcome.Reject("material-not-promised", ("material", stray.Material));

        progress.Add(new HandedInLater(Materials, now));
        foreach (var one in owed.Where(o => o.Materials.All(code => Materials.Any(m => m.Material == code))))
            progress.CloseObligation(one.Id, ObligationEnd.Fulfilled, null, By.Id, now);
        return progress.Outcome;
    }
}
