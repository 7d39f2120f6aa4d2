namespace Workflow.Feel.Functions;

/// <summary>Strings as FEEL counts them: by Unicode characters, of which those beyond the first plane take two places in .NET.</summary>
internal static class CodePoints
{
    /// <summary>One half of a pair without the other counts as a character.</summary>
    public static int At(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];

    /// <summary>How many places of a string a character takes.</summary>
    public static int Width(int character) => character > char.MaxValue ? 2 : 1;

    public static int Count(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1])) count--;
        }
        return count;
    }

    /// <summary>The index after so many characters from an index on; the end at most.</summary>
    public static int Skip(string text, int index, long count)
    {
        for (; count > 0 && index < text.Length; count--) index += Width(At(text, index));
        return index;
    }

    public static int[] Of(string text)
    {
        var points = new int[Count(text)];
        for (int i = 0, at = 0; i < points.Length; i++)
        {
            points[i] = At(text, at);
            at += Width(points[i]);
        }
        return points;
    }
}
