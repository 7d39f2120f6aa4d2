using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>The result is handed over (送达), within ten working days of the decision (行政许可法 art. 44).</summary>
/// <param name="Method">how: "window", "post", "online" …</param>
/// <param name="Receipt">number of the parcel or of the signed receipt</param>
public sealed record Deliver(long TaskId, string Method, string? Receipt) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Deliver) is { } refusal) return refusal;
        if (progress.State.Decided is null) return Outcome.Reject("not-decided");
        return progress.Add(new CaseDelivered(Method, Receipt, now)).EndClock(CaseClocks.Delivery, now).Finish(progress.State.Tasks[TaskId], By.Id).Outcome;
    }
}
