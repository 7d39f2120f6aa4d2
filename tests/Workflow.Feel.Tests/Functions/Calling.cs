using Workflow.Feel.Functions;
using Workflow.Feel.Tests.Values;

namespace Workflow.Feel.Tests.Functions;

/// <summary>Calls built-ins as the language does, but for the implicit conversions.</summary>
internal static class Calling
{
    /// <summary>Null when no signature takes these arguments.</summary>
    public static Value? Call(string name, Evaluation run, params Value[] arguments)
    {
        var fitting = Builtins.Find(name)!.Signatures.FirstOrDefault(s => s.Parameters.Length == arguments.Length
            && s.Parameters.Zip(arguments).All(pair => pair.Second is Value.NullValue ? s.Nullable : pair.First.Type.Equals(TypeOf(pair.Second))));
        return fitting?.Body(arguments, run);
    }

    /// <summary>Arguments as FEEL writes them: <c>@</c> before what is temporal, quotes around texts.</summary>
    public static Value[] Arguments(string list) => list.Length == 0 ? [] : [.. list.Split(", ").Select(Argument)];

    public static string Text(Value? value) => value switch
    {
        null => "no such call",
        Value.NullValue => "null",
        Value.Number number => number.Is.ToString(),
        Value.Boolean truth => truth.Is ? "true" : "false",
        Value.Text text => text.Is,
        _ => TemporalValues.Text(value)!,
    };

    private static Value Argument(string text) => text switch
    {
        "null" => Value.Null,
        ['"', .. var inner, '"'] => inner,
        ['@', .. var inner] => Temporal.Of(inner),
        _ => Temporal.Of(text),
    };

    private static FeelType TypeOf(Value value) => value switch
    {
        Value.Number => FeelType.Number,
        Value.Text => FeelType.String,
        Value.Date => FeelType.Date,
        Value.Time => FeelType.Time,
        Value.DateTime => FeelType.DateTime,
        Value.DayTime => FeelType.DayTimeDuration,
        Value.YearMonth => FeelType.YearMonthDuration,
        _ => FeelType.Any,
    };
}
