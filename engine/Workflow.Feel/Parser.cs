namespace Workflow.Feel;

/// <summary>Recursive descent, one method a precedence level (DMN 1.5, 10.3.1.2). Its depth is bounded by <see cref="Expression.MaxDepth"/>.</summary>
internal sealed class Parser
{
    private readonly string source;
    private readonly List<Token> tokens;
    private int next;
    private int depth;

    private Parser(string source) => (this.source, tokens) = (source, Lexer.Read(source));

    public static Node Parse(string source)
    {
        if (source.Length > Expression.MaxLength) throw ParseFailure.At(source, 0, "too-long", $"more than {Expression.MaxLength} characters");
        if (string.IsNullOrWhiteSpace(source)) throw ParseFailure.At(source, 0, "empty", "there is no expression");
        var parser = new Parser(source);
        var root = parser.Or();
        return parser.Now.Kind == TokenKind.End ? root : throw parser.Unexpected();
    }

    private Token Now => tokens[next];

    private Node Or()
    {
        Deepen();
        var left = And();
        while (TakeName("or")) left = Build(new OrNode(left, And()));
        depth--;
        return left;
    }

    private Node And()
    {
        var left = Comparison();
        while (TakeName("and")) left = Build(new AndNode(left, Comparison()));
        return left;
    }

    private Node Comparison()
    {
        var left = Sum();
        if (TakeName("in")) return Build(new InNode(left, Test()));
        return Comparator() is { } symbol ? Build(new ComparisonNode(symbol, left, Sum())) : left;
    }

    private Node Sum()
    {
        var left = Product();
        while (Take("+", "-") is { } symbol) left = Build(new ArithmeticNode(symbol, left, Product()));
        return left;
    }

    private Node Product()
    {
        var left = Negation();
        while (Take("*", "/") is { } symbol) left = Build(new ArithmeticNode(symbol, left, Negation()));
        return left;
    }

    private Node Negation()
    {
        if (Take("-") is null) return Path();
        Deepen();
        var negated = Build(new NegationNode(Negation()));
        depth--;
        return negated;
    }

    private Node Path()
    {
        var left = Primary();
        while (Take(".") is not null)
        {
            if (Now.Kind != TokenKind.Name) throw Unexpected();
            left = Build(new PathNode(left, tokens[next++].Text));
        }
        return left;
    }

    private Node Primary()
    {
        var token = Now;
        switch (token.Kind)
        {
            case TokenKind.Number: next++; return new LiteralNode(token.Number);
            case TokenKind.Text: next++; return new LiteralNode(token.Text);
            case TokenKind.Name when !IsKeyword(token.Text): return NameOrCall();
            case TokenKind.Symbol when Take("[") is not null: return ListAfterBracket(null);
            case TokenKind.Symbol when Take("(") is not null:
                var inside = Or();
                Expect(")");
                return inside;
            default: throw Unexpected();
        }
    }

    private Node NameOrCall()
    {
        var start = Now.At;
        var name = tokens[next++].Text;
        // A function's name may be of two words ("get value"); a variable's, so far, may not.
        if (Now.Kind == TokenKind.Name && tokens[next + 1] is { Kind: TokenKind.Symbol, Text: "(" } && OldFunctions.Find($"{name} {Now.Text}") is not null)
            name = $"{name} {tokens[next++].Text}";
        if (Take("(") is not null) return Call(name, start);
        return name switch
        {
            "true" => new LiteralNode(Value.True),
            "false" => new LiteralNode(Value.False),
            "null" => new LiteralNode(Value.Null),
            _ => new NameNode(name),
        };
    }

    private Node Call(string name, int start)
    {
        var function = OldFunctions.Find(name) ?? throw ParseFailure.At(source, start, "unknown-function", $"there is no function '{name}'");
        var arguments = new List<Node>();
        if (Take(")") is null)
        {
            do arguments.Add(Or());
            while (Take(",") is not null);
            Expect(")");
        }
        if (arguments.Count != function.Arity)
            throw ParseFailure.At(source, start, "wrong-argument-count", $"'{name}' takes {function.Arity} arguments");
        return Build(new CallNode(function, arguments));
    }

    private Node ListAfterBracket(Node? first)
    {
        var items = new List<Node>();
        if (first is not null) items.Add(first);
        if (first is null ? Take("]") is null : Take(",") is not null)
        {
            do items.Add(Or());
            while (Take(",") is not null);
            Expect("]");
        }
        else if (first is not null)
        {
            Expect("]");
        }
        return Build(new ListNode(items));
    }

    /// <summary>What stands behind <c>in</c>: a comparison with an open left side, a range, a list, or several of these in parentheses.</summary>
    private Node Test()
    {
        Deepen();
        var test = Comparator() is { } symbol ? Build(new ComparisonNode(symbol, InputNode.Only, Sum()))
            : Take("[") is not null ? BracketTest()
            : Take("]") is not null ? Range(opensAt: false, Or())
            : Take("(") is not null ? ParenthesisTest()
            : Build(new MatchNode(Sum()));
        depth--;
        return test;
    }

    private Node BracketTest()
    {
        if (Take("]") is not null) return Build(new MatchNode(new ListNode([])));
        var first = Or();
        return Now.Text == ".." && Now.Kind == TokenKind.Symbol ? Range(opensAt: true, first) : Build(new MatchNode(ListAfterBracket(first)));
    }

    private Node ParenthesisTest()
    {
        var tests = new List<Node> { Test() };
        if (tests[0] is MatchNode { Expected: var low } && Now is { Kind: TokenKind.Symbol, Text: ".." }) return Range(opensAt: false, low);
        while (Take(",") is not null) tests.Add(Test());
        Expect(")");
        return Build(new AnyNode(tests));
    }

    private Node Range(bool opensAt, Node low)
    {
        Expect("..");
        var high = Or();
        var end = Take("]", ")", "[") ?? throw Unexpected();
        return Build(new RangeNode(opensAt, low, high, end == "]"));
    }

    private string? Comparator() => Take("=", "!=", "<", "<=", ">", ">=");

    private static bool IsKeyword(string name) => name is "and" or "or" or "in";

    private bool TakeName(string name)
    {
        if (Now.Kind != TokenKind.Name || Now.Text != name) return false;
        next++;
        return true;
    }

    private string? Take(params ReadOnlySpan<string> symbols)
    {
        if (Now.Kind != TokenKind.Symbol || !symbols.Contains(Now.Text)) return null;
        return tokens[next++].Text;
    }

    private void Expect(string symbol)
    {
        if (Take(symbol) is null) throw Unexpected();
    }

    private void Deepen()
    {
        if (++depth > Expression.MaxDepth) throw TooDeep();
    }

    private Node Build(Node node) => node.Height <= Expression.MaxDepth ? node : throw TooDeep();

    private ParseFailure TooDeep() => ParseFailure.At(source, Now.At, "too-deep", $"nested or chained more than {Expression.MaxDepth} deep");

    private ParseFailure Unexpected() => Now.Kind == TokenKind.End
        ? ParseFailure.At(source, Now.At, "unexpected-end", "the expression ends too early")
        : ParseFailure.At(source, Now.At, "unexpected-token", $"'{source[Now.At]}' is not expected here");
}
