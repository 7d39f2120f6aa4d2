namespace Workflow.Feel;

/// <summary>Reads the decimal digits of temporal texts: ASCII only, no sign, no blank.</summary>
internal static class Digits
{
    private const int NanosecondDigits = 9;

    /// <summary>False when it is empty, longer than nine digits, or not digits alone.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 9) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = number * 10 + (c - '0');
        }
        return true;
    }

    /// <summary>The digits after the point as nanoseconds; what is finer is cut off. An empty text is zero.</summary>
    public static bool TryReadFraction(ReadOnlySpan<char> text, out int nanoseconds)
    {
        nanoseconds = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i])) return false;
            if (i < NanosecondDigits) nanoseconds = nanoseconds * 10 + (text[i] - '0');
        }
        for (var i = text.Length; i < NanosecondDigits; i++) nanoseconds *= 10;
        return true;
    }

    /// <summary>A point and the digits that count, or nothing.</summary>
    public static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("D9", System.Globalization.CultureInfo.InvariantCulture).TrimEnd('0');
}
