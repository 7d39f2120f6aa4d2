using Xunit;

namespace Workflow.Feel.Tests.Functions;

/// <summary>Evaluates what is written in FEEL; the value is told as FEEL writes it, so that a string stands in quotes.</summary>
internal static class Feel
{
    public static string Of(string source) => Show(Evaluate(source, Value.Context.Empty, new Evaluation()));

    public static Value Evaluate(string source, Value.Context context, Evaluation run)
    {
        Assert.True(Expression.TryParse(source, out var expression, out var error), $"{source}: {error?.Code} {error?.Message}");
        return expression.Evaluate(context, run);
    }

    /// <summary>As an element of a list it is quoted and marked.</summary>
    public static string Show(Value value) => new Value.List([value]).ToString()[1..^1];
}
