using System.Collections.Immutable;
using System.Globalization;

namespace Workflow.Feel.Functions.Patterns;

/// <summary>
/// Reads a pattern by the grammar of XML Schema 1.1 part 2, appendix G, with what XPath adds to it (functions 3.1, 5.6.1):
/// anchors, reluctant quantifiers, back-references, groups that are not counted, <c>\$</c>. What the grammar does not allow is
/// refused, also where other dialects are generous: <c>[\w-.]</c> is written <c>[\w.-]</c>.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>Levels of brackets; the parser calls itself for each.</summary>
    private const int MaxDepth = 200;

    /// <summary>No category and no block has a longer one.</summary>
    private const int LongestName = 60;

    private const int End = -1;

    private readonly int[] text;
    private readonly PatternFlags flags;
    private readonly List<bool> closed = [];
    private int at;
    private int depth;

    private PatternParser(string pattern, PatternFlags flags)
    {
        this.flags = flags;
        text = flags.IgnoreSpaces ? [.. WithoutSpaces(CodePoints.Of(pattern))] : CodePoints.Of(pattern);
    }

    /// <summary>The tree, and how many groups it counts.</summary>
    /// <exception cref="PatternFailure">the grammar does not allow it, or it is nested too deeply</exception>
    public static (PatternNode Tree, int Groups) Parse(string pattern, PatternFlags flags)
    {
        var parser = new PatternParser(pattern, flags);
        if (flags.Literal) return (new PatternNode.Sequence([.. parser.text.Select(parser.Character)]), 0);
        var tree = parser.Choice();
        return parser.Peek == End ? (tree, parser.closed.Count) : throw parser.Wrong();
    }

    private int Peek => at < text.Length ? text[at] : End;

    private int Next => at + 1 < text.Length ? text[at + 1] : End;

    private PatternFailure Wrong(string code = "pattern-invalid") => new(code, at);

    private void Expect(int character)
    {
        if (Peek != character) throw Wrong();
        at++;
    }

    private PatternNode Choice()
    {
        if (++depth > MaxDepth) throw Wrong("pattern-too-large");
        var branches = ImmutableArray.CreateBuilder<PatternNode>();
        branches.Add(Branch());
        while (Peek == '|')
        {
            at++;
            branches.Add(Branch());
        }
        depth--;
        return branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches.ToImmutable());
    }

    private PatternNode Branch()
    {
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (Peek is not (End or '|' or ')')) parts.Add(Quantified(Atom()));
        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts.ToImmutable());
    }

    private PatternNode Quantified(PatternNode atom)
    {
        (int Min, int? Max) times;
        switch (Peek)
        {
            case '?': times = (0, 1); break;
            case '*': times = (0, null); break;
            case '+': times = (1, null); break;
            case '{': times = Quantity(); break;
            default: return atom;
        }
        at++;
        if (Peek != '?') return new PatternNode.Repeat(atom, times.Min, times.Max, Greedy: true);
        at++;
        return new PatternNode.Repeat(atom, times.Min, times.Max, Greedy: false);
    }

    /// <summary>Stops before the closing brace.</summary>
    private (int Min, int? Max) Quantity()
    {
        at++;
        var min = Number();
        int? max = min;
        if (Peek == ',')
        {
            at++;
            max = Peek == '}' ? null : Number();
        }
        return Peek == '}' && !(max < min) ? (min, max) : throw Wrong();
    }

    /// <summary>Larger numbers than a program can hold are all the same.</summary>
    private int Number()
    {
        if (!IsDigit(Peek)) throw Wrong();
        var number = 0;
        for (; IsDigit(Peek); at++) number = Math.Min(10 * number + Peek - '0', PatternProgram.MaxLength + 1);
        return number;
    }

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    private PatternNode Atom()
    {
        var character = Peek;
        switch (character)
        {
            case '?' or '*' or '+' or '{' or '}' or ']': throw Wrong();
            case '^': at++; return new PatternNode.Start();
            case '$': at++; return new PatternNode.End();
            case '.': at++; return new PatternNode.Class(flags.DotAll ? CharacterSet.Any : CharacterSet.AnyInLine);
            case '[': return new PatternNode.Class(Class());
            case '(': return Group();
            case '\\': return Escape();
            default: at++; return Character(character);
        }
    }

    private PatternNode Character(int character)
    {
        if (!flags.IgnoreCase || CaseVariants.Of(character).IsEmpty) return new PatternNode.Character(character);
        var set = new CharacterSet.Builder(ignoreCase: true);
        set.Add(character, character);
        return new PatternNode.Class(set.Build(negated: false, except: null));
    }

    private PatternNode Group()
    {
        at++;
        var counted = Peek != '?';
        if (!counted)
        {
            at++;
            Expect(':');
        }
        var number = closed.Count + 1;
        if (counted) closed.Add(false);
        var body = Choice();
        Expect(')');
        if (!counted) return body;
        closed[number - 1] = true;
        return new PatternNode.Group(number, body);
    }

    private PatternNode Escape()
    {
        if (Next is >= '1' and <= '9') return BackReference();
        if (TryClassEscape() is { } escape)
        {
            var set = new CharacterSet.Builder(ignoreCase: false);
            set.Add(escape);
            return new PatternNode.Class(set.Build(negated: false, except: null));
        }
        return Character(SingleEscape());
    }

    /// <summary>Further digits belong to it as long as there are that many groups to its left.</summary>
    private PatternNode.BackReference BackReference()
    {
        at++;
        var number = Peek - '0';
        for (at++; IsDigit(Peek) && 10 * number + Peek - '0' <= closed.Count; at++) number = 10 * number + Peek - '0';
        return number <= closed.Count && closed[number - 1] ? new(number) : throw Wrong();
    }

    /// <summary>The character that stands behind a backslash for itself, or for a line end or tabulator.</summary>
    private int SingleEscape()
    {
        at++;
        var character = Peek switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' or '|' or '.' or '?' or '*' or '+' or '(' or ')' or '{' or '}' or '-' or '[' or ']' or '^' or '$' => Peek,
            _ => throw Wrong(),
        };
        at++;
        return character;
    }

    private ClassEscape? TryClassEscape()
    {
        if (Next is not ('p' or 'P'))
        {
            var letter = ClassEscape.Of(Next);
            if (letter is not null) at += 2;
            return letter;
        }
        var negated = Next == 'P';
        at += 2;
        Expect('{');
        var name = "";
        for (; Peek is > ' ' and < 0x80 and not '}' && name.Length < LongestName; at++) name += (char)Peek;
        if (ClassEscape.Of(name, negated) is not { } escape) throw Wrong();
        Expect('}');
        return escape;
    }

    private CharacterSet Class()
    {
        if (++depth > MaxDepth) throw Wrong("pattern-too-large");
        at++;
        var negated = Peek == '^';
        if (negated) at++;

        var set = new CharacterSet.Builder(flags.IgnoreCase);
        CharacterSet? except = null;
        while (Peek != ']')
        {
            if (Peek == '-' && Next == '[')
            {
                at++;
                except = Class();
                break;
            }
            Part(set);
        }
        if (set.IsEmpty) throw Wrong();
        Expect(']');
        depth--;
        return set.Build(negated, except);
    }

    private void Part(CharacterSet.Builder set)
    {
        if (Peek == '\\' && TryClassEscape() is { } escape)
        {
            set.Add(escape);
            return;
        }
        var first = Single(set.IsEmpty);
        if (Peek != '-' || Next == '[' || IsLastHyphen)
        {
            set.Add(first, first);
            return;
        }
        at++;
        var last = Single(mayBeHyphen: false);
        if (last < first) throw Wrong();
        set.Add(first, last);
    }

    /// <summary>One character of a class. A hyphen stands for itself at the beginning and at the end only.</summary>
    private int Single(bool mayBeHyphen)
    {
        switch (Peek)
        {
            case End or '[' or ']': throw Wrong();
            case '\\': return SingleEscape();
            case '-' when !mayBeHyphen && !IsLastHyphen: throw Wrong();
            default: return text[at++];
        }
    }

    private bool IsLastHyphen => Next == ']' || (Next == '-' && at + 2 < text.Length && text[at + 2] == '[');

    /// <summary>Spaces are left out before anything is read (5.6.1.1, flag x), but for those in classes.</summary>
    private static IEnumerable<int> WithoutSpaces(int[] text)
    {
        var inClass = 0;
        var escaped = false;
        foreach (var character in text)
        {
            if (inClass == 0 && character is ' ' or '\t' or '\n' or '\r') continue;
            yield return character;
            if (escaped) escaped = false;
            else if (character == '\\') escaped = true;
            else if (character == '[') inClass++;
            else if (character == ']' && inClass > 0) inClass--;
        }
    }
}
