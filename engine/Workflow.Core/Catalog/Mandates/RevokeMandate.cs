using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Mandates;

/// <summary>Takes a mandate back, or gives it up: by the principal, by the agent, or by the window that took it down.</summary>
public sealed record RevokeMandate(string MandateId, string Reason) : Command
{
    public override string StreamId => MandateStreams.IdOf(MandateId);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        var mandate = (MandateState)state;
        if (mandate.Given is not { } given) return Outcome.Reject("mandate-not-found");
        if (By.Id != given.Principal && By.Id != given.Agent && !(By.Role == Role.Window && given.Principal is null)) return Outcome.Reject("mandate-not-found");
        if (mandate.Revoked is not null) return Outcome.Accept();
        return string.IsNullOrWhiteSpace(Reason) ? Outcome.Reject("reason-required") : Outcome.Accept(new MandateRevoked(Reason, By.Id, now));
    }
}
