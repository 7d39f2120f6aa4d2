using System.Text;

namespace Workflow.Samples.Walk;

/// <summary>Aligned text for a terminal, where a Chinese character is two columns wide.</summary>
internal static class Columns
{
    public static int WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf);

    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - WidthOf(text)));

    // East Asian wide and full-width ranges, as far as names and punctuation of this product use them.
    private static int WidthOf(Rune rune) => rune.Value is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0x33FF) or (>= 0x3400 and <= 0x4DBF) or
        (>= 0x4E00 and <= 0x9FFF) or (>= 0xA000 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or
        (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1;
}
