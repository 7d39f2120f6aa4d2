namespace Workflow.Server.Identity;

/// <summary>Division codes (GB/T 2260): two digits each for province, city and county; 000000 stands for the whole country.</summary>
public static class Regions
{
    public const string WholeCountry = "000000";

    /// <summary>The digits that a region shares with all that lies below it; "" for the whole country.</summary>
    public static string PrefixOf(string region) =>
        region == WholeCountry ? ""
        : region.EndsWith("0000", StringComparison.Ordinal) ? region[..2]
        : region.EndsWith("00", StringComparison.Ordinal) ? region[..4]
        : region;

    /// <summary>True when <paramref name="region"/> is <paramref name="granted"/> or lies below it.</summary>
    public static bool Covers(string granted, string region) =>
        region.Length == granted.Length && region.StartsWith(PrefixOf(granted), StringComparison.Ordinal);
}
