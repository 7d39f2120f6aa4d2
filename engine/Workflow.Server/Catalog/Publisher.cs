using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>
/// Who may publish a definition or a calendar: content that names no region itself belongs to the region whose designer
/// or administrator published it first, and to those above.
/// </summary>
internal static class Publisher
{
    /// <summary>The next version of something that has an owner; a null <paramref name="region"/> is the whole country.</summary>
    public static (Actor? By, Problem? Refused) OfNext(Principal who, string? region) => In(who, region ?? Regions.WholeCountry);

    /// <summary>Something new: for the region asked for, or the first that the caller may publish in.</summary>
    public static (Actor? By, Problem? Refused) OfNew(Principal who, string? region) =>
        In(who, region ?? who.Grants.First(g => g.Role is Role.Designer or Role.Administrator).Region);

    private static (Actor?, Problem?) In(Principal who, string region)
    {
        var role = who.Has(Role.Designer, region) ? Role.Designer : Role.Administrator;
        return who.Lacks(role, region) is { } refused ? (null, refused)
            // The whole country's has no region in the log, as what the server itself publishes has none.
            : (who.As(role, region == Regions.WholeCountry ? null : region), null);
    }
}
