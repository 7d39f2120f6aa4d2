using System.Globalization;
using System.Text;

namespace Workflow.Feel.Tests.Language;

/// <summary>Draws texts that are expressions, and texts that only look like some.</summary>
internal sealed class RandomExpressions(Random random)
{
    /// <summary>Names in sight that hold blanks, signs, dots, words of the language, and other scripts.</summary>
    public static readonly string[] Nasty =
        ["a", "b", "if then", "not a number", "a-b", "a - b", "sum of x", "for", "date of birth", "date", "x.y", "a + b", "日期", "年 份", "floor*area", "in between", "😀", "item", "a/b'c", "function", "null value", "_", "1st".Insert(0, "the ")];

    private static readonly string[] Words =
        ["if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between", "instance", "of", "function", "external", "true", "false", "null", "list<", "context<", "range<", "partial", "item", "?",
         "number", "string", "date and time", "years and months duration", "(", ")", "[", "]", "{", "}", "<", "<=", ">", ">=", "=", "!=", "+", "-", "*", "/", "**", "..", ".", ",", ":", "@", "->", "\"", "\\", "'", "`", "//", "/*", "*/", "\u00A0", "\u200B", "\0", "\uD800", "#", "$", "%", "&", "|", "~", "^", ";",
         "1", "0", "-1", ".5", "1e400", "1e-7000", "9999999999999999999999999999999999", "12345678901234567890.123456789", "\"text\"", "\"\\u0041\"", "\"😀\"", "@\"2026-02-28\"", "@\"P1Y\"", "@\"PT36H\"", "@\"10:00:00@Asia/Shanghai\"", "@\"2026-02-28T10:00:00Z\"", "@\"nonsense\""];

    private static readonly string[] Functions = [.. Feel.Functions.Builtins.Names.Order(StringComparer.Ordinal)];

    public string Soup()
    {
        var text = new StringBuilder();
        var glue = random.Next(3);
        for (var left = random.Next(1, 60); left > 0; left--)
        {
            text.Append(random.Next(8) switch { 0 => Pick(Nasty), 1 when Functions.Length > 0 => Pick(Functions) + "(", _ => Pick(Words) });
            if (glue == 0 || (glue == 1 && random.Next(2) == 0)) text.Append(' ');
        }
        return text.ToString();
    }

    public string Mutated(string of, string other)
    {
        var text = new StringBuilder(of);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(12), text.Length - at);
            switch (random.Next(6))
            {
                case 0: text.Remove(at, length); break;
                case 1: text.Insert(at, text.ToString(at, length)); break;
                case 2: text.Insert(at, Pick(Words)); break;
                case 3: text.Insert(at, other.AsSpan(0, Math.Min(other.Length, random.Next(40)))); break;
                case 4: text.Insert(at, Pick(Nasty)); break;
                default: if (at < text.Length) text[at] = (char)random.Next(1, random.Next(4) == 0 ? 0x10000 : 0x80); break;
            }
        }
        return text.ToString();
    }

    /// <summary>An expression by the grammar: it parses where the nasty names are in sight.</summary>
    public string WellFormed(int depth = 4)
    {
        if (depth == 0 || random.Next(6) == 0) return Leaf();
        string Inner() => WellFormed(depth - 1);
        switch (random.Next(16))
        {
            case 0: return $"({Inner()} {Pick(["+", "-", "*", "/", "**"])} {Inner()})";
            case 1: return $"({Inner()} {Pick(["=", "!=", "<", "<=", ">", ">="])} {Inner()})";
            case 2: return $"(({Inner()}) {Pick(["and", "or"])} ({Inner()}))";
            case 3: return $"if {Inner()} then {Inner()} else ({Inner()})";
            case 4: return $"[{Inner()}, {Inner()}]";
            case 5: return $"{{k: {Inner()}, \"long key\": {Inner()}}}";
            case 6: return $"({Inner()}).k";
            case 7: return $"({Inner()})[{Inner()}]";
            case 8: return $"(for v in {Inner()}, w in 1..{random.Next(-3, 9)} return {Inner()})";
            case 9: return $"({Pick(["some", "every"])} v in [{Inner()}, {Inner()}] satisfies {Inner()})";
            case 10: return $"(({Inner()}) between ({Inner()}) and ({Inner()}))";
            case 11: return $"(({Inner()}) in {Pick(["[", "("])}({Inner()})..({Inner()}){Pick(["]", ")"])})";
            case 12: return $"(({Inner()}) instance of {Pick(["number", "string", "list<Any>", "context<k: number>", "date and time"])})";
            case 13: return $"(function(v, w: number) {Inner()})({Inner()}, {Inner()})";
            case 14: return $"-({Inner()})";
            default: return $"(({Inner()}) in (< ({Inner()}), not(({Inner()}))))".Replace("not((", "((", StringComparison.Ordinal);
        }
    }

    private string Leaf() => random.Next(5) switch
    {
        0 => random.Next(-100, 100).ToString(CultureInfo.InvariantCulture),
        1 => $"{random.Next(1000)}.{random.Next(100)}",
        2 => $"\"{Pick(["", "a", "中文", "long text with \\\"quotes\\\""])}\"",
        3 => Pick(["true", "false", "null", "@\"2026-02-28\"", "@\"P1M\"", "@\"-PT1H\"", "[]", "{}", "@\"23:59:59Z\"", "@\"2026-12-31T23:59:59\""]),
        _ => Pick([.. Nasty.Except(["for", "function", "date", "item"])]),
    };

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];
}
