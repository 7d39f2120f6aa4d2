using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Workflow.Feel.Functions.Patterns;

/// <summary>A set of Unicode characters: what a character class of a pattern stands for (XML Schema part 2, G.4.1).</summary>
internal sealed class CharacterSet
{
    public const int LastCharacter = 0x10FFFF;

    private readonly int[] bounds;
    private readonly uint categories;
    private readonly bool negated;
    private readonly CharacterSet? except;
    private readonly ulong low;
    private readonly ulong high;

    /// <param name="bounds">first and last of each range, in order, without overlap</param>
    /// <param name="categories">a bit for each <see cref="UnicodeCategory"/></param>
    private CharacterSet(int[] bounds, uint categories, bool negated, CharacterSet? except)
    {
        (this.bounds, this.categories, this.negated, this.except) = (bounds, categories, negated, except);
        for (var c = 0; c < 64; c++)
        {
            if (Look(c)) low |= 1UL << c;
            if (Look(c + 64)) high |= 1UL << c;
        }
    }

    /// <summary>What <c>.</c> means with the flag s.</summary>
    public static readonly CharacterSet Any = new([0, LastCharacter], 0, negated: false, except: null);

    /// <summary>What <c>.</c> means otherwise: no line feed and no carriage return.</summary>
    public static readonly CharacterSet AnyInLine = new(['\n', '\n', '\r', '\r'], 0, negated: true, except: null);

    public bool Has(int character) => character switch
    {
        < 64 => (low >> character & 1) != 0,
        < 128 => (high >> (character - 64) & 1) != 0,
        _ => Look(character),
    };

    private bool Look(int c) => (InRange(c) || (categories != 0 && (categories >> (int)Category(c) & 1) != 0)) != negated && except?.Has(c) != true;

    private bool InRange(int c)
    {
        // The last range that begins at or before the character.
        var (from, to) = (0, bounds.Length / 2);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (bounds[2 * middle] <= c) from = middle + 1;
            else to = middle;
        }
        return from > 0 && c <= bounds[2 * from - 1];
    }

    private static UnicodeCategory Category(int c) => Rune.IsValid(c) ? Rune.GetUnicodeCategory(new(c)) : UnicodeCategory.Surrogate;

    /// <summary>Collects the parts of one class.</summary>
    internal sealed class Builder(bool ignoreCase)
    {
        private readonly List<(int First, int Last)> ranges = [];
        private uint categories;

        public bool IsEmpty => ranges.Count == 0 && categories == 0;

        public void Add(int first, int last)
        {
            ranges.Add((first, last));
            if (!ignoreCase) return;
            foreach (var c in CaseVariants.Within(first, last))
            {
                foreach (var variant in CaseVariants.Of(c)) ranges.Add((variant, variant));
            }
        }

        /// <summary>What an escape like <c>\d</c>, <c>\p{Lu}</c> or <c>\P{IsGreek}</c> stands for; case is left as it is.</summary>
        public void Add(ClassEscape escape)
        {
            categories |= escape.Negated ? escape.Categories == 0 ? 0 : ~escape.Categories : escape.Categories;
            if (!escape.Negated) ranges.AddRange(escape.Ranges);
            else if (!escape.Ranges.IsEmpty) ranges.AddRange(Complement(Merged(escape.Ranges)));
        }

        public CharacterSet Build(bool negated, CharacterSet? except)
        {
            var merged = Merged(ranges);
            var bounds = new int[2 * merged.Count];
            for (var i = 0; i < merged.Count; i++) (bounds[2 * i], bounds[2 * i + 1]) = merged[i];
            return new(bounds, categories, negated, except);
        }

        private static List<(int First, int Last)> Merged(IEnumerable<(int First, int Last)> ranges)
        {
            var merged = new List<(int First, int Last)>();
            foreach (var range in ranges.Order())
            {
                if (merged.Count > 0 && range.First <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
                else merged.Add(range);
            }
            return merged;
        }

        private static IEnumerable<(int First, int Last)> Complement(List<(int First, int Last)> ranges)
        {
            var next = 0;
            foreach (var (first, last) in ranges)
            {
                if (first > next) yield return (next, first - 1);
                next = last + 1;
            }
            if (next <= LastCharacter) yield return (next, LastCharacter);
        }
    }
}

