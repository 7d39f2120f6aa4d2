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
        "ßSS ŉʼN ǰJ̌ ΐΪ́ ΰΫ́ ևԵՒ ẖH̱ ẗT̈ ẘW̊ ẙY̊ ẚAʾ ὐΥ̓ ὒΥ̓̀ ὔΥ̓́ ὖΥ̓͂ ᾲᾺΙ ᾳΑΙ ᾴΆΙ ᾶΑ͂ ᾷΑ͂Ι ᾼΑΙ ῂῊΙ ῃΗΙ ῄΉΙ ῆΗ͂ ῇΗ͂Ι ῌΗΙ ῒΪ̀ ΐΪ́ ῖΙ͂ ῗΪ͂ ῢΫ̀ ΰΫ́ ῤΡ̓ ῦΥ͂ ῧΫ͂ ῲῺΙ ῳΩΙ ῴΏΙ ῶΩ͂ ῷΩ͂Ι ῼΩΙ "
        + "ﬀFF ﬁFI ﬂFL ﬃFFI ﬄFFL ﬅST ﬆST ﬓՄՆ ﬔՄԵ ﬕՄԻ ﬖՎՆ ﬗՄԽ";

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
