using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Cases.Moves;

/// <summary>Where a task could be sent back to, and how.</summary>
/// <param name="Element">id of the step, or <see cref="CaseSentBack.Intake"/></param>
/// <param name="Title">name of the step; null for the window</param>
public sealed record SendBackTarget(string Element, string? Title, ImmutableArray<SendBackMode> Modes)
{
    /// <summary>Whether sending the task back is thought of at all, whatever the target.</summary>
    public static bool IsPossible(CaseState state, CaseTask task) => task is { IsOpen: true, IsHeld: false } && SendBackPlan.WhyNever(state, task) is null;

    /// <summary>Every target with the modes that would be accepted now; those with none are left out.</summary>
    public static ImmutableArray<SendBackTarget> Of(Pinned pinned, CaseState state, CaseTask task)
    {
        if (!task.IsOpen || task.IsHeld || SendBackPlan.WhyNever(state, task) is not null) return [];
        var done = state.Tasks.Values.Where(t => t is { IsOpen: false, Activity: not null }).OrderBy(t => t.Id).Select(t => t.Element).Distinct(StringComparer.Ordinal);
        return [.. done.Prepend(CaseSentBack.Intake).Select(TargetOf).Where(t => !t.Modes.IsEmpty)];

        SendBackTarget TargetOf(string element) => new(element, pinned.NodeOf(state.Flow, null, element) is UserTask node ? node.Name ?? node.Id : null,
            [.. Enum.GetValues<SendBackMode>().Where(mode => SendBackPlan.For(pinned, state, task, element, mode).Plan is not null)]);
    }
}
