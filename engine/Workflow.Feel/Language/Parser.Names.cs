using System.Collections.Immutable;
using Workflow.Feel.Functions;

namespace Workflow.Feel.Language;

/// <summary>Which words are one name, and what it means here; types; tests.</summary>
internal sealed partial class Parser
{
    private Node Name()
    {
        var at = Now.At;
        var (variable, where, known) = scope.Match(tokens, next);
        var (builtin, length) = MatchBuiltin();
        if (length > known)
        {
            next += length;
            return new LiteralNode(at, new BuiltinValue(builtin!), FeelType.Any);
        }
        var words = Words(next);
        if (MatchMember() is var (member, taken, type) && taken > known && taken >= words)
        {
            next += taken;
            return Named(at, member, new FailingNode(at, "unknown-name", member, type), null, inside: false);
        }
        // Words that go on behind a known name belong to another one.
        if (variable is not null && known >= words)
        {
            next += known;
            usesInput |= variable.Name == "?";
            return Named(at, variable.Name, new SlotNode(at, variable.Name, variable.Slot, variable.Type), variable.Name == "item" ? null : where, inside: variable.Name != "item");
        }
        if (words == 0) throw Unexpected();
        var name = Joined(next, next + words);
        next += words;
        // Data holds no functions: one that nobody declared is a slip of the pen, told at once.
        if (Now.Is("(") && scope.IsOpen) throw ParseFailure.At(source, at, ParseProblem.UnknownFunction, name);
        var free = scope.Free(name);
        Node meant = free is not null ? new SlotNode(at, name, free.Slot, free.Type) : new FailingNode(at, "unknown-name", name);
        // A function handed over by its name, as in sort(list, before).
        if (Builtins.Find(name) is { } handed && !Now.Is("(")) meant = free is null ? new LiteralNode(at, new BuiltinValue(handed), FeelType.Any) : new NameOrBuiltinNode(at, meant, handed);
        return Named(at, name, meant, null, inside: false);
    }

    /// <summary>In a filter, a member of the item under test goes before what the name means around.</summary>
    private Node Named(int at, string name, Node meant, Scope? where, bool inside)
    {
        foreach (var item in scope.Items(inside ? where : null).Reverse()) meant = new MemberOrNode(at, name, item.Slot, meant);
        return Build(meant);
    }

    /// <summary>The longest name here that a member of the items of a filter around is known to have.</summary>
    private (string Name, int Length, FeelType Type) MatchMember()
    {
        var best = ("", 0, FeelType.Any);
        foreach (var (_, type) in scope.Items(null))
        {
            if (LongestMember(type) is var (name, length) && length > best.Item2) best = (name, length, type.MemberType(name) ?? FeelType.Any);
        }
        return best;
    }

    private (string Name, int Length) LongestMember(FeelType of)
    {
        var best = ("", 0);
        foreach (var member in of.MemberNames())
        {
            var parts = Scope.PartsOf(member);
            if (parts.Length > best.Item2 && Scope.StartsWith(tokens, next, parts)) best = (member, parts.Length);
        }
        return best;
    }

    /// <summary>A built-in function is recognised by the parenthesis behind it; its words may be words of the language ("date and time").</summary>
    private (Builtin? Found, int Length) MatchBuiltin()
    {
        (Builtin? Found, int Length) best = (null, 0);
        for (var length = 1; length <= Builtins.MostWords && tokens[next + length - 1].Kind == TokenKind.Name; length++)
        {
            if (tokens[next + length].Is("(") && Builtins.Find(Joined(next, next + length)) is { } found) best = (found, length);
        }
        return best;
    }

    /// <summary>How many tokens from here are words of one name that nobody declared: names, and numbers behind them.</summary>
    private int Words(int from)
    {
        if (tokens[from].Kind != TokenKind.Name || IsKeyword(tokens[from].Text)) return 0;
        var end = from + 1;
        while ((tokens[end].Kind == TokenKind.Name && !IsKeyword(tokens[end].Text) && tokens[end].Text != "?" && tokens[end - 1].Text != "?")
            || (tokens[end].Kind == TokenKind.Number && tokens[end].Text.All(char.IsAsciiDigit))) end++;
        return end - from;
    }

    private static bool IsKeyword(string word) => word is "and" or "or" or "in" or "between" or "instance" or "then" or "else" or "return" or "satisfies";

    /// <summary>The name behind a dot: a member that is known, otherwise all words that stand there.</summary>
    private string MemberName(FeelType of)
    {
        var (best, length) = LongestMember(of);
        if (Now.Kind != TokenKind.Name && length == 0) throw AtEnd ? Unexpected() : ParseFailure.At(source, Now.At, ParseProblem.NameExpected, source[Now.At..Now.End]);
        var words = Math.Max(1, Words(next));
        if (length < words) (best, length) = (Joined(next, next + words), words);
        next += length;
        return best;
    }

    /// <summary>A name that is declared here: everything up to a sign or a word of the language.</summary>
    private string NameUntil(params ReadOnlySpan<string> ends)
    {
        var start = next;
        while (!AtEnd && (Now.Kind is TokenKind.Text || !ends.Contains(Now.Text)))
        {
            if (Now.Kind is TokenKind.Text || Now is { Kind: TokenKind.Symbol, Text: "{" or "}" or "[" or "]" or "(" or ")" or "," or ":" }) break;
            next++;
        }
        if (next == start) throw AtEnd ? Unexpected() : ParseFailure.At(source, Now.At, ParseProblem.NameExpected, source[Now.At..Now.End]);
        return Joined(start, next);
    }

