namespace Workflow.Feel;

public readonly partial struct Decimal128
{
    // Exponents beyond it are all the same: too large, or zero.
    private const int FarExponent = 100_000;

    /// <summary>Reads <c>[-]digits[.digits][(e|E)[+|-]digits]</c>, also <c>.5</c>; rounds to 34 digits; false when that is not all of the text, or too large.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Decimal128 number)
    {
        number = default;
        var negative = text is ['-', ..];
        if (negative) text = text[1..];

        var coefficient = default(UInt128);
        var (taken, dropped, places) = (0, 0L, 0L);
        var (inexact, hasPoint) = (false, false);
        var at = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '.')
            {
                if (hasPoint || at + 1 == text.Length || !char.IsAsciiDigit(text[at + 1])) return false;
                hasPoint = true;
                continue;
            }
            if (!char.IsAsciiDigit(c)) break;
            if (hasPoint) places++;
            if (taken < PowersOfTen.Length - 1)
            {
                coefficient = (coefficient * 10) + (uint)(c - '0');
                if (coefficient != default) taken++;
            }
            else
            {
                dropped++;
                inexact |= c != '0';
            }
        }
        if (at == 0 || !TryReadExponent(text[at..], out var exponent)) return false;
        exponent += dropped - places;
        return TryPack(negative, coefficient, (int)Math.Clamp(exponent, -FarExponent, FarExponent), inexact, out number);
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        if (text[0] is not ('e' or 'E')) return false;
        text = text[1..];
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..]) text = text[1..];
        if (text.IsEmpty) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            // Above the length of every text: no digits before the exponent make up for it.
            exponent = Math.Min((exponent * 10) + (c - '0'), 1L << 40);
        }
        if (negative) exponent = -exponent;
        return true;
    }

    /// <summary>
    /// Plain digits without an exponent and without trailing zeros after the point; reads back as the same number. Numbers
    /// at the ends of the range have as many zeros as that needs: at most 6,179 characters.
    /// </summary>
    public override string ToString()
    {
        if (high == 0) return low.ToString();
        var (coefficient, exponent) = (Coefficient, Exponent);
        if (exponent < 0) DropZeros(ref coefficient, ref exponent, -exponent);

        Span<char> digits = stackalloc char[PowersOfTen.Length];
        coefficient.TryFormat(digits, out var count, default, null);
        digits = digits[..count];
        var sign = IsNegative ? "-" : "";
        if (exponent >= 0) return string.Concat(sign, digits, new string('0', exponent));
        return count > -exponent
            ? string.Concat(sign, digits[..(count + exponent)], ".", digits[(count + exponent)..])
            : string.Concat(sign, "0.", new string('0', -exponent - count), digits);
    }
}
