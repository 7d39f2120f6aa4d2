using System.Collections.Immutable;
using Workflow.Feel.Functions.Patterns;

namespace Workflow.Feel.Functions;

/// <summary>Strings (DMN 1.5, 10.3.4.3, table 76). Positions and lengths count Unicode characters, not UTF-16 units.</summary>
internal static class TextFunctions
{
    private static readonly FeelType String = FeelType.String, Number = FeelType.Number, Boolean = FeelType.Boolean;
    private static readonly FeelType Strings = new FeelType.ListOf(FeelType.String);

    public static ImmutableArray<Builtin> All =>
    [
        new("substring",
            Signature.Of(String, Substring, ("string", String), ("start position", Number)),
            Signature.Of(String, Substring, ("string", String), ("start position", Number), ("length", Number))),
        new("string length", Signature.Of(Number, StringLength, ("string", String))),
        new("upper case", Signature.Of(String, UpperCase, ("string", String))),
        new("lower case", Signature.Of(String, LowerCase, ("string", String))),
        new("substring before", Signature.Of(String, SubstringBefore, ("string", String), ("match", String))),
        new("substring after", Signature.Of(String, SubstringAfter, ("string", String), ("match", String))),
        new("contains", Signature.Of(Boolean, Contains, ("string", String), ("match", String))),
        new("starts with", Signature.Of(Boolean, StartsWith, ("string", String), ("match", String))),
        new("ends with", Signature.Of(Boolean, EndsWith, ("string", String), ("match", String))),
        new("matches",
            Signature.Of(Boolean, Matches, ("input", String), ("pattern", String)),
            Signature.Of(Boolean, Matches, ("input", String), ("pattern", String), ("flags", String)) with { Nullable = true }),
        new("replace",
            Signature.Of(String, Replace, ("input", String), ("pattern", String), ("replacement", String)),
            Signature.Of(String, Replace, ("input", String), ("pattern", String), ("replacement", String), ("flags", String)) with { Nullable = true }),
        new("split", Signature.Of(Strings, Split, ("string", String), ("delimiter", String))),
        new("string join",
            Signature.Of(String, StringJoin, ("list", Strings)),
            Signature.Of(String, StringJoin, ("list", Strings), ("delimiter", String)) with { Nullable = true }),
    ];

    private static string Text(Value value) => ((Value.Text)value).Is;

    private static Value Made(string text, Evaluation run)
    {
        run.Make(text.Length);
        return text;
    }

    /// <summary>From a position to the end, or so many characters of it; null when they are not all there.</summary>
    private static Value Substring(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var text = Text(arguments[0]);
        run.Step(text.Length / 16);
        var count = CodePoints.Count(text);
        if (!Positions.TryIndex(arguments[1], count, out var first)) return run.Fail("position-outside", $"{Positions.Whole(arguments[1])}", $"{count}");
        var length = arguments.Length == 3 ? Positions.Whole(arguments[2]) : count - first;
        if (length < 1 || length > count - first) return run.Fail("length-outside", $"{length}", $"{count - first}");
        if (count == text.Length) return Made(text.Substring(first, (int)length), run);
        var start = CodePoints.Skip(text, 0, first);
        return Made(text[start..CodePoints.Skip(text, start, length)], run);
    }

    private static Value StringLength(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var text = Text(arguments[0]);
        run.Step(text.Length / 16);
        return CodePoints.Count(text);
    }

    private static Value UpperCase(ReadOnlySpan<Value> arguments, Evaluation run) => Made(LetterCase.Upper(Text(arguments[0])), run);

    private static Value LowerCase(ReadOnlySpan<Value> arguments, Evaluation run) => Made(LetterCase.Lower(Text(arguments[0])), run);

    private static int Find(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        run.Step(Text(arguments[0]).Length / 16);
        return Text(arguments[0]).IndexOf(Text(arguments[1]), StringComparison.Ordinal);
    }

    private static Value SubstringBefore(ReadOnlySpan<Value> arguments, Evaluation run) =>
        Find(arguments, run) is > 0 and var at ? Made(Text(arguments[0])[..at], run) : "";

    private static Value SubstringAfter(ReadOnlySpan<Value> arguments, Evaluation run) =>
        Find(arguments, run) is >= 0 and var at ? Made(Text(arguments[0])[(at + Text(arguments[1]).Length)..], run) : "";

    private static Value Contains(ReadOnlySpan<Value> arguments, Evaluation run) => Find(arguments, run) >= 0;

    private static Value StartsWith(ReadOnlySpan<Value> arguments, Evaluation run) => Text(arguments[0]).StartsWith(Text(arguments[1]), StringComparison.Ordinal);

    private static Value EndsWith(ReadOnlySpan<Value> arguments, Evaluation run) => Text(arguments[0]).EndsWith(Text(arguments[1]), StringComparison.Ordinal);

    /// <summary>Flags that are null are no flags; everything else must be there.</summary>
    private static Pattern? PatternOf(ReadOnlySpan<Value> arguments, int required, Evaluation run)
    {
        foreach (var argument in arguments[..required])
        {
            if (argument is not Value.NullValue) continue;
            run.Fail("argument-null", required == 2 ? "matches" : "replace");
            return null;
        }
        return Pattern.Find(Text(arguments[1]), arguments.Length > required && arguments[required] is Value.Text flags ? flags.Is : "", run);
    }

    private static Value Matches(ReadOnlySpan<Value> arguments, Evaluation run) =>
        PatternOf(arguments, 2, run) is { } pattern ? pattern.Matches(Text(arguments[0]), run) : Value.Null;

    private static Value Replace(ReadOnlySpan<Value> arguments, Evaluation run) =>
        PatternOf(arguments, 3, run)?.Replace(Text(arguments[0]), Text(arguments[2]), run);

    private static Value Split(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (Pattern.Find(Text(arguments[1]), "", run)?.Split(Text(arguments[0]), run) is not { } pieces) return Value.Null;
        var items = ImmutableArray.CreateBuilder<Value>(pieces.Count);
        foreach (var piece in pieces) items.Add(piece);
        return new Value.List(items.MoveToImmutable());
    }

    /// <summary>Null items are left out, and a delimiter that is null is none.</summary>
    private static Value StringJoin(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (arguments[0] is not Value.List list) return run.Fail("argument-null", "string join");
        var delimiter = arguments.Length == 2 && arguments[1] is Value.Text text ? text.Is : "";
        run.Step(list.Items.Length);
        var pieces = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not Value.Text piece) continue;
            run.Make(piece.Is.Length + (long)delimiter.Length);
            pieces.Add(piece.Is);
        }
        return string.Join(delimiter, pieces);
    }
}
