namespace Workflow.Postgres.Queries;

/// <summary>
/// Whose rows a query may return; empty returns nothing (default deny). Made from the caller's grants, never from
/// what the caller asks for.
/// </summary>
/// <param name="Account">sees the cases filed by it or in its name; null for none</param>
/// <param name="Regions">division codes of which everything is seen</param>
/// <param name="RegionPrefixes">beginnings of division codes below which everything is seen ("3301" is a city with its districts)</param>
/// <param name="Departments">sees the cases in which one of these departments has a part</param>
/// <param name="NamedRegionPrefixes">as <paramref name="RegionPrefixes"/>, where the applicant's name is seen too</param>
public sealed record Scope(
    string? Account, IReadOnlyList<string> Regions, IReadOnlyList<string> RegionPrefixes,
    IReadOnlyList<(string Region, string Department)> Departments, IReadOnlyList<string> NamedRegionPrefixes)
{
    public static readonly Scope Nothing = new(null, [], [], [], []);

    internal string[] DepartmentRegions => [.. Departments.Select(d => d.Region)];
    internal string[] DepartmentCodes => [.. Departments.Select(d => d.Department)];

    /// <summary>Beginnings as patterns; they hold digits only, so nothing in them needs escaping.</summary>
    internal static string[] Patterns(IEnumerable<string> prefixes) => [.. prefixes.Where(p => p.All(char.IsAsciiDigit)).Select(p => p + "%")];
}
