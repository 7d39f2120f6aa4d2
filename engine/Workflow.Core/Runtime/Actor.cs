namespace Workflow.Core.Runtime;

/// <summary>Who did it. Kept in every event's headers and covered by its hash.</summary>
/// <param name="Kind">what sort of actor this is</param>
/// <param name="Id">account name, or the name of the system part ("timer", "migration")</param>
/// <param name="Role">the role it acted in; null for the system</param>
/// <param name="Department">the department it acted for; null where there is none</param>
/// <param name="Region">division code (GB/T 2260) it acted in; null for the system</param>
public sealed record Actor(ActorKind Kind, string Id, Role? Role = null, string? Department = null, string? Region = null)
{
    public static Actor System(string part) => new(ActorKind.System, part);
}

public enum ActorKind { Person, System, Integrator }

/// <summary>What an account may be. Checked on every route; default deny.</summary>
public enum Role { Applicant, Window, Officer, Supervisor, Designer, Auditor, Integrator, Administrator }
