using System.Collections.Immutable;

namespace Workflow.Feel.Functions.Patterns;

/// <summary>A part of a pattern as it was written.</summary>
internal abstract record PatternNode
{
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>The first that leads to a match is taken.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Branches) : PatternNode;

    /// <param name="Max">null: as often as one likes</param>
    public sealed record Repeat(PatternNode Body, int Min, int? Max, bool Greedy) : PatternNode;

    /// <param name="Number">from 1, in the order of the opening brackets</param>
    public sealed record Group(int Number, PatternNode Body) : PatternNode;

    public sealed record Character(int Code) : PatternNode;

    public sealed record Class(CharacterSet Set) : PatternNode;

    /// <summary><c>^</c></summary>
    public sealed record Start : PatternNode;

    /// <summary><c>$</c></summary>
    public sealed record End : PatternNode;

    /// <summary><c>\1</c>: once more what that group has matched.</summary>
    public sealed record BackReference(int Number) : PatternNode;
}

/// <summary>What the letters after a pattern say (XPath functions 3.1, 5.6.1.1).</summary>
/// <param name="DotAll">s: the dot stands for line ends too</param>
/// <param name="Multiline">m: ^ and $ stand at the ends of every line</param>
/// <param name="IgnoreCase">i</param>
/// <param name="IgnoreSpaces">x: spaces outside classes are only there for the reader</param>
/// <param name="Literal">q: no character means anything but itself</param>
internal readonly record struct PatternFlags(bool DotAll, bool Multiline, bool IgnoreCase, bool IgnoreSpaces, bool Literal)
{
    public static PatternFlags? Of(string letters)
    {
        var flags = default(PatternFlags);
        foreach (var letter in letters)
        {
            switch (letter)
            {
                case 's': flags = flags with { DotAll = true }; break;
                case 'm': flags = flags with { Multiline = true }; break;
                case 'i': flags = flags with { IgnoreCase = true }; break;
                case 'x': flags = flags with { IgnoreSpaces = true }; break;
                case 'q': flags = flags with { Literal = true }; break;
                default: return null;
            }
        }
        return flags;
    }
}

/// <summary>The pattern is none; never leaves <see cref="Pattern"/>.</summary>
/// <param name="code">of the diagnostic</param>
/// <param name="at">index of the character concerned, or of the end</param>
internal sealed class PatternFailure(string code, int at) : Exception
{
    public string Code { get; } = code;

    public int At { get; } = at;
}
