using System.Collections.Immutable;
using Workflow.Feel.Functions;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

/// <summary>Calls the body of a built-in function, without the language around it.</summary>
internal static class BuiltinCall
{
    /// <summary>The signature with parameters of these names; a variadic one gets all arguments as one list.</summary>
    public static Value Call(string name, string[] parameters, Value[] arguments, Evaluation? run = null)
    {
        var builtin = Builtins.Find(name);
        Assert.NotNull(builtin);
        var signature = builtin.Signatures.First(s => s.Parameters.Select(p => p.Name).SequenceEqual(parameters) && s.Parameters.Zip(arguments).All(p => Fits(p.First.Type, p.Second)));
        return signature.Body(arguments, run ?? new Evaluation());
    }

    public static Value.List List(params ReadOnlySpan<Value> items) => new([.. items]);

    /// <summary>A number, <c>null</c>, a text in quotes, or a list of such: <c>[1,"a",null]</c>.</summary>
    public static Value Read(string text)
    {
        if (text is "null") return Value.Null;
        if (text is ['"', .. var inside, '"']) return inside;
        if (text is ['[', .. var items, ']']) return items.Length == 0 ? Value.List.Empty : new Value.List([.. items.Split(',').Select(Read)]);
        if (text is "true" or "false") return text is "true";
        Assert.True(Decimal128.TryParse(text, out var number), text);
        return new Value.Number(number);
    }

    public static string Show(Value value) => value switch
    {
        Value.Boolean b => b.Is ? "true" : "false",
        Value.Number n => n.Is.ToString(),
        Value.Text t => $"\"{t.Is}\"",
        Value.List l => $"[{string.Join(',', l.Items.Select(Show))}]",
        Value.NullValue => "null",
        Value.DayTime d => d.Is.ToString(),
        Value.YearMonth d => d.Is.ToString(),
        Value.Date d => d.Is.ToString(),
        _ => value.ToString(),
    };

    private static bool Fits(FeelType type, Value value) => (type, value) switch
    {
        (FeelType.Simple { Name: "number" }, Value.Number) => true,
        (FeelType.Simple { Name: "days and time duration" }, Value.DayTime) => true,
        (FeelType.Simple { Name: "years and months duration" }, Value.YearMonth) => true,
        (FeelType.Simple { Name: "string" }, Value.Text) => true,
        (_, Value.NullValue) => true,
        (FeelType.Simple { Name: "Any" }, _) => true,
        (FeelType.ListOf, Value.List) => true,
        _ => false,
    };
}
