using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>Whoever works on the case lets another department or officer read it (抄送). The copy stays with the case.</summary>
/// <param name="To">account of the officer it is meant for; null for the department as a whole</param>
/// <param name="IsKnown">whether the department exists in the case's region, and that account is an officer of it</param>
public sealed record SendCopy(string Department, string? To, string Note, bool IsKnown) : CaseCommand
{
    /// <summary>Whom everybody has to tell is told by other means.</summary>
    public const int CopiesMax = 100;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        var current = progress.State;
        var mayDo = By.Region == state.Region && (By.Role == Role.Supervisor || (By.Department is { } own && current.Tasks.Values.Any(t => t.Department == own)));
        if (!mayDo) return Outcome.Reject("not-your-case");
        if (string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        if (!IsKnown) return Outcome.Reject("not-an-officer-there", ("officer", To ?? Department));
        if (current.Moves.Copies.Values.Any(c => c.ReadBy is null && c.Sent.Department == Department && c.Sent.To == To)) return Outcome.Reject("copy-already-sent");
        if (current.Moves.Copies.Count >= CopiesMax) return Outcome.Reject("too-many-copies", ("limit", $"{CopiesMax}"));
        return progress.Add(new CopySent(current.Flow.LastId + 1, Department, To, Note, By.Id, now)).Outcome;
    }
}
