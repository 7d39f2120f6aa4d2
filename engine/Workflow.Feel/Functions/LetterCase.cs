using System.Text;

namespace Workflow.Feel.Functions;

/// <summary>
/// Upper and lower case of whole texts by Unicode's full mappings, whatever the country: <c>ß</c> becomes <c>SS</c>, and a
/// sigma at the end of a word becomes <c>ς</c>. .NET alone maps one character to one.
/// </summary>
internal static class LetterCase
{
    /// <summary>Characters whose upper case takes more than one, without those of polytonic Greek with an iota below, which follow a rule.</summary>
    private const string Longer =
        "\u00DFSS \u0149\u02BCN \u01F0J\u030C \u0390\u0399\u0308\u0301 \u03B0\u03A5\u0308\u0301 \u0587\u0535\u0552 \u1E96H\u0331 "
        + "\u1E97T\u0308 \u1E98W\u030A \u1E99Y\u030A \u1E9AA\u02BE \u1F50\u03A5\u0313 \u1F52\u03A5\u0313\u0300 \u1F54\u03A5\u0313\u0301 "
        + "\u1F56\u03A5\u0313\u0342 \u1FB2\u1FBA\u0399 \u1FB3\u0391\u0399 \u1FB4\u0386\u0399 \u1FB6\u0391\u0342 \u1FB7\u0391\u0342\u0399 "
        + "\u1FBC\u0391\u0399 \u1FC2\u1FCA\u0399 \u1FC3\u0397\u0399 \u1FC4\u0389\u0399 \u1FC6\u0397\u0342 \u1FC7\u0397\u0342\u0399 "
        + "\u1FCC\u0397\u0399 \u1FD2\u0399\u0308\u0300 \u1FD3\u0399\u0308\u0301 \u1FD6\u0399\u0342 \u1FD7\u0399\u0308\u0342 "
        + "\u1FE2\u03A5\u0308\u0300 \u1FE3\u03A5\u0308\u0301 \u1FE4\u03A1\u0313 \u1FE6\u03A5\u0342 \u1FE7\u03A5\u0308\u0342 "
        + "\u1FF2\u1FFA\u0399 \u1FF3\u03A9\u0399 \u1FF4\u038F\u0399 \u1FF6\u03A9\u0342 \u1FF7\u03A9\u0342\u0399 \u1FFC\u03A9\u0399 \uFB00FF "
        + "\uFB01FI \uFB02FL \uFB03FFI \uFB04FFL \uFB05ST \uFB06ST \uFB13\u0544\u0546 \uFB14\u0544\u0535 \uFB15\u0544\u053B "
        + "\uFB16\u054E\u0546 \uFB17\u0544\u053D";

    private static readonly Dictionary<char, string> Expanded = Longer.Split(' ').ToDictionary(e => e[0], e => e[1..]);

    public static string Upper(string text)
    {
        if (text.All(char.IsAscii)) return text.ToUpperInvariant();
        var upper = new StringBuilder(text.Length);
        foreach (var c in text.EnumerateRunes())
        {
            if (c.IsBmp && Expanded.TryGetValue((char)c.Value, out var longer)) upper.Append(longer);
            // Greek with an iota below: the letter in upper case, and the iota beside it.
            else if (c.Value is >= 0x1F80 and <= 0x1FAF) upper.Append((char)(Row(c.Value) | 8 | c.Value & 7)).Append('Ι');
            else upper.Append(c.Value switch { 0x131 => new Rune('I'), 0x17F => new Rune('S'), _ => Rune.ToUpperInvariant(c) });
        }
        return upper.ToString();

        static int Row(int c) => c < 0x1F90 ? 0x1F00 : c < 0x1FA0 ? 0x1F20 : 0x1F60;
    }

    public static string Lower(string text)
    {
        if (text.All(char.IsAscii)) return text.ToLowerInvariant();
        var lower = new StringBuilder(text.Length);
        var at = 0;
        foreach (var c in text.EnumerateRunes())
        {
            if (c.Value == 0x130) lower.Append("i\u0307");
            else lower.Append(c.Value == 'Σ' && EndsWord(text, at) ? new Rune('ς') : c.Value switch { 0x212A => new('k'), 0x212B => new(0xE5), 0x2126 => new(0x3C9), _ => Rune.ToLowerInvariant(c) });
            at += c.Utf16SequenceLength;
        }
        return lower.ToString();
    }

    private static bool EndsWord(string text, int at) => at > 0 && char.IsLetter(text[at - 1]) && (at + 1 == text.Length || !char.IsLetter(text[at + 1]));
}
