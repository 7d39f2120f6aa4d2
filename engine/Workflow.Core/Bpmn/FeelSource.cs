using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>
/// FEEL as a definition or a catalogue entry holds it: with or without the leading "=" that marks an expression. Each text
/// is parsed once and forgotten together with what holds it, so a pinned thing parses its expressions once.
/// </summary>
public static class FeelSource
{
    // By reference: the texts belong to pinned things, which are few and live long.
    private static readonly ConditionalWeakTable<string, Parsing> Known = [];

    public static bool IsMarked([NotNullWhen(true)] string? text) => text is ['=', ..];

    /// <summary>The expression itself, without the mark.</summary>
    public static string Of(string text) => text.TrimStart('=');

    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out FeelError? error)
    {
        var parsing = Known.GetValue(text, static source => Expression.TryParse(Of(source), out var good, out var bad) ? new(good, null) : new(null, bad));
        (expression, error) = (parsing.Expression, parsing.Error);
        return expression is not null;
    }

    /// <summary>What is wrong and where, for the value of a fault.</summary>
    public static string En(FeelError error) => $"{error.Message} ({error.Line}:{error.Column})";

    public static string Zh(FeelError error) => $"{error.MessageZh}({error.Line}:{error.Column})";

    private sealed record Parsing(Expression? Expression, FeelError? Error);
}
