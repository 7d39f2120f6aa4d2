namespace Workflow.Feel;

/// <summary>Reads the parts of an XML Schema duration one after the other; a part that is not the wanted one is left where it is.</summary>
internal ref struct DurationReader
{
    // Outside the range of both kinds of duration, and far enough from the type's end that a few of them can be added.
    private static readonly Int128 TooMuch = Int128.MaxValue / 16;

    private ReadOnlySpan<char> rest;

    public DurationReader(ReadOnlySpan<char> text)
    {
        IsNegative = text.StartsWith('-');
        rest = IsNegative ? text[1..] : text;
        IsDuration = TrySkip('P');
    }

    public bool IsNegative { get; }

    public bool IsDuration { get; }

    public readonly bool IsAtEnd => rest.IsEmpty;

    public bool TrySkip(char c)
    {
        if (!rest.StartsWith(c)) return false;
        rest = rest[1..];
        return true;
    }

    /// <summary>Adds a whole number before the letter, times the unit.</summary>
    public bool TryPart(char letter, long unit, ref Int128 sum)
    {
        var length = WholeDigits(out var number);
        if (length == 0 || length >= rest.Length || rest[length] != letter) return false;
        rest = rest[(length + 1)..];
        return Add(number, unit, ref sum);
    }

    /// <summary>Adds seconds with a fraction in nanoseconds. Digits may be missing behind the point, as in the TCK's "PT0.S".</summary>
    public bool TrySeconds(ref Int128 sum)
    {
        var length = WholeDigits(out var number);
        var nanoseconds = 0;
        if (length == 0 || length >= rest.Length) return false;
        if (rest[length] == '.')
        {
            var fraction = rest[(length + 1)..];
            var digits = fraction.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0 || !Digits.TryReadFraction(fraction[..digits], out nanoseconds)) return false;
            length += digits + 1;
        }
        if (rest[length] != 'S') return false;
        rest = rest[(length + 1)..];
        sum += nanoseconds;
        return Add(number, FeelTime.NanosecondsInSecond, ref sum);
    }

    private readonly int WholeDigits(out Int128 number)
    {
        number = 0;
        var length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            if (number < TooMuch / 10) number = number * 10 + (rest[length] - '0');
            length++;
        }
        return length;
    }

    private static bool Add(Int128 number, long unit, ref Int128 sum)
    {
        sum += number < TooMuch / 10 / unit ? number * unit : TooMuch;
        return true;
    }
}
