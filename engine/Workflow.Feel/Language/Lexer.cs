using System.Globalization;
using System.Text;

namespace Workflow.Feel.Language;

internal enum TokenKind { Number, Text, Name, Symbol, End }

/// <param name="Text">a name part, a symbol, a number as written, or a string's content with its escapes resolved</param>
/// <param name="At">index of its first character in the source</param>
/// <param name="End">index after its last character</param>
internal readonly record struct Token(TokenKind Kind, string Text, int At, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

/// <summary>Cuts a text into tokens (DMN 1.5, 10.3.1.2, grammar rules 26 to 36 and 61 to 63). A name of several words is several tokens: which words belong together only the names in sight tell.</summary>
internal static class Lexer
{
    private static readonly string[] LongSymbols = ["..", "<=", ">=", "!=", "**", "->"];

    public static List<Token> Read(string source)
    {
        var tokens = new List<Token>();
        for (var at = 0; ;)
        {
            SkipBlank(source, ref at);
            if (at == source.Length) break;
            tokens.Add(source[at] switch
            {
                '"' => ReadText(source, ref at),
                >= '0' and <= '9' => ReadNumber(source, ref at),
                '.' when at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]) => ReadNumber(source, ref at),
                // The input of a test is a name of one character.
                '?' => new(TokenKind.Name, "?", at, ++at),
                _ when NamePart(source, at, first: true) > 0 => ReadName(source, ref at),
                _ => ReadSymbol(source, ref at),
            });
        }
        tokens.Add(new(TokenKind.End, "", source.Length, source.Length));
        return tokens;
    }

    private static void SkipBlank(string source, ref int at)
    {
        while (at < source.Length)
        {
            if (IsBlank(source[at])) at++;
            else if (source[at] == '/' && at + 1 < source.Length && source[at + 1] == '/')
            {
                while (at < source.Length && source[at] is not ('\n' or '\r')) at++;
            }
            else if (source[at] == '/' && at + 1 < source.Length && source[at + 1] == '*')
            {
                var end = source.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0) throw ParseFailure.At(source, at, ParseProblem.UnterminatedComment);
                at = end + 2;
            }
            else return;
        }
    }

    /// <summary>Rules 61 and 62; the platform's own notion of blank lacks three of them.</summary>
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\u180E' or '\u200B' or '\uFEFF';

    private static Token ReadNumber(string source, ref int at)
    {
        var start = at;
        while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
        if (at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]))
        {
            at++;
            while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
        }
        if (at < source.Length && source[at] is 'e' or 'E')
        {
            var digits = at + 1 < source.Length && source[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (digits < source.Length && char.IsAsciiDigit(source[digits]))
            {
                at = digits;
                while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
            }
        }
        return new(TokenKind.Number, source[start..at], start, at);
    }

    private static Token ReadName(string source, ref int at)
    {
        var start = at;
        while (at < source.Length && NamePart(source, at, first: at == start) is > 0 and var length) at += length;
        return new(TokenKind.Name, source[start..at], start, at);
    }

    /// <summary>How many UTF-16 units of a name part stand here (rules 28 and 29); 0 for none.</summary>
    private static int NamePart(string source, int at, bool first)
    {
        var c = source[at];
        if (char.IsAsciiLetter(c) || c == '_') return 1;
        if (c < 0x80) return !first && char.IsAsciiDigit(c) ? 1 : 0;
        if (IsBlank(c)) return 0;
        if (char.IsHighSurrogate(c)) return at + 1 < source.Length && char.IsLowSurrogate(source[at + 1]) ? 2 : 0;
        var starts = c is (>= '\u00C0' and <= '\u00D6') or (>= '\u00D8' and <= '\u00F6') or (>= '\u00F8' and <= '\u02FF') or (>= '\u0370' and <= '\u037D')
            or (>= '\u037F' and <= '\u1FFF') or (>= '\u200C' and <= '\u200D') or (>= '\u2070' and <= '\u218F') or (>= '\u2C00' and <= '\u2FEF')
            or (>= '\u3001' and <= '\uD7FF') or (>= '\uF900' and <= '\uFDCF') or (>= '\uFDF0' and <= '\uFFFD');
        return starts || (!first && c is '\u00B7' or (>= '\u0300' and <= '\u036F') or (>= '\u203F' and <= '\u2040')) ? 1 : 0;
    }

    /// <summary>A character without a meaning is a symbol too: it may be part of a name that is in sight.</summary>
    private static Token ReadSymbol(string source, ref int at)
    {
        var start = at;
        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) != 0) continue;
            at += symbol.Length;
            return new(TokenKind.Symbol, symbol, start, at);
        }
        at += char.IsHighSurrogate(source[at]) && at + 1 < source.Length ? 2 : 1;
        return new(TokenKind.Symbol, source[start..at], start, at);
    }

    private static Token ReadText(string source, ref int at)
    {
        var start = at++;
        var text = new StringBuilder();
        while (at < source.Length && source[at] != '"')
        {
            if (source[at] == '\\') ReadEscape(source, ref at, text);
            else text.Append(source[at++]);
        }
        if (at == source.Length) throw ParseFailure.At(source, start, ParseProblem.UnterminatedString);
        at++;
        return new(TokenKind.Text, text.ToString(), start, at);
    }

    /// <summary>Rule 64. A backslash before anything else stands for itself, so that patterns read as they are written.</summary>
    private static void ReadEscape(string source, ref int at, StringBuilder text)
    {
        var start = at++;
        var kind = at < source.Length ? source[at] : '\0';
        var digits = kind switch { 'u' => 4, 'U' => 6, _ => 0 };
        if (digits > 0)
        {
            if (at + 1 + digits > source.Length || !int.TryParse(source.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
                throw ParseFailure.At(source, start, ParseProblem.BadEscape);
            at += 1 + digits;
            if (code > 0xFFFF) text.Append(char.ConvertFromUtf32(code));
            else text.Append((char)code);
            return;
        }
        var meant = kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '"' => '"', '\'' => '\'', '\\' => '\\', _ => '\0' };
        if (meant == '\0') text.Append('\\');
        else
        {
            text.Append(meant);
            at++;
        }
    }
}
