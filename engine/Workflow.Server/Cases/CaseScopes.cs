using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// Whose rows a caller's lists may hold, from its grants alone: its own cases, its window's, those in which its
/// departments have a part, and those of the regions that it oversees. An auditor sees no names.
/// </summary>
internal static class CaseScopes
{
    public static Scope Of(Principal who) => !who.IsSignedIn ? Scope.Nothing : new(
        who.Account,
        [.. who.Grants.Where(g => g.Role == Role.Window || g is { Role: Role.Officer, Department: null }).Select(g => g.Region)],
        PrefixesOf(who, Role.Supervisor, Role.Auditor),
        [.. who.Grants.Where(g => g is { Role: Role.Officer, Department: not null }).Select(g => (g.Region, g.Department!))],
        PrefixesOf(who, Role.Supervisor));

    /// <summary>The inbox: the departments that the caller works for; a window is the department "window" of its region.</summary>
    public static Scope OfTasks(Principal who) => Scope.Nothing with
    {
        Departments =
        [
            .. who.Grants.Where(g => g is { Role: Role.Officer, Department: not null }).Select(g => (g.Region, g.Department!)),
            .. who.Grants.Where(g => g.Role == Role.Window).Select(g => (g.Region, Core.Catalog.Departments.Window)),
        ],
    };

    /// <summary>Beginnings of the division codes for which the caller holds one of these roles.</summary>
    public static string[] PrefixesOf(Principal who, params Role[] roles) =>
        [.. who.Grants.Where(g => roles.Contains(g.Role)).Select(g => PrefixOf(g.Region))];

    /// <summary>"330100" (a city) is the beginning "3301"; "000000" (the country) is the beginning of every code.</summary>
    public static string PrefixOf(string region)
    {
        var end = region.Length;
        while (end >= 2 && region[end - 1] == '0' && region[end - 2] == '0') end -= 2;
        return region[..end];
    }
}
