using System.Collections.Immutable;

namespace Workflow.Feel.Language;

/// <summary>
/// Recursive descent, one method a precedence level (DMN 1.5, 10.3.1.2). It binds while it parses: which words are one name is
/// known only from the names in sight. Its depth is bounded by <see cref="Feel.Expression.MaxDepth"/>.
/// </summary>
internal sealed partial class Parser
{
    private readonly string source;
    private readonly List<Token> tokens;
    private Scope scope;
    private int next;
    private int depth;
    private bool usesInput;
    /// <summary>In the second end of a range a bracket that opens may be one that closes it.</summary>
    private bool inRangeEnd;

    private Parser(string source, Scope scope) => (this.source, this.scope, tokens) = (source, scope, Lexer.Read(source));

    /// <exception cref="ParseFailure">when it is not an expression</exception>
    public static Node Expression(string source, Scope scope)
    {
        var parser = Start(source, scope);
        var root = parser.Whole();
        return parser.AtEnd ? root : throw parser.Unexpected();
    }

    /// <summary>Tests of the value in a place (rule 17); inside, it is named <c>?</c>.</summary>
    /// <exception cref="ParseFailure">when they are none</exception>
    public static Node UnaryTests(string source, Scope scope, int input, FeelType? type = null)
    {
        var inner = scope.Inner();
        inner.DeclareAt("?", input, type ?? FeelType.Any);
        var parser = Start(source, inner);
        if (parser.Take("-") is not null && parser.AtEnd) return new AnyTestNode(0, input);
        parser.next = 0;
        if (parser.Now.Kind == TokenKind.Name && parser.Now.Text == "not" && parser.tokens[1].Is("("))
        {
            parser.next = 2;
            var tests = parser.Tests(input);
            if (parser.Take(")") is not null && parser.AtEnd) return parser.Build(new NotTestNode(0, input, tests));
            // It was an expression that begins with not(…).
            parser.next = 0;
        }
        var all = parser.Tests(input);
        return parser.AtEnd ? all : throw parser.Unexpected();
    }

    /// <exception cref="ParseFailure">when there is no such type</exception>
    public static FeelType Type(string source, Scope scope)
    {
        var parser = Start(source, scope);
        var type = parser.TypeName();
        return parser.AtEnd ? type : throw parser.Unexpected();
    }

    private static Parser Start(string source, Scope scope)
    {
        if (source.Length > Feel.Expression.MaxLength) throw ParseFailure.At(source, 0, ParseProblem.TooLong);
        if (string.IsNullOrWhiteSpace(source)) throw ParseFailure.At(source, 0, ParseProblem.Empty);
        return new Parser(source, scope);
    }

    private Token Now => tokens[next];

    private bool AtEnd => Now.Kind == TokenKind.End;

    private Node Whole()
    {
        var wasInRangeEnd = inRangeEnd;
        inRangeEnd = false;
        Deepen();
        var node = Or();
        depth--;
        inRangeEnd = wasInRangeEnd;
        return node;
    }

    private Node Or()
    {
        var left = And();
        while (At("or") is { } at) left = Build(new OrNode(at, left, And()));
        return left;
    }

    private Node And()
    {
        var left = Comparison();
        while (At("and") is { } at) left = Build(new AndNode(at, left, Comparison()));
        return left;
    }

    private Node Comparison()
    {
        var left = Sum();
        while (true)
        {
            var at = Now.At;
            if (At("between") is not null)
            {
                var low = Sum();
                if (At("and") is null) throw Unexpected();
                left = Build(new BetweenNode(at, left, low, Sum()));
            }
            else if (At("in") is not null)
            {
                var input = scope.Layout.Add();
                left = Build(new InNode(at, left, input, MembershipTest(input)));
            }
            else if (TakeComparator() is { } comparator) left = Build(new CompareNode(at, comparator, left, Sum()));
            else return left;
        }
    }

    private Node Sum()
    {
        var left = Product();
        while (Now.Is("+") || Now.Is("-"))
        {
            var (at, symbol) = (Now.At, tokens[next++].Text[0]);
            left = Build(new ArithmeticNode(at, symbol, left, Product()));
        }
        return left;
    }

    private Node Product()
    {
        var left = Power();
        while (Now.Is("*") || Now.Is("/"))
        {
            var (at, symbol) = (Now.At, tokens[next++].Text[0]);
            left = Build(new ArithmeticNode(at, symbol, left, Power()));
        }
        return left;
    }

    private Node Power()
    {
        var left = Negation();
        while (Now.Is("**"))
        {
            var at = tokens[next++].At;
            left = Build(new ArithmeticNode(at, ArithmeticNode.Power, left, Negation()));
        }
        return left;
    }

