using System.Collections.Immutable;
using Workflow.Feel.Functions;

namespace Workflow.Feel.Language;

/// <summary>What an expression begins with: literals, names, brackets, and the constructs with words.</summary>
internal sealed partial class Parser
{
    private Node Primary()
    {
        var token = Now;
        switch (token)
        {
            case { Kind: TokenKind.Number }:
                next++;
                return Decimal128.TryParse(token.Text, out var number) ? new LiteralNode(token.At, new Value.Number(number), FeelType.Number)
                    : throw ParseFailure.At(source, token.At, ParseProblem.NumberOutOfRange, token.Text);
            case { Kind: TokenKind.Text }:
                next++;
                return new LiteralNode(token.At, token.Text, FeelType.String);
            case { Kind: TokenKind.Name }: return Worded();
            case { Kind: TokenKind.Symbol, Text: "(" }: return Parenthesis();
            case { Kind: TokenKind.Symbol, Text: "[" }: return Bracket();
            case { Kind: TokenKind.Symbol, Text: "]" }:
                next++;
                return Range(token.At, Endpoint(), false);
            case { Kind: TokenKind.Symbol, Text: "{" }: return Context();
            case { Kind: TokenKind.Symbol, Text: "@" } when tokens[next + 1].Kind == TokenKind.Text:
                next += 2;
                var text = tokens[next - 1].Text;
                return TemporalValues.OfAtLiteral(text) is { } value ? new LiteralNode(token.At, value, FeelType.OfKind(value)) : new FailingNode(token.At, "not-temporal", text);
            default: return Name();
        }
    }

    private Node Worded()
    {
        // A name in sight goes before a word of the language, when it takes more words.
        if (scope.Match(tokens, next).Length > 1 || MatchMember().Length > 1) return Name();
        var (at, word) = (Now.At, Now.Text);
        switch (word)
        {
            case "true" or "false":
                next++;
                return new LiteralNode(at, word == "true", FeelType.Boolean);
            case "null":
                next++;
                return new LiteralNode(at, Value.Null, FeelType.Null);
            case "if": return If();
            case "for": return For();
            case "some" or "every": return Quantified();
            case "function" when tokens[next + 1].Is("("): return Function();
            default: return Name();
        }
    }

    private Node Parenthesis()
    {
        var at = tokens[next++].At;
        var symbol = Now.Text;
        if (TakeComparator() is { } comparator)
        {
            var end = Endpoint();
            Expect(")");
            return FoldedRange(comparator switch
            {
                Comparator.Less => new(at, null, false, end, false, symbol),
                Comparator.LessOrEqual => new(at, null, false, end, true, symbol),
                Comparator.Greater => new(at, end, false, null, false, symbol),
                Comparator.GreaterOrEqual => new(at, end, true, null, false, symbol),
                Comparator.Equal => new(at, end, true, end, true, symbol),
                _ => new RangeNode(at, end, false, end, false, symbol),
            });
        }
        var inside = Whole();
        if (Now.Is("..")) return Range(at, inside, false);
        Expect(")");
        return inside;
    }

    private Node Bracket()
    {
        var at = tokens[next++].At;
        if (Take("]") is not null) return new LiteralNode(at, Value.List.Empty, new FeelType.ListOf(FeelType.Any));
        var first = Whole();
        if (Now.Is("..")) return Range(at, first, true);
        var items = ImmutableArray.CreateBuilder<Node>();
        items.Add(first);
        while (Take(",") is not null) items.Add(Whole());
        Expect("]");
        return Build(FoldedList(new ListNode(at, items.ToImmutable())));
    }

    private Node Range(int at, Node low, bool lowIncluded)
    {
        Expect("..");
        var high = Endpoint();
        var end = Take("]") ?? Take(")") ?? Take("[") ?? throw Unexpected();
        return Build(FoldedRange(new RangeNode(at, low, lowIncluded, high, end == "]")));
    }

    private Node Endpoint()
    {
        var was = inRangeEnd;
        inRangeEnd = true;
        Deepen();
        var end = Sum();
        depth--;
        inRangeEnd = was;
        return end;
    }

    private Node Context()
    {
        var at = tokens[next++].At;
        var around = scope;
        scope = around.Inner();
        var entries = ImmutableArray.CreateBuilder<ContextEntry>();
        if (Take("}") is null)
        {
            do
            {
                var name = Now.Kind == TokenKind.Text ? tokens[next++].Text : NameUntil(":");
                Expect(":");
                // In sight of its own value only for a function that calls itself.
                var recursive = Now is { Kind: TokenKind.Name, Text: "function" };
                var slot = recursive ? scope.Declare(name, FeelType.Any) : scope.Layout.Add();
                var value = Whole();
                if (!recursive) scope.DeclareAt(name, slot, value.Type);
                entries.Add(new(name, slot, value));
            }
            while (Take(",") is not null);
            Expect("}");
        }
        scope = around;
        return Build(new ContextNode(at, entries.ToImmutable()));
    }