/// <summary>A class that has a letter or a name: <c>\s \i \c \d \w</c>, <c>\p{…}</c>. It has either ranges or categories.</summary>
internal readonly record struct ClassEscape(ImmutableArray<(int First, int Last)> Ranges, uint Categories, bool Negated)
{
    private static readonly ImmutableArray<(int First, int Last)> Spaces = [('\t', '\n'), ('\r', '\r'), (' ', ' ')];

    /// <summary>What an XML name may begin with (XML 1.0 fifth edition, NameStartChar).</summary>
    private static readonly ImmutableArray<(int First, int Last)> NameStarts =
    [
        (':', ':'), ('A', 'Z'), ('_', '_'), ('a', 'z'), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF),
        (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
    ];

    private static readonly ImmutableArray<(int First, int Last)> NameCharacters =
        [.. NameStarts, ('-', '.'), ('0', '9'), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)];

    /// <summary>By the letter after the backslash; null for a letter that names no class.</summary>
    public static ClassEscape? Of(int letter) => letter switch
    {
        's' or 'S' => new(Spaces, 0, letter == 'S'),
        'i' or 'I' => new(NameStarts, 0, letter == 'I'),
        'c' or 'C' => new(NameCharacters, 0, letter == 'C'),
        'd' or 'D' => new([], Mask("Nd"), letter == 'D'),
        // All but punctuation, separators and others.
        'w' or 'W' => new([], ~(Mask("P") | Mask("Z") | Mask("C") | 1U << (int)UnicodeCategory.Surrogate), letter == 'W'),
        _ => null,
    };

    /// <summary>By what stands between the braces of <c>\p{…}</c>: a category, or "Is" and a block; null for neither.</summary>
    public static ClassEscape? Of(string name, bool negated)
    {
        if (name.StartsWith("Is", StringComparison.Ordinal))
            return UnicodeBlocks.TryFind(name[2..], out var block) ? new([block], 0, negated) : null;
        return Mask(name) is not 0 and var mask ? new([], mask, negated) : null;
    }

    private static uint Mask(string name) => name switch
    {
        "L" => Mask("Lu") | Mask("Ll") | Mask("Lt") | Mask("Lm") | Mask("Lo"),
        "M" => Mask("Mn") | Mask("Mc") | Mask("Me"),
        "N" => Mask("Nd") | Mask("Nl") | Mask("No"),
        "P" => Mask("Pc") | Mask("Pd") | Mask("Ps") | Mask("Pe") | Mask("Pi") | Mask("Pf") | Mask("Po"),
        "Z" => Mask("Zs") | Mask("Zl") | Mask("Zp"),
        "S" => Mask("Sm") | Mask("Sc") | Mask("Sk") | Mask("So"),
        "C" => Mask("Cc") | Mask("Cf") | Mask("Co") | Mask("Cn"),
        _ => Category(name) is { } category ? 1U << (int)category : 0,
    };

    private static UnicodeCategory? Category(string name) => name switch
    {
        "Lu" => UnicodeCategory.UppercaseLetter,
        "Ll" => UnicodeCategory.LowercaseLetter,
        "Lt" => UnicodeCategory.TitlecaseLetter,
        "Lm" => UnicodeCategory.ModifierLetter,
        "Lo" => UnicodeCategory.OtherLetter,
        "Mn" => UnicodeCategory.NonSpacingMark,
        "Mc" => UnicodeCategory.SpacingCombiningMark,
        "Me" => UnicodeCategory.EnclosingMark,
        "Nd" => UnicodeCategory.DecimalDigitNumber,
        "Nl" => UnicodeCategory.LetterNumber,
        "No" => UnicodeCategory.OtherNumber,
        "Pc" => UnicodeCategory.ConnectorPunctuation,
        "Pd" => UnicodeCategory.DashPunctuation,
        "Ps" => UnicodeCategory.OpenPunctuation,
        "Pe" => UnicodeCategory.ClosePunctuation,
        "Pi" => UnicodeCategory.InitialQuotePunctuation,
        "Pf" => UnicodeCategory.FinalQuotePunctuation,
        "Po" => UnicodeCategory.OtherPunctuation,
        "Zs" => UnicodeCategory.SpaceSeparator,
        "Zl" => UnicodeCategory.LineSeparator,
        "Zp" => UnicodeCategory.ParagraphSeparator,
        "Sm" => UnicodeCategory.MathSymbol,
        "Sc" => UnicodeCategory.CurrencySymbol,
        "Sk" => UnicodeCategory.ModifierSymbol,
        "So" => UnicodeCategory.OtherSymbol,
        "Cc" => UnicodeCategory.Control,
        "Cf" => UnicodeCategory.Format,
        "Co" => UnicodeCategory.PrivateUse,
        "Cn" => UnicodeCategory.OtherNotAssigned,
        _ => null,
    };
}
