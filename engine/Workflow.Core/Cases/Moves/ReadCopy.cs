using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>Whoever was sent a copy (抄送) takes note of it; it leaves the list of copies.</summary>
public sealed record ReadCopy(long Copy) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Moves.Copies.TryGetValue(Copy, out var copy)) return Outcome.Reject("copy-not-found");
        if (By.Department != copy.Sent.Department || By.Region != state.Region || (copy.Sent.To is { } to && to != By.Id)) return Outcome.Reject("not-your-copy");
        return copy.ReadBy is null ? progress.Add(new CopyRead(Copy, By.Id, now)).Outcome : progress.Outcome;
    }
}
