using System.Reflection;
using Workflow.Core.Runtime;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>A role that an account holds in a region, and for officers in one department of it.</summary>
/// <param name="Id">names the grant when it is revoked</param>
/// <param name="Region">division code (GB/T 2260); 000000 is the whole country</param>
/// <param name="Department">department code within the region; null where the role has none</param>
public sealed record Grant(string Id, Role Role, string Region, string? Department);

/// <summary>
/// Who sent a request, with the grants that hold now. A handler takes it as a parameter; on a route that
/// anyone may call it is <see cref="Nobody"/> for those who have not signed in.
/// </summary>
/// <param name="Account">account name; empty for nobody</param>
/// <param name="ByKey">came with an API key, not with a browser's cookie</param>
public sealed record Principal(string Account, IReadOnlyList<Grant> Grants, bool ByKey = false) : IBindableFromHttpContext<Principal>
{
    public static readonly Principal Nobody = new("", []);

    public bool IsSignedIn => Account.Length > 0;

    public bool Has(Role role) => Grants.Any(g => g.Role == role);

    /// <summary>
    /// Holds the role for exactly this region (window and officers work where they sit), or there and below for those
    /// who oversee (supervisor, auditor, designer, administrator).
    /// </summary>
    public bool Has(Role role, string region) => Grants.Any(g => g.Role == role && Reaches(g, region));

    /// <summary>Holds the role for this department of this region; a grant without a department counts for every department there.</summary>
    public bool Has(Role role, string region, string department) =>
        Grants.Any(g => g.Role == role && Reaches(g, region) && (g.Department is null || g.Department == department));

    /// <summary>Departments of a region for which the account holds the role.</summary>
    public IEnumerable<string> Departments(Role role, string region) =>
        Grants.Where(g => g.Role == role && g.Department is not null && Reaches(g, region)).Select(g => g.Department!);

    /// <summary>How this principal stands in the log when it acts in a role.</summary>
    public Actor As(Role role, string? region = null, string? department = null) =>
        new(role == Role.Integrator ? ActorKind.Integrator : ActorKind.Person, Account, role, department, region);

    /// <summary>Null when the role is held there, otherwise the refusal.</summary>
    public Problem? Lacks(Role role, string region) =>
        Has(role, region) ? null : Problem.Of(StatusCodes.Status403Forbidden, "region-forbidden", ("region", region));

    /// <summary>Null when the role is held for that department, otherwise the refusal.</summary>
    public Problem? Lacks(Role role, string region, string department) =>
        Lacks(role, region) ?? (Has(role, region, department) ? null : Problem.Of(StatusCodes.Status403Forbidden, "department-forbidden", ("department", department)));

    private static bool Reaches(Grant grant, string region) =>
        grant.Role is Role.Window or Role.Officer ? grant.Region == region : Regions.Covers(grant.Region, region);

    public static ValueTask<Principal?> BindAsync(HttpContext context, ParameterInfo parameter) => new(Of(context));

    public static Principal Of(HttpContext http) => http.Features.Get<Principal>() ?? Nobody;
}
