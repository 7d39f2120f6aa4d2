using System.Collections.Frozen;
using System.Text;

namespace Workflow.Feel.Functions.Patterns;

/// <summary>
/// Which characters are the same but for their case: those whose lower-case or whose upper-case forms are equal (XPath
/// functions 3.1, 5.6.1.1, flag <c>i</c>). So the Kelvin sign is a variant of <c>k</c>, and the long s one of <c>S</c>.
/// </summary>
internal static class CaseVariants
{
    /// <summary>The last character that has a case; there are none in the later planes.</summary>
    private const int Last = 0x1FFFF;

    private static readonly Lazy<(FrozenDictionary<int, int[]> Variants, int[] Sorted)> Table = new(Make);

    /// <summary>The other characters that differ from it by case only; most have none, letters one or two.</summary>
    public static ReadOnlySpan<int> Of(int character) => Table.Value.Variants.TryGetValue(character, out var others) ? others : [];

    public static bool Same(int left, int right) => left == right || Of(left).Contains(right);

    /// <summary>All characters from first to last that have variants.</summary>
    public static ReadOnlySpan<int> Within(int first, int last)
    {
        var sorted = Table.Value.Sorted.AsSpan();
        var from = sorted.BinarySearch(first);
        var to = sorted.BinarySearch(last);
        if (from < 0) from = ~from;
        to = to < 0 ? ~to : to + 1;
        return from < to ? sorted[from..to] : [];
    }

    private static (FrozenDictionary<int, int[]> Variants, int[] Sorted) Make()
    {
        var cased = new HashSet<int>();
        for (var c = 0; c <= Last; c++)
        {
            if (!Rune.IsValid(c)) continue;
            var (lower, upper) = (Lower(c), Upper(c));
            if (lower != c || upper != c) cased.UnionWith([c, lower, upper]);
        }
        var (byLower, byUpper) = (cased.ToLookup(Lower), cased.ToLookup(Upper));
        var variants = cased.ToDictionary(c => c, c => byLower[Lower(c)].Union(byUpper[Upper(c)]).Where(other => other != c).Order().ToArray());
        return (variants.Where(v => v.Value.Length > 0).ToFrozenDictionary(), [.. variants.Keys.Order()]);
    }

    // .NET keeps these apart so that no letter beyond ASCII becomes one of ASCII; Unicode does not.
    private static int Upper(int c) => c switch { 0x131 => 'I', 0x17F => 'S', _ => Rune.ToUpperInvariant(new(c)).Value };

    // İ becomes two characters in lower case, so that it is no variant of i.
    private static int Lower(int c) => c switch { 0x130 => 0x130, 0x212A => 'k', 0x212B => 0xE5, 0x2126 => 0x3C9, _ => Rune.ToLowerInvariant(new(c)).Value };
}
