using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>A department says of the materials it needs which are missing or not in order, each with its reason; none is in order.</summary>
public sealed record RecordCheck(long TaskId, ImmutableArray<MissingMaterial> Missing) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Check) is { } refusal) return refusal;
        var department = progress.State.Tasks[TaskId].Department;
        var needed = Checking.NeededBy(pinned, progress.State, department);
        if (Missing.FirstOrDefault(m => !needed.Contains(m.Material, StringComparer.Ordinal)) is { } stray) return Outcome.Reject("material-not-needed", ("material", stray.Material));
        if (Missing.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Reason)) is { } mute) return Outcome.Reject("reason-required", ("material", mute.Material));
        return progress
            .Add(new CheckRecorded(TaskId, department, Missing, By.Id, now))
            .Add(new TaskClosed(TaskId, TaskEnd.Done, By.Id, now))
            .Outcome;
    }
}
