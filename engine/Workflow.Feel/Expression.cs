using System.Diagnostics.CodeAnalysis;

namespace Workflow.Feel;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Code">stable: empty, too-long, too-deep, unexpected-character, unexpected-token, unexpected-end,
/// unterminated-string, bad-escape, number-out-of-range, unknown-function, wrong-argument-count</param>
/// <param name="Line">from 1</param>
/// <param name="Column">from 1, in UTF-16 units</param>
public sealed record FeelError(string Code, string Message, int Line, int Column);

/// <summary>
/// A parsed FEEL expression: parse once, evaluate as often as wanted. Thread-safe. So far the part of the language that
/// conditions need: literals, lists, names and paths, comparison, and/or/not, arithmetic, <c>in</c>, a few functions.
/// </summary>
public sealed class Expression
{
    /// <summary>Characters in one expression at most.</summary>
    public const int MaxLength = 16_384;

    /// <summary>Height of the expression tree at most, so that neither parsing nor evaluating can exhaust the stack.</summary>
    public const int MaxDepth = 200;

    private readonly Node root;

    private Expression(string source, Node root) => (Source, this.root) = (source, root);

    public string Source { get; }

    public static bool TryParse(string source, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out FeelError? error)
    {
        try
        {
            (expression, error) = (new Expression(source, Parser.Parse(source)), null);
            return true;
        }
        catch (ParseFailure failure)
        {
            (expression, error) = (null, failure.Error);
            return false;
        }
    }

    /// <summary>Evaluates over a context. An error in evaluation is FEEL null, as the standard says (DMN 1.5, 10.3.2.13).</summary>
    public Value Evaluate(Value.Context context) => root.Evaluate(context);

    public override string ToString() => Source;
}