    private Node If()
    {
        var at = tokens[next++].At;
        var condition = Whole();
        ExpectWord("then");
        var then = Whole();
        ExpectWord("else");
        return Build(new IfNode(at, condition, then, Whole()));
    }

    private Node For()
    {
        var at = tokens[next++].At;
        var around = scope;
        scope = around.Inner();
        var iterators = Iterators("return");
        scope = scope.Inner();
        var partial = scope.Declare("partial", FeelType.Any);
        var start = next;
        var result = Whole();
        // Whether it is spoken of, by its word: keeping it for nothing would cost a copy an item.
        var usesPartial = tokens.Skip(start).Take(next - start).Any(t => t is { Kind: TokenKind.Name, Text: "partial" });
        scope = around;
        return Build(new ForNode(at, iterators, partial, usesPartial, result));
    }

    private Node Quantified()
    {
        var (at, every) = (Now.At, Now.Text == "every");
        next++;
        var around = scope;
        scope = around.Inner();
        var iterators = Iterators("satisfies");
        var condition = Whole();
        scope = around;
        return Build(new QuantifiedNode(at, every, iterators, condition));
    }

    private ImmutableArray<Iterator> Iterators(string end)
    {
        var iterators = ImmutableArray.CreateBuilder<Iterator>();
        do
        {
            var name = NameUntil("in");
            ExpectWord("in");
            var from = Whole();
            var until = Take("..") is null ? null : Whole();
            var type = until is not null ? from.Type : from.Type switch { FeelType.ListOf list => list.Item, FeelType.RangeOf range => range.Ends, _ => FeelType.Any };
            scope = scope.Inner();
            iterators.Add(new(scope.Declare(name, type), from, until));
        }
        while (Take(",") is not null);
        ExpectWord(end);
        return iterators.ToImmutable();
    }

    private Node Function()
    {
        var at = tokens[next++].At;
        Expect("(");
        var around = scope;
        scope = around.Function();
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        var slots = ImmutableArray.CreateBuilder<int>();
        if (Take(")") is null)
        {
            do
            {
                var name = NameUntil(":", ",", ")");
                var type = Take(":") is null ? FeelType.Any : TypeName();
                parameters.Add(new(name, type));
                slots.Add(scope.Declare(name, type));
            }
            while (Take(",") is not null);
            Expect(")");
        }
        if (Now is { Kind: TokenKind.Name, Text: "external" }) throw ParseFailure.At(source, Now.At, ParseProblem.External);
        var body = Whole();
        var function = new FunctionNode(at, parameters.ToImmutable(), slots.ToImmutable(), scope, body);
        scope = around;
        return Build(function);
    }

    private Node Call(Node callee)
    {
        var at = callee.At;
        next++;
        var (arguments, names) = (ImmutableArray.CreateBuilder<Node>(), ImmutableArray.CreateBuilder<string>());
        if (Take(")") is null)
        {
            do
            {
                if (ArgumentName() is { } name) names.Add(name);
                arguments.Add(Whole());
            }
            while (Take(",") is not null);
            Expect(")");
        }
        if (names.Count > 0 && names.Count != arguments.Count) throw ParseFailure.At(source, at, ParseProblem.MixedArguments);
        if (callee is not LiteralNode { Value: BuiltinValue { Builtin: var builtin } }) return Build(new CallNode(at, callee, arguments.ToImmutable(), names.ToImmutable()));
        if (scope.IsOpen && !builtin.Signatures.Any(s => Takes(s, arguments.Count, names))) throw ParseFailure.At(source, at, ParseProblem.WrongArguments, builtin.Name);
        var call = new BuiltinCallNode(at, builtin, arguments.ToImmutable(), names.ToImmutable());
        return Build(Builtins.AsksTheCaller(builtin.Name) ? call : Folded(call, call.Arguments.AsSpan()));
    }

    private static bool Takes(Signature signature, int count, ImmutableArray<string>.Builder names) =>
        (signature.Variadic ? count >= signature.Parameters.Length : count == signature.Parameters.Length)
        && names.All(name => signature.Parameters.Any(p => p.Name == name));

    /// <summary>The name before the colon of an argument; null when the argument has none.</summary>
    private string? ArgumentName()
    {
        var end = next;
        while (tokens[end].Kind == TokenKind.Name || tokens[end] is { Kind: TokenKind.Symbol, Text: "-" or "+" or "/" or "'" or "*" }) end++;
        if (end == next || !tokens[end].Is(":")) return null;
        var name = NameUntil(":");
        next++;
        return name;
    }
}
