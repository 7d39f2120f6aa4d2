namespace Workflow.Server.Identity;

/// <summary>Division codes (GB/T 2260): two digits each for province, city and county; 000000 stands for the whole country.</summary>
public static class Regions
{
    public const string WholeCountry = "000000";

    /// <summary>True when <paramref name="region"/> is <paramref name="granted"/> or lies below it.</summary>
    public static bool Covers(string granted, string region)
    {
        if (granted.Length != 6 || region.Length != 6) return string.Equals(granted, region, StringComparison.Ordinal);
        var significant = granted.EndsWith("0000", StringComparison.Ordinal) ? granted == WholeCountry ? 0 : 2
            : granted.EndsWith("00", StringComparison.Ordinal) ? 4
            : 6;
        return region.AsSpan(0, significant).SequenceEqual(granted.AsSpan(0, significant));
    }
}
