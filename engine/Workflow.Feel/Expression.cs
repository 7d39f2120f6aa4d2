using System.Diagnostics.CodeAnalysis;

namespace Workflow.Feel;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Line">from 1</param>
/// <param name="Column">from 1, in UTF-16 units</param>
public sealed record FeelError(string Code, string Message, int Line, int Column);

/// <summary>A parsed FEEL expression: parse once, evaluate as often as wanted. Thread-safe.</summary>
public sealed class Expression
{
    private Expression(string source) => Source = source;

    public string Source { get; }

    public static bool TryParse(string source, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out FeelError? error)
    {
        (expression, error) = (new Expression(source), null);
        return true;
    }

    /// <summary>Evaluates over a context. An error in evaluation is FEEL null, as the standard says (DMN 1.5, 10.3.2.13).</summary>
    public Value Evaluate(Value.Context context) => Value.Null;
}
