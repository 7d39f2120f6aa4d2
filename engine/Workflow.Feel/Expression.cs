using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Workflow.Feel.Language;

namespace Workflow.Feel;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Code">
/// stable: empty, too-long, too-deep, unterminated-string, unterminated-comment, bad-escape, number-out-of-range, unexpected-character,
/// unexpected-token, unexpected-end, unknown-function, wrong-argument-count, unknown-type, name-expected, external-function, mixed-arguments
/// </param>
/// <param name="Line">from 1</param>
/// <param name="Column">from 1, in UTF-16 units</param>
public sealed record FeelError(string Code, string Message, string MessageZh, int Line, int Column);

/// <summary>
/// A FEEL expression (DMN 1.5, clause 10.3), parsed and bound once, evaluated as often as wanted. Thread-safe.
/// </summary>
public sealed class Expression
{
    /// <summary>Characters in one expression at most.</summary>
    public const int MaxLength = 65_536;

    /// <summary>Parentheses, brackets, calls, conditions in one another at most, so that parsing cannot exhaust the stack.</summary>
    public const int MaxDepth = 200;

    /// <summary>Height of the expression tree at most, as long chains of one operator make it, so that evaluating cannot exhaust the stack.</summary>
    public const int MaxHeight = 1_000;

    private readonly Node root;
    private readonly Layout layout;
    private readonly ImmutableArray<int> slots;

    private Expression(string source, Node root, Scope scope)
    {
        (Source, this.root, layout) = (source, root, scope.Layout);
        var used = scope.Used.ToList();
        Uses = [.. used.Select(u => u.Name)];
        slots = [.. used.Select(u => u.Slot)];
    }

    public string Source { get; }

    /// <summary>The names that it takes from outside, in the order of their first use.</summary>
    public ImmutableArray<string> Uses { get; }

    /// <summary>As far as it is known before anything is evaluated; otherwise Any.</summary>
    public FeelType Type => root.Type;

    /// <summary>Parses without knowing which names there are: words that stand beside each other are one name.</summary>
    public static bool TryParse(string source, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out FeelError? error) =>
        TryParse(source, Names.Open, out expression, out error);

    /// <param name="names">the names in sight; only names in sight may hold signs such as "-" or words such as "and"</param>
    public static bool TryParse(string source, Names names, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out FeelError? error) =>
        TryParse(source, names, scope => Parser.Expression(source, scope), out expression, out error);

    /// <summary>
    /// Parses tests such as <c>&lt; 10, [20..30]</c>, <c>not("A")</c> or <c>-</c> (rule 17); the value under test is the name
    /// <c>?</c>. Evaluates to true, false or null.
    /// </summary>
    public static bool TryParseTests(string source, Names names, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out FeelError? error) =>
        TryParse(source, names, scope => Parser.UnaryTests(source, scope, scope.UseInput()), out expression, out error);

    private static bool TryParse(string source, Names names, Func<Scope, Node> parse, out Expression? expression, out FeelError? error)
    {
        try
        {
            var scope = Scope.Of(names);
            (expression, error) = (new Expression(source, parse(scope), scope), null);
            return true;
        }
        catch (ParseFailure failure)
        {
            (expression, error) = (null, failure.Error);
            return false;
        }
    }

    /// <summary>Evaluates over a context. An error in evaluation is FEEL null, as the standard says (DMN 1.5, 10.3.2.13).</summary>
    public Value Evaluate(Value.Context context) => Evaluate(context, new Evaluation());

    /// <summary>As the other, within the caller's budget; what went wrong is in <paramref name="run"/> afterwards.</summary>
    public Value Evaluate(Value.Context context, Evaluation run)
    {
        var frame = layout.Size == 0 ? [] : new Value[layout.Size];
        for (var i = 0; i < slots.Length; i++) frame[slots[i]] = context[Uses[i]];
        return run.Guard(root, frame);
    }

    public override string ToString() => Source;
}