    /// <summary>The name as it is known: its tokens with one blank wherever blanks stood (10.3.1.3).</summary>
    private string Joined(int from, int to)
    {
        if (to == from + 1) return tokens[from].Text;
        var name = new System.Text.StringBuilder(tokens[from].Text);
        for (var i = from + 1; i < to; i++)
        {
            if (tokens[i].At > tokens[i - 1].End) name.Append(' ');
            name.Append(tokens[i].Text);
        }
        return name.ToString();
    }

    private FeelType TypeName()
    {
        Deepen();
        var type = GenericType() ?? NamedType();
        depth--;
        return type;
    }

    private FeelType? GenericType()
    {
        if (Now.Kind != TokenKind.Name || !tokens[next + 1].Is("<")) return Now is { Kind: TokenKind.Name, Text: "function" or "context" or "list" or "range" } ? Bare() : null;
        var word = Now.Text;
        next += 2;
        FeelType type;
        switch (word)
        {
            case "list": type = new FeelType.ListOf(TypeName()); break;
            case "range": type = new FeelType.RangeOf(TypeName()); break;
            case "context":
                var members = ImmutableArray.CreateBuilder<Parameter>();
                do
                {
                    var name = NameUntil(":");
                    Expect(":");
                    members.Add(new(name, TypeName()));
                }
                while (Take(",") is not null);
                type = new FeelType.ContextOf(members.ToImmutable());
                break;
            case "function":
                var parameters = ImmutableArray.CreateBuilder<FeelType>();
                if (!Now.Is(">"))
                {
                    do parameters.Add(TypeName());
                    while (Take(",") is not null);
                }
                Expect(">");
                Expect("->");
                return new FeelType.FunctionOf(parameters.ToImmutable(), TypeName());
            default: throw ParseFailure.At(source, tokens[next - 2].At, ParseProblem.UnknownType, word);
        }
        Expect(">");
        return type;
    }

    /// <summary>A kind without its parts, unless a type of that name is declared.</summary>
    private FeelType? Bare()
    {
        if (scope.Types?.Invoke(Now.Text) is not null) return null;
        return tokens[next].Text switch
        {
            "context" => Take(new FeelType.ContextOf([])), "list" => Take(new FeelType.ListOf(FeelType.Any)), "range" => Take(new FeelType.RangeOf(FeelType.Any)), _ => null,
        };
    }

    private FeelType Take(FeelType type)
    {
        next++;
        return type;
    }

    private FeelType NamedType()
    {
        var start = next;
        // The longest that is a type; words of the language may be among them ("date and time"), and dots of an imported one.
        for (var end = Math.Min(start + 12, tokens.Count - 1); end > start; end--)
        {
            if (tokens.Skip(start).Take(end - start).Any(t => t.Kind is TokenKind.Text or TokenKind.End)) continue;
            var name = Joined(start, end);
            if ((scope.Types?.Invoke(name) ?? FeelType.Named(name)) is not { } type) continue;
            next = end;
            return type;
        }
        throw AtEnd ? Unexpected() : ParseFailure.At(source, Now.At, ParseProblem.UnknownType, Words(next) is > 0 and var words ? Joined(next, next + words) : source[Now.At..Now.End]);
    }

    private Node Tests(int input)
    {
        var tests = ImmutableArray.CreateBuilder<Node>();
        do tests.Add(Test(input));
        while (Take(",") is not null);
        return tests.Count == 1 ? tests[0] : Build(new AnyOfTestNode(tests[0].At, input, tests.ToImmutable()));
    }

    private Node Test(int input)
    {
        var at = Now.At;
        if (TakeComparator() is { } comparator) return Build(new CompareTestNode(at, input, comparator, Endpoint()));
        var before = usesInput;
        usesInput = false;
        var expected = Whole();
        var test = Build(new MatchTestNode(at, input, expected, usesInput));
        usesInput |= before;
        return test;
    }

    /// <summary>What stands behind <c>in</c>: a comparison with an open left side, tests in parentheses, or a value.</summary>
    private Node MembershipTest(int input)
    {
        var (at, start) = (Now.At, next);
        if (TakeComparator() is { } comparator) return Build(new CompareTestNode(at, input, comparator, Sum()));
        if (Take("(") is not null)
        {
            Deepen();
            var tests = Tests(input);
            depth--;
            if (Take(")") is not null && !(Now.Kind == TokenKind.Symbol && Now.Text is "+" or "-" or "*" or "/" or "**" or "." or "(" or "[")) return tests;
            // A range that opens with a parenthesis, or a value that begins with one.
            next = start;
        }
        return Build(new MatchTestNode(at, input, Sum(), usesInput: false));
    }
}

/// <summary>A name that nobody declared but that a built-in function has: what the context says, otherwise the function.</summary>
internal sealed class NameOrBuiltinNode(int at, Node name, Builtin builtin) : Node(at, name)
{
    public override Value Evaluate(Value[] frame, Evaluation run) => name.Evaluate(frame, run) is var value && value is not Value.NullValue ? value : new BuiltinValue(builtin);
}
