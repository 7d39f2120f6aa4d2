using System.Security.Cryptography;
using System.Text;

namespace Workflow.Core.Cases.Supervision;

/// <summary>
/// Why a step failed, told apart from which case it failed in: two incidents (异常) have one cause when definition, element and code are the same
/// and the details differ only in what names a single case: numbers, ids, quoted values, dates and times, addresses.
/// </summary>
/// <param name="Id">32 lower-case hex digits, the same for ever for the same cause</param>
/// <param name="Pattern">the detail with what differs replaced by signs such as # and "…"; <see cref="PatternMax"/> characters at most</param>
public sealed record IncidentCause(string Id, string Pattern)
{
    /// <summary>Characters of a pattern at most; details that differ only behind them are one cause.</summary>
    public const int PatternMax = 200;

    /// <summary>Characters of a detail that are looked at; a stack trace has its cause at the top.</summary>
    private const int DetailMax = 1_000;

    private const int IdBytes = 16;
    private const int ShortestId = 8;

    // No word of people's languages is that long in the letters a to f alone.
    private const int LongestWord = 12;

    public static IncidentCause Of(string definition, string element, string code, string detail)
    {
        var pattern = PatternOf(detail);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{definition}\n{element}\n{code}\n{pattern}"));
        return new(Convert.ToHexStringLower(hash.AsSpan(0, IdBytes)), pattern);
    }

    /// <summary>One pass over the detail, so that a worker's text costs no more than its length.</summary>
    private static string PatternOf(string detail)
    {
        var text = detail.AsSpan(0, Math.Min(detail.Length, DetailMax));
        var pattern = new StringBuilder(PatternMax);
        for (var at = 0; at < text.Length && pattern.Length < PatternMax;)
        {
            if (ClosingOf(text[at]) is { } closing && EndOfQuote(text[(at + 1)..], closing) is >= 0 and var end)
            {
                Put(pattern, "“…”");
                at += end + 2;
            }
            else if (char.IsWhiteSpace(text[at]) || char.IsControl(text[at]))
            {
                if (pattern.Length > 0 && pattern[^1] != ' ') pattern.Append(' ');
                at++;
            }
            else if (IsOfWord(text[at]))
            {
                var length = WordLength(text[at..]);
                PutWord(pattern, text.Slice(at, length));
                at += length;
            }
            else
            {
                pattern.Append(text[at++]);
            }
        }
        var kept = Math.Min(pattern.Length, PatternMax);
        // Half of a pair is no character, and the database takes none.
        if (kept > 0 && char.IsHighSurrogate(pattern[kept - 1])) kept--;
        return pattern.ToString(0, kept).TrimEnd();
    }

    private static char? ClosingOf(char opening) => opening switch { '"' => '"', '\'' => '\'', '`' => '`', '“' => '”', '‘' => '’', '「' => '」', '《' => '》', _ => null };

    /// <summary>Where a quotation ends; -1 when it does not on this line, as for the apostrophe of "can't".</summary>
    private static int EndOfQuote(ReadOnlySpan<char> rest, char closing)
    {
        var end = rest.IndexOf(closing);
        if (end < 0 || rest[..end].Contains('\n')) return -1;
        // "it isn't what it's meant to be": an apostrophe between letters opens and closes nothing.
        return closing == '\'' && end + 1 < rest.Length && char.IsLetter(rest[end + 1]) ? -1 : end;
    }

    /// <summary>A word with what joins its parts: case-9f03…, 2026-03-02T01:30:00Z, 10.0.0.7:5432, /files/17.</summary>
    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && (IsOfWord(text[length]) || (IsJoint(text[length]) && length + 1 < text.Length && IsOfWord(text[length + 1])))) length++;
        return length;
    }

    // Chinese is written without spaces: a number may stand between its characters, which are no part of an id.
    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsJoint(char c) => c is '-' or ':' or '.' or '/' or '@' or '+' or '%';

    private static void PutWord(StringBuilder pattern, ReadOnlySpan<char> word)
    {
        if (!word.ContainsAnyInRange('0', '9') && !IsLongHex(word)) pattern.Append(word);
        else if (word.IndexOfAny(":/-.@") < 0 || IsAllNumber(word)) Put(pattern, PartOf(word));
        else foreach (var part in Parts(word)) Put(pattern, part);
    }

    /// <summary>Parts of a word that are words stay, numbers and ids go: "/files/17" is "/files/#".</summary>
    private static List<string> Parts(ReadOnlySpan<char> word)
    {
        List<string> parts = [];
        var from = 0;
        for (var at = 0; at <= word.Length; at++)
        {
            if (at < word.Length && !IsJoint(word[at])) continue;
            if (at > from) AddPart(IsCapitals(word[from..at]) ? "#" : PartOf(word[from..at]));
            if (at < word.Length) parts.Add(word[at].ToString());
            from = at + 1;
        }
        return parts;

        // A time stamp, an address or a case's number is one thing, however many parts it has.
        void AddPart(string part)
        {
            if (part == "#" && parts is [.., "#", _]) parts.RemoveAt(parts.Count - 1);
            else parts.Add(part);
        }
    }

    private static string PartOf(ReadOnlySpan<char> part) => part.ContainsAnyInRange('0', '9') || IsLongHex(part) ? "#" : part.ToString();

    /// <summary>Dates, times, addresses of machines, and ids as 3f2a9c01-abcd-… whose parts may be letters alone.</summary>
    private static bool IsAllNumber(ReadOnlySpan<char> word) =>
        word.IndexOfAnyExcept("0123456789.:-/+TZ%") < 0 || (word.Length >= ShortestId && word.IndexOfAnyExcept("0123456789abcdefABCDEF-") < 0);

    /// <summary>Beside numbers, a row of capitals is part of an id as often as not: a case's number may end in letters alone.</summary>
    private static bool IsCapitals(ReadOnlySpan<char> part) => part.Length >= ShortestId && !part.ContainsAnyExceptInRange('A', 'Z');

    private static bool IsLongHex(ReadOnlySpan<char> part) => part.Length >= LongestWord && part.IndexOfAnyExcept("0123456789abcdefABCDEF") < 0;

    /// <summary>A sign is not put twice in a row.</summary>
    private static void Put(StringBuilder pattern, string part)
    {
        if (part == "#" && pattern.Length > 0 && pattern[^1] == '#') return;
        pattern.Append(part);
    }
}
