using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Mandates;

/// <summary>Gives a mandate (授权委托): the principal does so itself, or a window for who stands there.</summary>
/// <param name="MandateId">32 hex digits</param>
/// <param name="Today">the day on which it is sent, in the zone of the calendars</param>
/// <param name="AgentIsOpen">whether the agent has an open account</param>
public sealed record GiveMandate(
    string MandateId, string? Principal, string PrincipalKey, ApplicantKind Kind, string Agent, ImmutableArray<string> JointItems,
    DateOnly From, DateOnly To, string Basis, DateOnly Today, bool AgentIsOpen) : Command
{
    /// <summary>Longer than three years nobody is trusted without being asked again.</summary>
    public const int DaysMax = 3 * 366;

    public override string StreamId => MandateStreams.IdOf(MandateId);

    public override bool OpensStream => true;

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (((MandateState)state).Given is not null) return Outcome.Accept();
        if (Agent == Principal) return Outcome.Reject("mandate-self");
        if (!AgentIsOpen) return Outcome.Reject("agent-not-found");
        if (To < From || To < Today || To.DayNumber - From.DayNumber >= DaysMax) return Outcome.Reject("mandate-period", ("limit", $"{DaysMax}"));
        if (string.IsNullOrWhiteSpace(Basis)) return Outcome.Reject("basis-required");
        return Outcome.Accept(new MandateGiven(Principal, PrincipalKey, Kind, Agent, JointItems, From, To, Basis, By.Id, now));
    }
}
