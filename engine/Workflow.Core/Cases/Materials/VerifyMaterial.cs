using Workflow.Core.Catalog;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Materials;

/// <summary>A window held a material against its original (核验): it is of grade B from now on.</summary>
/// <param name="ValidUntil">last day on which it is valid, as the original says; null when it does not end</param>
public sealed record VerifyMaterial(string Material, string FileId, DateOnly? ValidUntil) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (By.Department != Departments.Window || By.Region != state.Region) return Outcome.Reject("window-only");
        if (progress.State.IsClosed) return Outcome.Reject("case-closed");
        if (progress.State.Materials.FirstOrDefault(m => m.Material == Material && m.FileId == FileId) is not { } filed) return Outcome.Reject("material-not-filed");
        if (filed.Grade <= MaterialGrade.B) return Outcome.Reject("material-already-verified", ("grade", filed.Grade.ToString()));
        return progress.Add(new MaterialVerified(Material, FileId, MaterialGrade.B, ValidUntil, By.Id, now)).Outcome;
    }
}
