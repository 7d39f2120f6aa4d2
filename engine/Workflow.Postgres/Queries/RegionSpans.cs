namespace Workflow.Postgres.Queries;

/// <summary>
/// Regions as spans of division codes, which an index on the code can walk: "3301" is 330100 to 330199. Spans never
/// overlap, so that nothing is counted twice for somebody who oversees a city and one of its districts.
/// </summary>
public sealed record RegionSpans(string[] Lows, string[] Highs)
{
    private const int CodeLength = 6;

    /// <param name="prefixes">beginnings of division codes; "" is the whole country</param>
    /// <param name="within">only what lies below this beginning too; null for no narrowing</param>
    public static RegionSpans Of(IEnumerable<string> prefixes, string? within)
    {
        var narrowed = prefixes.Where(p => p.Length <= CodeLength && p.All(char.IsAsciiDigit))
            .Select(p => within is null || p.StartsWith(within, StringComparison.Ordinal) ? p : within.StartsWith(p, StringComparison.Ordinal) ? within : null)
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var kept = narrowed.Where(p => !narrowed.Any(other => other.Length < p.Length && p.StartsWith(other, StringComparison.Ordinal))).ToList();
        return new([.. kept.Select(p => p.PadRight(CodeLength, '0'))], [.. kept.Select(p => p.PadRight(CodeLength, '9'))]);
    }
}