    private Node Negation()
    {
        var at = Now.At;
        if (Take("-") is null) return InstanceOf();
        Deepen();
        var inside = Negation();
        depth--;
        return Build(Folded(new NegationNode(at, inside), inside));
    }

    private Node InstanceOf()
    {
        var left = Postfix();
        while (Now is { Kind: TokenKind.Name, Text: "instance" } && tokens[next + 1] is { Kind: TokenKind.Name, Text: "of" })
        {
            var at = Now.At;
            next += 2;
            left = Build(new InstanceOfNode(at, left, TypeName()));
        }
        return left;
    }

    /// <summary>Paths, filters and calls, in any order, behind anything.</summary>
    private Node Postfix()
    {
        var left = Primary();
        while (true)
        {
            var at = Now.At;
            if (Take(".") is not null)
            {
                var name = MemberName(left.Type);
                left = Build(new PathNode(at, left, name, left.Type.MemberType(name) ?? FeelType.Any));
            }
            else if (Now.Is("(")) left = Call(left);
            else if (Now.Is("[") && !(inRangeEnd && ClosesHere(next + 1))) left = Filter(left);
            else return left;
        }
    }

    /// <summary>True when nothing that begins at a token could be a filter, so that the bracket before it ends a range.</summary>
    private bool ClosesHere(int at) => tokens[at] switch
    {
        { Kind: TokenKind.End } => true,
        { Kind: TokenKind.Symbol, Text: "(" or "[" or "{" or "-" or "@" } => false,
        { Kind: TokenKind.Symbol } => true,
        { Kind: TokenKind.Name } name => IsKeyword(name.Text),
        _ => false,
    };

    private Node Filter(Node list)
    {
        var at = tokens[next++].At;
        var itemType = list.Type is FeelType.ListOf of ? of.Item : list.Type;
        var slot = scope.Layout.Add();
        var around = scope;
        scope = around.InnerWithItem(slot, itemType);
        scope.DeclareAt("item", slot, itemType);
        var filter = Whole();
        scope = around;
        Expect("]");
        return Build(new FilterNode(at, list, slot, filter));
    }

    private Comparator? TakeComparator()
    {
        if (Now.Kind != TokenKind.Symbol || Comparators.Of(Now.Text) is not { } comparator) return null;
        next++;
        return comparator;
    }

    /// <summary>Takes a word of the language; where it stood, or null when it is not there.</summary>
    private int? At(string keyword) => Now.Kind == TokenKind.Name && Now.Text == keyword ? tokens[next++].At : null;

    private string? Take(string symbol) => Now.Is(symbol) ? tokens[next++].Text : null;

    private void Expect(string symbol)
    {
        if (Take(symbol) is null) throw Unexpected();
    }

    private void ExpectWord(string keyword)
    {
        if (At(keyword) is null) throw Unexpected();
    }

    private void Deepen()
    {
        if (++depth > Feel.Expression.MaxDepth) throw ParseFailure.At(source, Now.At, ParseProblem.TooDeep);
    }

    private Node Build(Node node) => node.Height <= Feel.Expression.MaxHeight ? node : throw ParseFailure.At(source, Now.At, ParseProblem.TooDeep);

    private ParseFailure Unexpected() => AtEnd ? ParseFailure.At(source, Now.At, ParseProblem.UnexpectedEnd)
        : ParseFailure.At(source, Now.At, Now.Kind == TokenKind.Symbol && Now.Text.Length <= 2 && !"()[]{}.,:=<>!+-*/@".Contains(Now.Text[0], StringComparison.Ordinal)
            ? ParseProblem.UnexpectedCharacter : ParseProblem.UnexpectedToken, source[Now.At..Now.End]);

    /// <summary>What depends on nothing is computed once, unless that goes wrong: then each evaluation shall say so.</summary>
    private static Node Folded(Node node, params ReadOnlySpan<Node> parts)
    {
        foreach (var part in parts)
        {
            if (part is not LiteralNode) return node;
        }
        var run = new Evaluation(new Budget(10_000, 10_000, 100));
        var value = run.Guard(node, []);
        return run.Diagnostics.Count == 0 ? new LiteralNode(node.At, value, node.Type) : node;
    }

    private static Node FoldedRange(RangeNode node) => (node.Low, node.High) switch
    {
        (null or LiteralNode, null or LiteralNode) => Folded(node),
        _ => node,
    };

    private static Node FoldedList(ListNode node) => node.Items.All(i => i is LiteralNode) ? Folded(node) : node;
}
