using System.Globalization;
using System.Text;

namespace Workflow.Feel;

internal enum TokenKind { Number, Text, Name, Symbol, End }

/// <param name="At">index of its first character in the source</param>
/// <param name="Text">a name, a symbol, or a string's content with its escapes resolved</param>
internal readonly record struct Token(TokenKind Kind, string Text, decimal Number, int At);

/// <summary>Stops parsing inside the parser only; never leaves <see cref="Expression.TryParse"/>.</summary>
internal sealed class ParseFailure(FeelError error) : Exception
{
    public FeelError Error { get; } = error;

    public static ParseFailure At(string source, int at, string code, string message)
    {
        var before = source.AsSpan(0, at);
        var lineStart = before.LastIndexOf('\n') + 1;
        return new(new FeelError(code, message, before.Count('\n') + 1, at - lineStart + 1));
    }
}

/// <summary>Cuts a text into tokens (DMN 1.5, 10.3.1.2). Names hold letters of any script, digits and '_'.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols = ["..", "<=", ">=", "!=", "(", ")", "[", "]", ",", ".", "=", "<", ">", "+", "-", "*", "/"];

    public static List<Token> Read(string source)
    {
        var tokens = new List<Token>();
        for (var at = 0; ;)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at])) at++;
            if (at == source.Length) break;
            var token = source[at] switch
            {
                '"' => ReadText(source, ref at),
                >= '0' and <= '9' => ReadNumber(source, ref at),
                '.' when at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]) => ReadNumber(source, ref at),
                _ when IsNamePart(source, at, first: true) > 0 => ReadName(source, ref at),
                _ => ReadSymbol(source, ref at),
            };
            tokens.Add(token);
        }
        tokens.Add(new(TokenKind.End, "", 0, source.Length));
        return tokens;
    }

    private static Token ReadNumber(string source, ref int at)
    {
        var start = at;
        while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
        if (at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]))
        {
            at++;
            while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
        }
        if (!decimal.TryParse(source.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw ParseFailure.At(source, start, "number-out-of-range", "this number is too large");
        return new(TokenKind.Number, "", number, start);
    }

    private static Token ReadName(string source, ref int at)
    {
        var start = at;
        while (at < source.Length && IsNamePart(source, at, first: at == start) is > 0 and var length) at += length;
        return new(TokenKind.Name, source[start..at], 0, start);
    }

    /// <summary>How many UTF-16 units of a name part stand here; 0 for none.</summary>
    private static int IsNamePart(string source, int at, bool first)
    {
        if (source[at] == '_') return 1;
        if (!Rune.TryGetRuneAt(source, at, out var rune)) return 0;
        var isPart = Rune.IsLetter(rune) || (!first && (Rune.IsDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));
        return isPart ? rune.Utf16SequenceLength : 0;
    }

    private static Token ReadSymbol(string source, ref int at)
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) != 0) continue;
            at += symbol.Length;
            return new(TokenKind.Symbol, symbol, 0, at - symbol.Length);
        }
        throw ParseFailure.At(source, at, "unexpected-character", $"'{source[at]}' has no meaning here");
    }

    private static Token ReadText(string source, ref int at)
    {
        var start = at++;
        var text = new StringBuilder();
        while (at < source.Length && source[at] != '"')
        {
            if (source[at] == '\\') text.Append(ReadEscape(source, ref at));
            else text.Append(source[at++]);
        }
        if (at == source.Length) throw ParseFailure.At(source, start, "unterminated-string", "the closing quotation mark is missing");
        at++;
        return new(TokenKind.Text, text.ToString(), 0, start);
    }

    private static string ReadEscape(string source, ref int at)
    {
        var start = at++;
        var kind = at < source.Length ? source[at++] : '\0';
        var digits = kind switch { 'u' => 4, 'U' => 6, _ => 0 };
        if (digits == 0)
        {
            return kind switch
            {
                'n' => "\n", 'r' => "\r", 't' => "\t", '"' => "\"", '\'' => "'", '\\' => "\\",
                _ => throw ParseFailure.At(source, start, "bad-escape", "an escape is one of \\n \\r \\t \\\" \\' \\\\ \\uXXXX \\UXXXXXX"),
            };
        }
        if (at + digits > source.Length || !int.TryParse(source.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code > 0x10FFFF)
        {
            throw ParseFailure.At(source, start, "bad-escape", $"\\{kind} takes {digits} hexadecimal digits of a Unicode character");
        }
        at += digits;
        return code > 0xFFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString();
    }
}
