using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>The check of the materials by the departments that need them, and what the window may do by it.</summary>
public static class Checking
{
    /// <summary>Codes of the materials that a department's items need here, those that a commitment stands for left out.</summary>
    public static ImmutableArray<string> NeededBy(Pinned pinned, CaseState state, string department)
    {
        var items = state.SubCases.Where(s => s.Applies && s.Department == department).Select(s => s.Item).ToHashSet(StringComparer.Ordinal);
        return [.. pinned.JointItem.Materials.Where(m => m.NeededBy.Any(i => items.Contains(i) && !IsPromised(state, i, m.Code))).Select(m => m.Code)];
    }

    /// <summary>Whether an item that applies still needs the material.</summary>
    public static bool IsNeeded(CaseState state, Material material) =>
        material.NeededBy.Any(i => state.SubCases.Any(s => s.Applies && s.Item == i) && !IsPromised(state, i, material.Code));

    private static bool IsPromised(CaseState state, string item, string material) =>
        state.Intake.Commitments.GetValueOrDefault(item) is { } made && made.Replaces.Contains(material, StringComparer.Ordinal);

    /// <summary>What the departments miss, material by material, in their words.</summary>
    public static ImmutableArray<MissingMaterial> MissingIn(Pinned pinned, CaseState state) =>
    [
        .. from check in state.Intake.Checks.Values
           from missing in check.Missing
           where pinned.JointItem.Materials.FirstOrDefault(m => m.Code == missing.Material) is { } known && IsNeeded(state, known)
           select missing,
    ];

    /// <summary>What was asked for and has not come.</summary>
    public static ImmutableArray<MissingMaterial> Awaited(CaseState state) =>
        state.Supplement is { } asked ? [.. asked.Missing.Where(m => !state.Intake.Supplied.Contains(m.Material))] : [];

    /// <summary>Once and in full: nobody is told, and nothing accepted, before every department has spoken.</summary>
    public static Outcome? WhyNotYet(CaseState state)
    {
        var open = state.Tasks.Values.Where(t => t is { IsOpen: true, Kind: TaskKind.Check }).Select(t => t.Department).Order(StringComparer.Ordinal).ToList();
        return open.Count == 0 ? null : Outcome.Reject("checks-open", ("departments", string.Join(", ", open)));
    }

    public static string Codes(IEnumerable<string> materials) => string.Join(", ", materials.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}

internal static class ProgressIntake
{
    /// <summary>Each department with an item that applies checks the materials it needs.</summary>
    public static void OpenChecks(this Progress progress, DateTimeOffset at)
    {
        if (progress.Pinned.JointItem.Intake.CheckedBy != CheckedBy.Departments) return;
        var departments = progress.State.SubCases.Where(s => s.Applies).Select(s => s.Department).Distinct(StringComparer.Ordinal).ToList();
        foreach (var department in departments.Where(d => !Checking.NeededBy(progress.Pinned, progress.State, d).IsEmpty))
            progress.Add(new TaskOpened(progress.State.Flow.LastId + 1, null, TaskKind.Check, department, progress.Pinned.JointItem.Name.Zh, "check", null, at));
    }

    /// <summary>The time for the supplement is over: what has not come by now ends the application.</summary>
    public static void LapseSupplement(this Progress progress, DateTimeOffset due)
    {
        if (progress.State.Status != CaseStatus.SupplementAsked) return;
        progress.EndClock(CaseClocks.Supplement, due)
            .Add(new SupplementLapsed([.. Checking.Awaited(progress.State).Select(m => m.Material)], due))
            .EndBeside(due);
    }

    /// <summary>Ends what stands beside the flow: tasks without an activity, and what is owed.</summary>
    public static Progress EndBeside(this Progress progress, DateTimeOffset at)
    {
        foreach (var task in progress.State.Tasks.Values.Where(t => t is { IsOpen: true, Activity: null }).OrderBy(t => t.Id).ToList())
            progress.Add(new TaskClosed(task.Id, TaskEnd.Cancelled, null, at)).EndClock(task.ClockId, at);
        foreach (var owed in progress.State.Obligations.Values.Where(o => o.IsOpen).ToList())
            Obligations.ProgressObligations.CloseObligation(progress, owed.Id, Obligations.ObligationEnd.Waived, null, null, at);
        return progress;
    }
}
